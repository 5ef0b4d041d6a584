const irregular = new Map([
  ["people", "person"],
  ["children", "child"],
  ["men", "man"],
  ["women", "woman"],
  ["feet", "foot"],
  ["mice", "mouse"],
  ["knives", "knife"],
  ["lives", "life"],
  ["leaves", "leave"],
  ["shelves", "shelf"],
  ["keys", "key"],
  ["criteria", "criterion"],
]);
const irregularPlural = new Map([...irregular].map(([many, one]) => [one, many]));

const uncountable = new Set(
  (
    "access advice baggage cash clothing content equipment feedback furniture hardware help hiring homework " +
    "information inventory leave luggage mail marketing merchandise money news onboarding progress recruiting " +
    "research revenue series software spending staff stock stuff training transport travel waste work"
  ).split(" "),
);

/** The singular of an English word in lower case; of several words, that of the last. */
export function singular(text: string): string {
  const at = text.lastIndexOf(" ") + 1;
  const word = text.slice(at);
  return text.slice(0, at) + singularWord(word);
}

function singularWord(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (uncountable.has(word) || word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|x|zz|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

/** The plural of an English word in lower case; of several words, that of the last. */
export function plural(text: string): string {
  const at = text.lastIndexOf(" ") + 1;
  const word = text.slice(at);
  return text.slice(0, at) + pluralWord(word);
}

function pluralWord(word: string): string {
  const known = irregularPlural.get(word);
  if (known !== undefined) return known;
  if (uncountable.has(word) || singularWord(word) !== word) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}

/** Folds accents and drops all but letters and digits: the words that identifiers are made of. */
export function asciiWords(text: string): string[] {
  const folded = text
    .replaceAll("ß", "ss")
    .replaceAll(/[Øø]/g, "o")
    .replaceAll(/[Ææ]/g, "ae")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/['’]/g, "");
  return folded.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `renewsOn` of "Renews on"; null when no letter can begin a name. */
export function camelCase(text: string): string | null {
  const [first, ...rest] = asciiWords(text);
  if (first === undefined) return null;
  const name = first + rest.map(capitalised).join("");
  return /^[a-z]/.test(name) ? name : null;
}

/** "a", "b" and "c" as people write them. */
export function listed(items: readonly string[], joiner = "and"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${joiner} ${last}`;
}

export const articleOf = (noun: string): string =>
  /^[aeiou]/i.test(noun) && !/^(one|uni|use)/i.test(noun) ? "an" : "a";

/** A folder's and collection's name: letters, digits and hyphens, beginning with a letter. */
export function collectionName(many: string): string {
  const name = asciiWords(many)
    .join("-")
    .replace(/^[^a-z]+/, "");
  const short = name.slice(0, 40).replace(/-+$/, "");
  return short === "" ? "items" : short;
}
