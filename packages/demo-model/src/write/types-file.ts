import type { AppSpec, FieldSpec } from "../spec/app-spec.ts";
import { choicesName, choiceTable } from "./choice-table.ts";
import { imports, lines, object, quote } from "./code.ts";
import { namesOf } from "./names.ts";

/** `types.ts`: the row, and its choices as tables of label and tone. */
export function typesFile(spec: AppSpec): string {
  const choices = spec.fields.filter((field) => field.type === "choice");
  const head = imports([choices.length > 0 && { from: "@/lib/choices", names: ["type Choice"] }]);
  const tables = choices.map(tableOf);
  const row = `export interface ${namesOf(spec).type} {\n${spec.fields.map((field) => `  ${field.key}: ${typeOf(field)};`).join("\n")}\n}`;
  return `${[head, ...tables, row].filter((part) => part !== "").join("\n\n")}\n`;
}

function tableOf(field: FieldSpec): string {
  const rows = choiceTable(field).map(
    ({ id, label, tone }) =>
      `  ${object(2, [`id: "${id}"`, `label: ${quote(label)}`, `tone: "${tone}"`], ",")}`,
  );
  return lines(`export const ${choicesName(field)} = [`, ...rows, "] as const satisfies readonly Choice[];");
}

function typeOf(field: FieldSpec): string {
  switch (field.type) {
    case "number":
    case "money":
      return "number | null";
    case "date":
    case "person":
      return "string | null";
    case "check":
      return "boolean";
    case "choice":
      return `(typeof ${choicesName(field)})[number]["id"]`;
    default:
      return "string";
  }
}
