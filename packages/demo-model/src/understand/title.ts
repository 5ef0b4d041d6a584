import { capitalised, plural, singular } from "../spec/words.ts";
import type { Domain } from "./lexicon.ts";

const isAcronym = (word: string): boolean => /^\p{Lu}[\p{Lu}\p{N}]+s?$/u.test(word);

/** Sentence case; names that were typed with a capital among small words keep it. */
function sentenceCase(words: readonly string[]): string {
  const mixed = words.some((word) => /^\p{Ll}/u.test(word));
  const shown = words.map((word) => (mixed || isAcronym(word) ? word : word.toLowerCase()));
  return capitalised(shown.join(" "));
}

interface Named {
  /** The object's words that say something. */
  named: readonly string[];
  domain: Domain | null;
  /** The key that was found in the object, with its mark. */
  key: string | null;
}

/** The app's name: an object of two to four words; of one word, the domain's title or the word's own plural. */
export function titleOf({ named, domain, key }: Named): string {
  const only = named[0] ?? "";
  if (named.length >= 2 && named.length <= 4) return sentenceCase(named);
  if (domain) return named.length === 1 && key?.endsWith("=") ? pluralTitle(only) : domain.title;
  return named.length === 1 ? pluralTitle(only) : sentenceCase(named.slice(0, 4));
}

const pluralTitle = (word: string): string =>
  isAcronym(word) ? word : capitalised(plural(singular(word.toLowerCase())));

/** What one row is called. */
export function nounOf({ named, domain, key }: Named): string {
  if (domain) return key?.endsWith("=") ? singular(key.slice(0, -1)) : domain.noun;
  const link = named.findIndex((word) => /^(for|of|to|about|per|between)$/i.test(word));
  const head = (link > 0 ? named.slice(0, link) : named).slice(-2).map((word) => word.toLowerCase());
  return singular(head.join(" "));
}
