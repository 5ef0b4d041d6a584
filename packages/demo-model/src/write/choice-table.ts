import type { FieldSpec } from "../spec/app-spec.ts";
import { asciiWords } from "../spec/words.ts";

export type Tone = "neutral" | "ok" | "warn" | "bad" | "info" | "violet";

export interface CodeChoice {
  id: string;
  label: string;
  tone: Tone;
}

const toneWords: readonly [Tone, string][] = [
  [
    "ok",
    "done approved paid active hired won published solved delivered arrived renewing built returned released free yes decided live ready closed",
  ],
  [
    "warn",
    "waiting risk hold trial medium repair renovation contained review maybe watching asked workshop pending",
  ],
  [
    "bad",
    "declined lost blocked off problem high cancelled failed overdue rejected urgent no sick stopped critical",
  ],
  [
    "info",
    "new progress planned proposal sent running interview working open confirmed considering loaded holiday review first",
  ],
  ["violet", "cancelling replaced offer fixing moving draft vegan other"],
];
const inOrder: readonly Tone[] = ["neutral", "info", "violet", "warn"];

/** The choices of a field as apps store and show them: ids that never change, labels, tones. */
export function choiceTable(field: FieldSpec): CodeChoice[] {
  const used = new Set<string>();
  return (field.choices ?? []).map((label, index) => {
    const base = asciiWords(label).join("-") || "choice";
    let id = base;
    for (let number = 2; used.has(id); number++) id = `${base}-${number}`;
    used.add(id);
    return { id, label, tone: toneOf(label, index) };
  });
}

function toneOf(label: string, index: number): Tone {
  const words = asciiWords(label);
  const known = toneWords.find(([, list]) => list.split(" ").some((word) => words.includes(word)))?.[0];
  return known ?? inOrder[index % inOrder.length] ?? "neutral";
}

/** The name of a field's table of choices in code. */
export const choicesName = (field: FieldSpec): string => `${field.key}Choices`;
