import type { FieldType } from "../spec/app-spec.ts";
import { choicesOf } from "../spec/field-signs.ts";
import { singular } from "../spec/words.ts";

const lastWords: readonly [type: FieldType, words: string][] = [
  ["suggest", "category type kind area department team source channel location region"],
  ["person", "owner assignee manager lead reviewer approver reporter requester driver"],
  ["date", "date day deadline due start end expiry until"],
  ["money", "amount price cost budget fee salary value total rent"],
  ["number", "quantity count hour score rating weight age percent seat"],
  ["check", "done paid approved active billable passed"],
  ["email", "email"],
  ["long", "note description comment detail reason message"],
];

const typeByWord = new Map(
  lastWords.flatMap(([type, words]) => words.split(" ").map((word) => [word, type] as const)),
);

export interface TypeFound {
  type: FieldType;
  choices?: readonly string[];
}

/** What a field holds, by the last words of its label; null when they tell nothing, which means text. */
export function typeOfLabel(label: string): TypeFound | null {
  const words = label.toLowerCase().split(/[\s-]+/);
  const last = words.at(-1) ?? "";
  const before = words.at(-2) ?? "";
  const choices = choicesOf(singularKept(last));
  if (choices) return { type: "choice", choices };
  if (last === "on" && words.length > 1) return { type: "date" };
  if (last === "by") return byType(before);
  if (last === "days") return { type: "number" };
  if (last === "address" && before === "email") return { type: "email" };
  const type = typeByWord.get(last) ?? typeByWord.get(singular(last));
  return type ? { type } : null;
}

const singularKept = (word: string): string => (word.endsWith("us") ? word : singular(word));

function byType(before: string): TypeFound | null {
  if (before === "needed" || before === "due" || before === "notice") return { type: "date" };
  return isParticiple(before) ? { type: "person" } : null;
}

const irregularParticiples = new Set(
  "given taken sent made paid done written seen held kept led met bought brought sold lent built found run set drawn driven chosen known shown".split(
    " ",
  ),
);

/** "approved", "given". */
export const isParticiple = (word: string): boolean =>
  irregularParticiples.has(word) || (/[a-z]{2}ed$/.test(word) && !/eed$/.test(word));
