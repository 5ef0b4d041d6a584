import { type FieldSpec, type FieldType, specLimits } from "./app-spec.ts";
import { camelCase, capitalised } from "./words.ts";

const signs: readonly [suffix: string, type: FieldType][] = [
  ["…", "long"],
  ["#", "number"],
  ["$", "money"],
  [":d", "date"],
  ["@", "person"],
  ["?", "check"],
  ["~", "email"],
  ["+", "suggest"],
];

const stages = ["To do", "In progress", "Done"];
const degrees = ["Low", "Medium", "High"];
const bareChoices: Record<string, readonly string[]> = {
  status: stages,
  stage: stages,
  phase: stages,
  priority: degrees,
  urgency: degrees,
  severity: degrees,
};

/** The choices of a status, stage, priority or severity that names none; null for other words. */
export const choicesOf = (word: string): readonly string[] | null =>
  Object.hasOwn(bareChoices, word) ? (bareChoices[word] ?? null) : null;

/** A field whose name in code comes from its label. */
export function makeField(label: string, type: FieldType, choices?: readonly string[]): FieldSpec {
  const named = camelCase(label) ?? "field";
  // "to string" must not become a name that every object has.
  const key = (named in {} ? `${named}Field` : named).slice(0, specLimits.keyLengthMax);
  const shown = capitalised(label);
  return choices ? { key, label: shown, type, choices: [...choices] } : { key, label: shown, type };
}

/** The stage of a board whose fields have none. */
export const fallbackStage = (): FieldSpec => makeField("Stage", "choice", stages);

/** Reads the short notation of the lexicon: `vendor amount$ due:d status[Open|Closed] notes…`, `_` for a space. */
export function parseSigns(text: string): FieldSpec[] {
  const parts = text.match(/[^\s[]+(\[[^\]]*\])?/g) ?? [];
  return parts.map(parseSign);
}

function parseSign(text: string): FieldSpec {
  const [name = "", listedChoices] = text.replace("]", "").split("[");
  const label = name.replaceAll("_", " ");
  if (listedChoices !== undefined) return makeField(label, "choice", listedChoices.split("|"));
  for (const [suffix, type] of signs) {
    if (label.endsWith(suffix)) return makeField(label.slice(0, -suffix.length), type);
  }
  const choices = choicesOf(label);
  return choices ? makeField(label, "choice", choices) : makeField(label, "text");
}

/** The same notation back; a choice is written with its choices. */
export function toSigns(field: FieldSpec): string {
  const name = field.label.toLowerCase().replaceAll(" ", "_");
  if (field.choices) return `${name}[${field.choices.join("|")}]`;
  return name + (signs.find(([, type]) => type === field.type)?.[0] ?? "");
}

/** Two labels may become one name in code: the later one gets a number. */
export function uniqueKeys(fields: readonly FieldSpec[]): FieldSpec[] {
  const used = new Set<string>();
  return fields.map((field) => {
    let key = field.key;
    for (let number = 2; used.has(key); number++)
      key = `${field.key.slice(0, specLimits.keyLengthMax - 2)}${number}`;
    used.add(key);
    return { ...field, key };
  });
}
