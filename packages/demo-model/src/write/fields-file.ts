import type { AppSpec, FieldSpec, FieldType } from "../spec/app-spec.ts";
import { anatomyOf } from "./anatomy.ts";
import { choicesName, choiceTable } from "./choice-table.ts";
import { fit, imports, lines, lowerFirst, quote } from "./code.ts";
import { type Names, namesOf } from "./names.ts";

const makers: Record<FieldType, string> = {
  text: "textField",
  long: "longField",
  number: "numberField",
  money: "moneyField",
  date: "dateField",
  person: "personField",
  check: "checkboxField",
  email: "emailField",
  suggest: "suggestField",
  choice: "choiceField",
};

/** `fields.ts`: label, parser and message of every field, and rules across them. */
export function fieldsFile(spec: AppSpec): string {
  const names = namesOf(spec);
  const { period } = anatomyOf(spec);
  const makerNames = spec.fields.map((field) => makers[field.type]);
  const choices = spec.fields.filter((field) => field.type === "choice").map(choicesName);
  const head = imports([
    { from: "@/lib/fields", names: [...makerNames, "type FieldTable", ...(period ? ["type Mistakes"] : [])] },
    { from: "./types", names: [...choices, `type ${names.type}`] },
  ]);
  const table = lines(
    `export const ${names.fields}: FieldTable<${names.type}> = {`,
    ...spec.fields.map((field, index) => fieldLine(field, { spec, isNaming: index === 0 })),
    "};",
  );
  return `${[head, table, period ? periodCheck(names, period) : ""].filter((part) => part !== "").join("\n\n")}\n`;
}

function fieldLine(field: FieldSpec, { spec, isNaming }: { spec: AppSpec; isNaming: boolean }): string {
  const options = optionsOf(field, { spec, isNaming });
  const values = [quote(field.label), ...(field.type === "choice" ? [choicesName(field)] : [])];
  const maker = makers[field.type];
  const shown = options === "" ? values : [...values, `{ ${options} }`];
  const one = `${field.key}: ${maker}(${shown.join(", ")}),`;
  const wrapped = `${field.key}: ${maker}(${values.join(", ")}, {\n    ${options},\n  }),`;
  const split = `${field.key}: ${maker}(\n${shown.map((each) => `    ${each},`).join("\n")}\n  ),`;
  return `  ${fit(2, one, options === "" ? split : wrapped)}`;
}

function optionsOf(field: FieldSpec, { spec, isNaming }: { spec: AppSpec; isNaming: boolean }): string {
  if (isNaming) return /^what$/i.test(field.label) ? 'required: "Say what it is."' : "required: true";
  if (field.type === "money" && spec.currency !== "EUR") return `currency: "${spec.currency}"`;
  if (field.type === "number" && /\b(score|rating)$/i.test(field.label)) return "min: 1, max: 5";
  if (field.type === "number" && /\bpercent$/i.test(field.label)) return "min: 0, max: 100";
  const middle = choiceTable(field).find(({ id }) => id === "medium");
  return middle && /\b(priority|urgency|severity)$/i.test(field.label) ? `first: "${middle.id}"` : "";
}

function periodCheck(names: Names, { start, end }: { start: FieldSpec; end: FieldSpec }): string {
  const mistake = `${end.key}: ${quote(`Choose a day that is not before “${lowerFirst(start.label)}”.`)}`;
  return lines(
    "/** What fields must be together, beside each alone. */",
    `export function ${names.check}(row: ${names.type}): Mistakes<${names.type}> {`,
    `  const start = row.${start.key};`,
    `  const end = row.${end.key};`,
    "  if (!start || !end || end >= start) return {};",
    fit(0, `  return { ${mistake} };`, `  return {\n    ${mistake},\n  };`),
    "}",
  );
}
