import { clean } from "../understand/clean.ts";
import { choicesIn, type NamedField, readPhrase, splitPhrases } from "../understand/field-phrases.ts";
import type { Edit } from "./edit.ts";
import { readChanges } from "./read-changes.ts";

export interface EditRequest {
  edits: Edit[];
  /** Parts that are no edit the demo knows, as typed. */
  unknown: string[];
  /** "Undo that." */
  undo: boolean;
}

const editsMax = 3;
const verbs =
  "add|also add|also track|track also|include|also include|rename|call|name|make|turn|change|switch|convert|show|display|remove|delete|drop|sort|order|group|ungroup|filter|only|count|draw|plot|more compact|less compact|use|undo|revert|move|hide|send|email|connect|import|export|write|explain|tell";
const boundary = new RegExp(
  `(?:\\s*[.;\\n]+\\s*|,?\\s+(?:and|then|and then|plus)\\s+|,\\s+)(?=(?:please |also |then )?(?:${verbs})\\b)`,
  "i",
);
const politeness =
  /^(?:(?:please|ok|okay|hi|hello|hey|thanks|great|nice|cool|now|then|and|so|also please|can you|could you|would you|can we|could we|we need to|i need you to|i want you to|i want to|i would like to|i'd like to|i'd like you to|we want to|we'd like to|let's|let us|just)[,!.]?\s+)+/i;

/** Reads a message as up to three changes of an app, joined by "and". */
export function parseEdits(message: string): EditRequest {
  const { text } = clean(message);
  const clauses = text
    .replaceAll(/\b(?:e-mail)\b/gi, "email")
    .split(boundary)
    .map((clause) =>
      clause
        .replace(politeness, "")
        .replace(/(?:,?\s*(?:please|thanks|thank you))?[.!?\s]*$/i, "")
        .trim(),
    )
    .filter((clause) => clause !== "");
  const request: EditRequest = { edits: [], unknown: [], undo: clauses.some(isUndo) };
  for (const clause of clauses) {
    if (isUndo(clause)) continue;
    const edits = readClause(clause);
    const fits = edits.length > 0 && request.edits.length + edits.length <= editsMax;
    if (fits) request.edits.push(...edits);
    else request.unknown.push(clause.slice(0, 120));
  }
  return request;
}

const isUndo = (clause: string): boolean =>
  /^(?:undo|revert|take (?:that|it) back|go back)(?:\s+(?:that|this|it|the last (?:change|edit)|my last (?:change|edit)|please))*$/i.test(
    clause,
  );

function readClause(clause: string): Edit[] {
  const changes = readChanges(clause);
  return changes.length > 0 ? changes : readAdd(clause).map((field) => ({ kind: "add-field", field }));
}

const addStart =
  /^(?:also\s+)?(?:add|include|track also|also track|also store|also record|also include|also add|we also need|i also need|also need|we need|i need|track|store|record)\s+(?:also\s+)?/i;

function readAdd(clause: string): NamedField[] {
  if (!addStart.test(clause)) return [];
  const what = clause
    .replace(addStart, "")
    .replace(
      /\s+(?:to|on|for)\s+(?:it|the app|this app|this|each|every|all|the form|the table|the board)\b.*$/i,
      "",
    )
    .replace(/^(?:an?|the|another|one more|new|some)\s+/i, "")
    .trim();
  const isTrack =
    /^(?:track|store|record|we need|i need)\b/i.test(clause) && !/\b(?:field|column)s?\b/i.test(clause);
  if (what === "" || isTrack) return [];
  const single = readSingle(what);
  if (single) return [single];
  const list = what
    .replace(/^(?:fields?|columns?)\s*(?:for|called|named|:)?\s*/i, "")
    .replace(/\s+(?:fields?|columns?)$/i, "");
  const fields = splitPhrases(list).map((phrase) =>
    readPhrase(phrase.replace(/\s+(?:fields?|columns?)$/i, "")),
  );
  return fields.every((field) => field !== null) ? fields.filter((field) => field !== null) : [];
}

const typeWords: Record<string, NamedField["type"]> = {
  text: "text",
  "long text": "long",
  number: "number",
  numeric: "number",
  money: "money",
  currency: "money",
  date: "date",
  person: "person",
  people: "person",
  checkbox: "check",
  "yes/no": "check",
  email: "email",
};
const types = Object.keys(typeWords).join("|");

/** "status field with open, closed", "number field called weight", "checkbox for vaccinated", "field: chip number". */
function readSingle(what: string): NamedField | null {
  const typed = new RegExp(
    `^(${types})(?:\\s+(?:field|column))?\\s+(?:called|named|for|:)\\s*(.+)$`,
    "i",
  ).exec(what);
  if (typed?.[1] && typed[2]) return retyped(typed[2], typeWords[typed[1].toLowerCase()] ?? null);
  const called = /^(?:field|column)\s*(?:called|named|for|:)\s*(.+)$/i.exec(what)?.[1];
  if (called) return isList(called) ? null : readPhrase(called);
  const withType = new RegExp(
    `^(.+?)\\s+(?:field|column)\\s+(?:as|of type|with)\\s+(?:an?\\s+)?(${types})$`,
    "i",
  ).exec(what);
  if (withType?.[1] && withType[2]) return retyped(withType[1], typeWords[withType[2].toLowerCase()] ?? null);
  const withChoices =
    /^(.+?)\s+(?:field|column)?\s*(?:with|of|:)\s+(?:the\s+)?(?:choices|options|values|stages)?\s*:?\s*(.+)$/i.exec(
      what,
    );
  if (withChoices?.[1] && withChoices[2]) {
    const choices = choicesIn(withChoices[2]);
    const named = readPhrase(withChoices[1].replace(/\s+(?:field|column)$/i, ""));
    if (named && choices.length >= 2) return { label: named.label, type: "choice", choices };
  }
  const kind = new RegExp(`^(.+?)\\s+(${types})\\s+(?:field|column)$`, "i").exec(what);
  const asLabel = kind?.[1] ? readPhrase(`${kind[1]} ${kind[2]}`) : null;
  if (kind?.[1] && kind[2] && asLabel?.type === null)
    return retyped(kind[1], typeWords[kind[2].toLowerCase()] ?? null);
  const plain = what.replace(/\s+(?:fields?|columns?)(?=$|\s*\()/i, "");
  return isList(plain) ? null : readPhrase(plain);
}

const isList = (text: string): boolean => splitPhrases(text).length > 1;

function retyped(label: string, type: NamedField["type"]): NamedField | null {
  const named = readPhrase(label);
  return named && { label: named.label, type: type ?? named.type };
}
