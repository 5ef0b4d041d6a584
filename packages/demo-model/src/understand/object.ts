import { type Token, tokenize } from "./tokens.ts";
import { droppedWords, endWords, headVerbs, layoutWords, linkWords } from "./vocabulary.ts";

/** What a sentence is about. */
export interface ObjectFound {
  /** Its words as typed, layout words included: where keys are looked for. */
  words: string[];
  /** Its words without those that say nothing: what a title is made of. */
  named: string[];
  /** Where it ends in the sentence: fields may follow. */
  end: number;
  /** What stands after an "and", up to the next end. */
  second: string[];
}

/** The object of the first head of a sentence, else of its start; null when only words remain that say nothing. */
export function findObject(sentence: string): ObjectFound | null {
  const tokens = tokenize(/\p{Ll}/u.test(sentence) ? sentence : sentence.toLowerCase());
  const heads = tokens.map((_, index) => headEnd(tokens, index)).filter((end) => end !== null);
  const first = heads[0];
  return (first === undefined ? null : objectAt(tokens, first)) ?? objectAt(tokens, 0);
}

/** The token after a head that stands here, or null. */
function headEnd(tokens: readonly Token[], at: number): number | null {
  const word = tokens[at]?.lower ?? "";
  const isHead = headVerbs.has(word) || /^(for|of|signups?|rsvp)$/.test(word) || (word === "log" && at === 0);
  return isHead ? at + 1 : null;
}

const isEnd = (token: Token): boolean => !token.isWord || endWords.has(token.lower);
/** "IT" and "US" are no pronouns. */
const isAcronym = (text: string): boolean => /^[A-Z]{2,5}$/.test(text);
const saysNothing = ({ text, lower }: Token): boolean =>
  !isAcronym(text) && (droppedWords.has(lower) || linkWords.has(lower) || headVerbs.has(lower));
const singularLayout = (word: string): string => word.replace(/s$/, "");
const isLayout = (word: string): boolean =>
  Object.hasOwn(layoutWords, word) || Object.hasOwn(layoutWords, singularLayout(word));

function objectAt(tokens: readonly Token[], from: number): ObjectFound | null {
  let start = from;
  while (start < tokens.length && canSkip(tokens[start])) start++;
  let end = start;
  for (let token = tokens[end]; token && !isEnd(token); token = tokens[end]) end++;
  const group = tokens.slice(start, end);
  const named = trimLinks(group.filter((token) => !isDropped(token)).map((token) => token.text));
  if (named.length === 0) return null;
  return {
    words: tokens
      .slice(from, end)
      .filter((token) => token.isWord)
      .map((token) => token.text),
    named,
    end: tokens[end - 1]?.end ?? 0,
    second: secondAfter(tokens, end),
  };
}

/** Before the object begins, all that says nothing is passed over, commas and "we" included. */
function canSkip(token: Token | undefined): boolean {
  if (!token) return false;
  return (
    (!token.isWord && !/[:.?!;]/.test(token.text)) || (token.isWord && (saysNothing(token) || isEnd(token)))
  );
}

function isDropped({ text, lower }: Token): boolean {
  if (isAcronym(text)) return false;
  const isFiller = droppedWords.has(lower) && !linkWords.has(lower);
  return isLayout(lower) || isFiller || (headVerbs.has(lower) && lower.endsWith("ing"));
}

function trimLinks(words: string[]): string[] {
  const isLink = (word: string | undefined) => word !== undefined && linkWords.has(word.toLowerCase());
  let from = 0;
  let to = words.length;
  while (isLink(words[from])) from++;
  while (to > from && isLink(words[to - 1])) to--;
  return words.slice(from, to);
}

function secondAfter(tokens: readonly Token[], end: number): string[] {
  if (tokens[end]?.lower !== "and") return [];
  const rest = tokens.slice(end + 1);
  const stop = rest.findIndex(isEnd);
  return (stop < 0 ? rest : rest.slice(0, stop)).map((token) => token.text);
}
