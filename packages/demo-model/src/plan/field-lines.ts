import { type FieldSpec, type FieldType, fieldTypes } from "../spec/app-spec.ts";
import { makeField } from "../spec/field-signs.ts";
import { readPhrase } from "../understand/field-phrases.ts";

const words: Record<FieldType, string> = {
  text: "text",
  long: "long text",
  number: "number",
  money: "money",
  date: "date",
  person: "person",
  check: "yes or no",
  email: "e-mail address",
  suggest: "text with suggestions",
  choice: "one of",
};

/** A field as the plan shows it: "Status: one of Open, Closed". */
export function fieldLine(field: FieldSpec): string {
  const choices = field.choices ? ` ${field.choices.join(", ")}` : "";
  return `${field.label}: ${words[field.type]}${choices}`;
}

/** The field that a plan's line stands for, also of a plan that something else made; null when it is none. */
export function readFieldLine(line: string): FieldSpec | null {
  const at = line.indexOf(": ");
  const [label, rest] = [line.slice(0, at), line.slice(at + 2)];
  if (at > 0 && rest.startsWith("one of ")) return makeField(label, "choice", rest.slice(7).split(", "));
  const type = at > 0 ? fieldTypes.find((each) => words[each] === rest) : undefined;
  if (type) return makeField(label, type);
  const named = readPhrase(line);
  return named && makeField(named.label, named.type ?? "text", named.choices);
}
