/** A word or a punctuation mark of a text, with its place. */
export interface Token {
  text: string;
  lower: string;
  start: number;
  end: number;
  isWord: boolean;
}

const pattern = /\p{L}[\p{L}\p{N}]*(?:['-][\p{L}\p{N}]+)*|\p{N}+(?:[.,]\p{N}+)*(?:\p{L}+)?|[^\s\p{L}\p{N}]/gu;

export function tokenize(text: string): Token[] {
  return [...text.matchAll(pattern)].map((match) => ({
    text: match[0],
    lower: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
    isWord: /[\p{L}\p{N}]/u.test(match[0]),
  }));
}

/** Sentences, without splitting "fragile?, heavy?" or "3.5". */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?])\s+(?=[^a-z]|$)|(?<=[.!])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");

/** One spelling for words that are written in several ways. */
export const unifySpelling = (text: string): string =>
  text
    .replaceAll(/\bto-?\s?do'?(s?)\b(?=\s*(list|app|board|tracker|items?|s\b|$|[,.:;]))/gi, "todo$1")
    .replaceAll(/\bsign(?:ing)?-?\s?up(s?)\b/gi, "signup$1")
    .replaceAll(/\be-mail/gi, "email");
