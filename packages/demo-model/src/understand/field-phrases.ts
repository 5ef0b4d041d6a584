import type { Currency, FieldType } from "../spec/app-spec.ts";
import { specLimits } from "../spec/app-spec.ts";
import { singular } from "../spec/words.ts";
import { isParticiple, typeOfLabel } from "./field-type.ts";

/** A field as a person named it. `type` is null when neither words nor a hint tell what it holds. */
export interface NamedField {
  label: string;
  type: FieldType | null;
  choices?: string[];
  /** The choices are the usual ones of the word, not typed. */
  isBare?: boolean;
  currency?: Currency;
}

/** Splits at commas, semicolons and "and", but not inside brackets. */
export function splitPhrases(list: string): string[] {
  const phrases: string[] = [];
  let phrase = "";
  let depth = 0;
  for (const part of list.split(/([()[\]]|[,;]|\s(?:and|&|plus)\s)/i)) {
    if (part === "(" || part === "[") depth++;
    if (part === ")" || part === "]") depth = Math.max(0, depth - 1);
    if (depth === 0 && /^([,;]|\s(and|&|plus)\s)$/i.test(part)) {
      phrases.push(phrase);
      phrase = "";
    } else {
      phrase += part;
    }
  }
  return [...phrases, phrase].map((each) => each.trim()).filter((each) => each !== "");
}

const currencyMarks: readonly [RegExp, Currency][] = [
  [/\$|\b(us ?d|(us )?dollars?)\b/i, "USD"],
  [/£|\b(gbp|pounds?)\b/i, "GBP"],
  [/€|\b(eur|euros?)\b/i, "EUR"],
  [/\b(chf|francs?)\b/i, "CHF"],
  [/\bsek\b/i, "SEK"],
  [/\bnok\b/i, "NOK"],
  [/\bdkk\b/i, "DKK"],
  [/\bpln\b/i, "PLN"],
  [/¥|\b(jpy|yen)\b/i, "JPY"],
  [/\bcad\b/i, "CAD"],
  [/\baud\b/i, "AUD"],
];

/** The currency that a text names by sign, code or name; null when it names none. */
export const currencyIn = (text: string): Currency | null =>
  currencyMarks.find(([mark]) => mark.test(text))?.[1] ?? null;

const clauseStart =
  /^(then|so|because|if|but|or|to|i|we|you|it|they|please|remind|send|email (me|us|them|to|the)|notify|alert|make|let|use|show|thanks|thank|that|which|also|ideally)\b/i;

/** Reads one phrase of a field list; null when it is no field, as a clause or politeness. */
export function readPhrase(phrase: string): NamedField | null {
  const bare = phrase
    .replace(/^(and|with|including|plus|also|fields?|columns?|has|have)\b:?\s*/i, "")
    .replace(/^(an?|the|its|their|our|my|your|optional)\s+/i, "")
    .replace(/[.!\s]+$/, "")
    .trim();
  if (bare === "" || clauseStart.test(bare)) return null;
  if (/^(our|my|your)\b/i.test(phrase) && /\b(teams?|company|colleagues|department)$/i.test(bare))
    return null;
  const question = /^(who|whose|when|how|where)\b/i.test(bare) ? readQuestion(bare.replace(/\?$/, "")) : null;
  return question ?? readNamed(bare);
}

function readQuestion(phrase: string): NamedField | null {
  const words = phrase.toLowerCase().split(/\s+/);
  const [first, second = ""] = words;
  if (first === "who") return readWho(words.slice(1));
  if (first === "where") return field("Location", "suggest");
  if (first === "when") {
    const rest = words.slice(1).filter((word) => !/^(it|they|we|was|were|is|are)$/.test(word));
    if (rest.length === 0) return field("Date", "date");
    return field(
      rest.join(" ") + (/^(on|by|due|date|until|from)$/.test(rest.at(-1) ?? "") ? "" : " on"),
      "date",
    );
  }
  if (second === "much") {
    const rest = words.slice(2).filter((word) => !/^(it|they|we|was|were|is|are|does|did)$/.test(word));
    return field(rest.length === 0 ? "Amount" : rest.join(" ").replace(/^costs?$/, "cost"), "money");
  }
  if (first === "how" && second === "many") return field(words.slice(2).join(" ") || "Count", "number");
  return null;
}

function readWho([verb = "", ...rest]: string[]): NamedField {
  if (verb === "has" || verb === "holds") return field("Holder", "person");
  if (verb === "owns" || verb === "is") return field("Owner", "person");
  if (isParticiple(verb)) return field(`${verb} by`, "person");
  return field(["who", verb, ...rest].join(" ").trim(), "person");
}

function readNamed(phrase: string): NamedField | null {
  const currency = currencyIn(phrase);
  const plain = phrase.replace(/\s+in\s+(\$|£|€|¥|[A-Z]{3}|(us )?dollars|euros?|pounds|francs|yen)$/i, "");
  const bracket = /^([^([:]+?)\s*[([:]\s*(.+?)[)\]]?$/.exec(plain);
  const name = labelOf(bracket?.[1] ?? plain);
  if (name === null) return null;
  const named = bracket?.[2] === undefined ? byLabel(name) : byHint(name, bracket[2]);
  return currency && named.type === "money" ? { ...named, currency } : named;
}

function labelOf(text: string): string | null {
  const label = plainLabel(text);
  if (label.split(" ").length > 5 || !/\p{L}/u.test(label)) return null;
  return label.slice(0, specLimits.labelLengthMax).trim();
}

function byLabel(label: string): NamedField {
  const counted = /^(?:number|amount|count) of (.+)$/i.exec(label);
  if (counted?.[1] && /^number|^count/i.test(label)) return field(counted[1], "number");
  if (label.endsWith("?")) return field(label.replace(/\s*\?+$/, ""), "check");
  const found = typeOfLabel(label);
  const named: NamedField = { label, type: found?.type ?? null };
  return found?.choices ? { ...named, choices: [...found.choices], isBare: true } : named;
}

const hints: readonly [RegExp, FieldType][] = [
  [/^(a )?(date|day)$/i, "date"],
  [/^(a )?(number|integer|count)$/i, "number"],
  [/^(money|amount|currency|price|in? ?[$£€])$/i, "money"],
  [/^(a )?(person|member|people|user)$/i, "person"],
  [/^(checkbox|yes ?\/ ?no|yes or no|true ?\/ ?false|boolean)$/i, "check"],
  [/^(long text|multi-?line|paragraph)$/i, "long"],
  [/^(short )?text$/i, "text"],
  [/^email( address)?$/i, "email"],
];

function byHint(label: string, hint: string): NamedField {
  const type = hints.find(([words]) => words.test(hint.trim()))?.[1];
  if (type) return field(label, type);
  const choices = choicesIn(hint);
  return choices.length >= 2 ? { label, type: "choice", choices } : byLabel(label);
}

/** "a / b", "a, b or c" as distinct choices in sentence case, as many as a field can hold. */
export function choicesIn(text: string): string[] {
  const kept: string[] = [];
  let length = 0;
  for (const part of text.split(/\s*(?:\/|,|;|\||\bor\b|\band\b)\s*/i)) {
    const choice = part
      .replaceAll(/["'[\](){}.?!]/g, "")
      .trim()
      .slice(0, 30)
      .trim();
    const shown = choice.charAt(0).toUpperCase() + choice.slice(1);
    const isNew = !kept.some((each) => each.toLowerCase() === shown.toLowerCase());
    const fits = kept.length < specLimits.choicesMax && length + shown.length <= specLimits.choicesLengthMax;
    if (!/[\p{L}\p{N}]/u.test(shown) || !isNew || !fits) continue;
    kept.push(shown);
    length += shown.length + 2;
  }
  return kept;
}

/** Without marks that mean something in lists of fields. */
const plainLabel = (text: string): string =>
  text
    .replaceAll(/[^\p{L}\p{N}\s'?%$€£&+-]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

function field(label: string, type: FieldType): NamedField {
  const short = plainLabel(label).slice(0, specLimits.labelLengthMax).trim();
  return { label: short === "" ? "Field" : short, type };
}

const smallWords = /^(by|on|of|at|to|in|for|from|the|an?|and)$/;

/** The first and last words of a label that mean something, in the singular. */
export function edgeWords(label: string): string[] {
  const words = label
    .toLowerCase()
    .split(/[\s-]+/)
    .filter((word) => !smallWords.test(word))
    .map(singular);
  return [...new Set([words[0], words.at(-1)])].filter((word) => word !== undefined);
}
