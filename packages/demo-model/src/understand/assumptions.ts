import { listed } from "../spec/words.ts";
import type { Correction } from "./typos.ts";

/** What was taken for granted; each becomes one sentence of the plan. */
export interface Assumed {
  usualFields: boolean;
  euros: boolean;
  layoutAsTable: boolean;
  /** The first thing, and the second one that waits. */
  waiting: { first: string; second: string } | null;
  corrections: readonly Correction[];
  removedText: boolean;
  shortened: boolean;
  unknownWord: string | null;
  leftOut: readonly string[];
}

const assumptionsMax = 5;
const lengthMax = 300;

/** The sentences, at most five: further ones join the last. */
export function assumptionsOf(assumed: Assumed): string[] {
  const { waiting, corrections, leftOut } = assumed;
  const sentences = [
    assumed.usualFields && "You named no fields, so I chose the usual ones.",
    assumed.euros && "Amounts are in euros.",
    assumed.layoutAsTable && "The demo shows this as a table for now.",
    waiting && `I start with ${waiting.first}; ${waiting.second} come later.`,
    corrections.length > 0 &&
      `I read ${listed(corrections.map(({ typed, read }) => `${typed} as ${read}`))}.`,
    assumed.removedText && "I left out text that was not about the app.",
    assumed.shortened && "I read the first 2,000 characters.",
    assumed.unknownWord !== null && `I do not know ${assumed.unknownWord}, so I used your words.`,
    leftOut.length > 0 && `An app has at most 14 fields, so I left out ${listed(leftOut)}.`,
  ].filter((sentence) => typeof sentence === "string");
  const kept = sentences.slice(0, assumptionsMax - 1);
  const rest = sentences.slice(assumptionsMax - 1).join(" ");
  return [...kept, rest]
    .filter((sentence) => sentence !== "")
    .map((sentence) => sentence.slice(0, lengthMax));
}
