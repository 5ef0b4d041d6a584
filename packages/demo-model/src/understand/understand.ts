import { type AppSpec, screenOf, specLimits } from "../spec/app-spec.ts";
import { collectionName, plural } from "../spec/words.ts";
import { type Assumed, assumptionsOf } from "./assumptions.ts";
import { clean } from "./clean.ts";
import { bestKey, type KeyFound, keysIn, wordsOf } from "./domain.ts";
import { currencyIn } from "./field-phrases.ts";
import { isForeignScript, languageExplanation, otherLanguage } from "./language.ts";
import { chooseLayout } from "./layout.ts";
import { keyText, lookOf } from "./lexicon.ts";
import { mergeFields } from "./merge-fields.ts";
import { fieldListOf, readFieldList } from "./named-fields.ts";
import { findObject, type ObjectFound } from "./object.ts";
import { readPoll } from "./poll.ts";
import { nounOf, titleOf } from "./title.ts";
import { sentencesOf, unifySpelling } from "./tokens.ts";
import { correctTypos } from "./typos.ts";

export type Understanding =
  | { kind: "app"; spec: AppSpec; assumptions: string[]; recognised: string }
  /** Nothing to build was found. */
  | { kind: "nothing" }
  | { kind: "other-language"; explanation: string };

const pollId = 34;

/** Reads a prompt as an app to build. The same prompt always gives the same answer. */
export function understand(prompt: string): Understanding {
  const cleaned = clean(prompt);
  const corrected = correctEach(unifySpelling(cleaned.text));
  const explanation = explainLanguage(corrected.text);
  if (explanation !== null) return { kind: "other-language", explanation };
  const reading = readText(corrected);
  if (reading === null) return { kind: "nothing" };

  const { object, key } = reading;
  const { spec, namedCount, leftOut } = specOf(reading);
  const assumptions = assumptionsOf({
    usualFields: namedCount === 0,
    euros: spec.fields.some((field) => field.type === "money") && currencyIn(reading.text) === null,
    layoutAsTable: screenOf(spec.layout) !== spec.layout,
    waiting: waitingOf(object, key),
    corrections: corrected.corrections,
    removedText: cleaned.removed,
    shortened: cleaned.shortened,
    unknownWord: key === null && object ? object.named.join(" ").slice(0, 80) : null,
    leftOut,
  });
  return { kind: "app", spec, assumptions, recognised: recognised(reading) };
}

function correctEach(text: string) {
  const corrected = sentencesOf(text).map(correctTypos);
  const sentences = corrected.map((each) => each.text);
  return {
    sentences,
    text: sentences.join("\n"),
    corrections: corrected.flatMap((each) => each.corrections),
  };
}

function explainLanguage(text: string): string | null {
  if (isForeignScript(text)) return languageExplanation(null);
  const language = otherLanguage(text);
  const isEnglish = language === null || keysIn(wordsOf(text)).length > 0;
  return isEnglish ? null : languageExplanation(language);
}

interface Reading {
  object: ObjectFound | null;
  key: KeyFound | null;
  text: string;
  /** The part that names fields, or "". */
  list: string;
  /** The text without that part. */
  prose: string;
}

function readText({ sentences, text }: { sentences: readonly string[]; text: string }): Reading | null {
  const at = sentences.findIndex((sentence) => findObject(sentence) !== null);
  const sentence = sentences[at] ?? "";
  const object = findObject(sentence);
  const list = object ? fieldListOf(sentence.slice(object.end), sentences.slice(at + 1)) : "";
  const prose = list === "" ? text : text.replace(list, () => " ");
  const key = (object && bestKey(object.words)) ?? bestKey(wordsOf(prose));
  return object === null && key === null ? null : { object, key, text, list, prose };
}

/** A second thing after "and": of another domain, or another plural that the lexicon lacks. */
function waitingOf(object: ObjectFound | null, key: KeyFound | null): Assumed["waiting"] {
  if (!object || object.second.length === 0) return null;
  const found = bestKey(object.second);
  const lower = (words: readonly string[]) => words.join(" ").toLowerCase().slice(0, 80);
  const first = lower(object.named);
  if (found) {
    const second = lower(object.second.slice(found.from, found.to));
    return found.domain === key?.domain ? null : { first, second };
  }
  const [only = "", ...more] = object.second;
  return key === null && more.length === 0 && /[a-z]{2}s$/.test(only)
    ? { first, second: lower([only]) }
    : null;
}

function specOf(reading: Reading): { spec: AppSpec; namedCount: number; leftOut: string[] } {
  const { object, key, text } = reading;
  const domain = key?.domain ?? null;
  const layout = chooseLayout(reading.prose, domain?.layout ?? null);
  const poll = domain?.id === pollId ? readPoll(text) : null;
  const named = poll ? [] : readFieldList(reading.list);
  const { fields, leftOut } = mergeFields(domain, named, layout);
  const choices = poll?.choices ?? [];
  const isInObject = key !== null && object !== null && bestKey(object.words) !== null;
  const about = { named: object?.named ?? [], domain, key: isInObject ? key.key : null };
  const one = nounOf(about).slice(0, specLimits.nounLengthMax).trim();
  const { icon, accent } = lookOf(one);
  const spec: AppSpec = {
    title: (poll ? (poll.question ?? "Poll") : titleOf(about)).slice(0, 80),
    layout,
    collection: collectionName(plural(one)),
    noun: { one, many: plural(one) },
    accent,
    icon,
    currency: named.find((field) => field.currency)?.currency ?? currencyIn(text) ?? "EUR",
    fields: fields.map((field) =>
      field.type === "choice" && choices.length > 0 ? { ...field, choices } : field,
    ),
  };
  return { spec, namedCount: named.length + choices.length, leftOut };
}

function recognised({ object, key }: Reading): string {
  const words = object ? `“${object.named.join(" ").slice(0, 80)}”` : "no clear subject";
  return key
    ? `I found ${words} and recognise “${keyText(key.key)}”, which I know as ${key.domain.title.toLowerCase()}.`
    : `I found ${words}, which I do not know, so I use the words as they were typed.`;
}
