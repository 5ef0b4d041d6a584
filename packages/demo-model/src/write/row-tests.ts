import type { RowTest } from "../spec/app-spec.ts";
import type { Anatomy } from "./anatomy.ts";
import { choiceTable } from "./choice-table.ts";
import { lowerFirst } from "./code.ts";
import { urlKey } from "./url-keys.ts";

/** A test of rows in code: its id in the URL, what people read, and the expression. */
export interface TestInCode {
  id: string;
  label: string;
  /** A function of a row, as code; "isDue" is the one that views.ts declares. */
  has: string;
}

/** How a test is written; null when the app has no such field or value. */
export function testInCode({ key, is }: RowTest, anatomy: Anatomy): TestInCode | null {
  const { due, owner, fields } = anatomy;
  if (is === "soon") return due?.key === key ? { id: "due", label: "Due in 30 days", has: "isDue" } : null;
  if (is === "me" && owner?.key === key)
    return { id: "mine", label: "Mine", has: `(row) => row.${key} === userId` };
  if (is === "nobody" && owner?.key === key)
    return { id: "nobody", label: nobodyLabel(owner.label), has: `(row) => !row.${key}` };
  const field = fields.find((each) => each.key === key);
  if (field?.type === "check") {
    const isYes = is === "yes";
    const label = isYes ? field.label : `Not ${lowerFirst(field.label)}`;
    return { id: `${urlKey(field)}-${is}`, label, has: `(row) => ${isYes ? "" : "!"}row.${key}` };
  }
  const choice = field && choiceTable(field).find(({ id }) => id === is);
  if (!field || !choice) return null;
  return { id: `${urlKey(field)}-${is}`, label: choice.label, has: `(row) => row.${key} === "${is}"` };
}

export const nobodyLabel = (label: string): string =>
  /\bby$/i.test(label) ? "Nobody yet" : `No ${lowerFirst(label)}`;
