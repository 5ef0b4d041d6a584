import { singular } from "../spec/words.ts";
import { type Domain, domains, keyText } from "./lexicon.ts";
import { tokenize } from "./tokens.ts";

export interface KeyFound {
  domain: Domain;
  /** As the lexicon writes it, with its mark. */
  key: string;
  /** Index of its first and after its last word among the words of the text. */
  from: number;
  to: number;
}

interface Entry {
  domain: Domain;
  key: string;
  words: string[];
}

const oneForm = (word: string): string => singular(word.toLowerCase());

const entries: readonly Entry[] = domains.flatMap((domain) =>
  domain.keys.map((key) => ({ domain, key, words: keyText(key).split(" ").map(oneForm) })),
);

/** Every key that stands in the words, singular and plural being equal. */
export function keysIn(words: readonly string[]): KeyFound[] {
  const forms = words.map(oneForm);
  return entries.flatMap(({ domain, key, words: keyWords }) =>
    forms
      .map((_, from) => from)
      .filter((from) => keyWords.every((word, offset) => forms[from + offset] === word))
      .map((from) => ({ domain, key, from, to: from + keyWords.length })),
  );
}

/** The longest key; of equally long ones the rightmost, which is the head of an English noun group. */
export function bestKey(words: readonly string[]): KeyFound | null {
  const lengthOf = (found: KeyFound) => keyText(found.key).length;
  return keysIn(words).reduce<KeyFound | null>((best, found) => {
    if (best === null) return found;
    const longer = lengthOf(found) - lengthOf(best);
    return longer > 0 || (longer === 0 && found.from > best.from) ? found : best;
  }, null);
}

export const wordsOf = (text: string): string[] =>
  tokenize(text)
    .filter((token) => token.isWord)
    .map((token) => token.text);
