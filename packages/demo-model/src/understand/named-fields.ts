import { type NamedField, readPhrase, splitPhrases } from "./field-phrases.ts";

const afterObject = /\b(?:with|including|includes?|fields?|columns?|each (?:\S+ )?has)\b[:,]?|[,:]/i;
const inLaterSentences =
  /^.{0,40}?(?:\b(?:fields?|columns?)\b(?: are)?|\beach (?:\S+ )?has|^it has|^they have|^include)\b:?/i;

/** "these fields:", when a list is introduced twice. */
const listIntroduction = /^[^,;:]{0,30}\b(?:fields?|columns?|details?|properties)\s*:/i;

/** The part of a text that lists fields, or "". */
export function fieldListOf(afterTheObject: string, laterSentences: readonly string[]): string {
  const marker = afterObject.exec(afterTheObject);
  if (marker) return afterTheObject.slice(marker.index + marker[0].length).replace(listIntroduction, "");
  for (const sentence of laterSentences) {
    const found = inLaterSentences.exec(sentence);
    if (found) return sentence.slice(found[0].length);
  }
  return "";
}

/** The fields that a list names, each label once. */
export function readFieldList(list: string): NamedField[] {
  const fields = splitPhrases(list)
    .map(readPhrase)
    .filter((field) => field !== null);
  const labels = new Set<string>();
  return fields.filter((field) => {
    const label = field.label.toLowerCase();
    if (labels.has(label)) return false;
    labels.add(label);
    return true;
  });
}
