import { plural, singular } from "../spec/words.ts";
import { isCommonWord } from "./common-words.ts";
import { domains, keyText } from "./lexicon.ts";
import { tokenize } from "./tokens.ts";
import { droppedWords, endWords, headVerbs, layoutWords, linkWords } from "./vocabulary.ts";

export interface Correction {
  typed: string;
  read: string;
}

const keyWords = domains.flatMap((domain) => domain.keys.flatMap((key) => keyText(key).split(" ")));
const targets: readonly string[] = [
  ...new Set([...keyWords, ...keyWords.map(plural), ...headVerbs, ...Object.keys(layoutWords)]),
].filter((word) => word.length >= 4 && !word.includes(" "));
const known = new Set([...targets, ...droppedWords, ...endWords, ...linkWords]);

/** Reads mistyped words of the part before a field list as the one nearest word of the lexicon. */
export function correctTypos(text: string): { text: string; corrections: Correction[] } {
  const listStart = /[,:]|\b(with|including|fields|columns|each has)\b/i.exec(text)?.index ?? text.length;
  const corrections: Correction[] = [];
  let corrected = "";
  let copied = 0;
  for (const token of tokenize(text)) {
    if (token.start >= listStart) break;
    const read = token.isWord ? nearest(token.lower) : null;
    if (read === null) continue;
    corrections.push({ typed: token.text, read });
    corrected += text.slice(copied, token.start) + read;
    copied = token.end;
  }
  return { text: corrected + text.slice(copied), corrections };
}

function nearest(word: string): string | null {
  if (word.length < 5 || !/^[a-z]+$/.test(word) || known.has(word) || known.has(singular(word))) return null;
  if (isCommonWord(word)) return null;
  const allowed = word.length >= 8 ? 2 : 1;
  const near = targets
    .map((target) => ({ target, distance: slips(word, target, allowed) }))
    .filter(({ distance }) => distance <= allowed);
  const least = Math.min(...near.map(({ distance }) => distance));
  const best = near.filter(({ distance }) => distance === least).map(({ target }) => target);
  const different = new Set(best.map(singular));
  return different.size === 1 ? (best.at(-1) ?? null) : null;
}

/** Insertions, losses, changes and swaps of neighbours between two words; more than `most` counts as `most + 1`. */
function slips(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const line = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const ways = [
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      ];
      line.push(Math.min(...ways));
    }
    before = above;
    above = line;
  }
  return Math.min(above[right.length] ?? most + 1, most + 1);
}
