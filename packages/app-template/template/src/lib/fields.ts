import type { Choice } from "./choices";
import { isDay } from "./format";

/** How a field is entered and shown; one component for each stands behind `FormField` and `FieldValue`. */
export type FieldKind =
  | "text"
  | "long"
  | "email"
  | "suggest"
  | "number"
  | "money"
  | "date"
  | "person"
  | "choice"
  | "checkbox";

export type Parsed<V> = { ok: true; value: V } | { ok: false; message: string };

/** One field of a form: what it is called, how it is entered, and what a valid value is. */
export interface Field<V> {
  kind: FieldKind;
  label: string;
  hint?: string;
  required: boolean;
  /** What a new row starts with, and what a document without this field is read as. */
  empty: V;
  /** Turns what the input holds into a value, or says in a sentence what to change. */
  parse(input: unknown): Parsed<V>;
  maxLength?: number;
  min?: number | string;
  max?: number | string;
  step?: number;
  /** ISO 4217, of money. */
  currency?: string;
  choices?: readonly Choice[];
}

/** The fields of a row type, in the order of the form. A type error names the field that is missing. */
export type FieldTable<T> = { [K in keyof T]-?: Field<T[K]> };

interface Options {
  hint?: string;
  /** True, or the sentence that asks for the value. */
  required?: boolean | string;
}

const valid = <V>(value: V): Parsed<V> => ({ ok: true, value });
const refuse = (message: string): Parsed<never> => ({ ok: false, message });

function base(kind: FieldKind, label: string, options: Options) {
  const asked = options.required;
  const missing = typeof asked === "string" ? asked : `Enter the ${lowerFirst(label)}.`;
  const shared = { kind, label, required: Boolean(asked), ...(options.hint ? { hint: options.hint } : {}) };
  return { shared, missing };
}

function lowerFirst(label: string): string {
  return /^\p{Lu}\p{Lu}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

interface TextOptions extends Options {
  maxLength?: number;
}

function textual(
  kind: FieldKind,
  label: string,
  options: TextOptions,
  pattern?: [RegExp, string],
): Field<string> {
  const { shared, missing } = base(kind, label, options);
  const maxLength = options.maxLength ?? (kind === "long" ? 5000 : 200);
  return {
    ...shared,
    maxLength,
    empty: "",
    parse(input) {
      const text = typeof input === "string" ? input.trim() : "";
      if (text === "") return shared.required ? refuse(missing) : valid("");
      if (text.length > maxLength) return refuse(`Use at most ${maxLength} characters.`);
      if (pattern && !pattern[0].test(text)) return refuse(pattern[1]);
      return valid(text);
    },
  };
}

/** One line of text, at most 200 characters. */
export const textField = (label: string, options: TextOptions = {}) => textual("text", label, options);

/** Text of several lines, at most 5,000 characters. */
export const longField = (label: string, options: TextOptions = {}) => textual("long", label, options);

/** Text that offers the values already used. */
export const suggestField = (label: string, options: TextOptions = {}) => textual("suggest", label, options);

export const emailField = (label: string, options: TextOptions = {}) =>
  textual("email", label, options, [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "Enter an address, as name@example.com."]);

interface NumberOptions extends Options {
  min?: number;
  max?: number;
  step?: number;
}

function numeric(
  kind: FieldKind,
  label: string,
  options: NumberOptions,
  check: (value: number) => string | null,
) {
  const { shared, missing } = base(kind, label, options);
  const field: Field<number | null> = {
    ...shared,
    empty: null,
    parse(input) {
      if (input === null || input === undefined) return shared.required ? refuse(missing) : valid(null);
      if (typeof input !== "number" || !Number.isFinite(input)) return refuse("Digits only, as 12,500.");
      const wrong = check(input);
      return wrong ? refuse(wrong) : valid(input);
    },
  };
  if (options.min !== undefined) field.min = options.min;
  if (options.max !== undefined) field.max = options.max;
  if (options.step !== undefined) field.step = options.step;
  return field;
}

function outside(value: number, { min, max }: NumberOptions): string | null {
  const low = min !== undefined && value < min;
  const high = max !== undefined && value > max;
  if (!low && !high) return null;
  if (min !== undefined && max !== undefined) return `Enter a number from ${min} to ${max}.`;
  return low ? `Enter ${min} or more.` : `Enter ${max} or less.`;
}

export const numberField = (label: string, options: NumberOptions = {}) =>
  numeric("number", label, options, (value) => outside(value, options));

/** An amount: an integer in minor units (cents), never negative. */
export function moneyField(
  label: string,
  options: Options & { currency?: string } = {},
): Field<number | null> {
  const field = numeric("money", label, options, (value) =>
    value < 0 || !Number.isSafeInteger(value) ? "Enter an amount of 0 or more." : null,
  );
  return { ...field, currency: options.currency ?? "EUR" };
}

/** A calendar day as ISO text. `min` and `max` are ISO days. */
export function dateField(
  label: string,
  options: Options & { min?: string; max?: string } = {},
): Field<string | null> {
  const { shared, missing } = base("date", label, options);
  const { min, max } = options;
  return {
    ...shared,
    ...(min ? { min } : {}),
    ...(max ? { max } : {}),
    empty: null,
    parse(input) {
      if (input === null || input === undefined || input === "") {
        return shared.required ? refuse(missing) : valid(null);
      }
      if (typeof input !== "string" || !isDay(input)) return refuse("Enter a date, as 15 Dec 2026.");
      if (min && input < min) return refuse("This day is too early.");
      if (max && input > max) return refuse("This day is too late.");
      return valid(input);
    },
  };
}

/** A member's id. */
export function personField(label: string, options: Options = {}): Field<string | null> {
  const { shared } = base("person", label, options);
  const missing = typeof options.required === "string" ? options.required : "Choose a person.";
  return {
    ...shared,
    empty: null,
    parse(input) {
      if (typeof input === "string" && input !== "") return valid(input);
      return shared.required ? refuse(missing) : valid(null);
    },
  };
}

/** One of a fixed table of choices; starts with `first`, else the table's first. */
export function choiceField<Id extends string>(
  label: string,
  choices: readonly [Choice<Id>, ...Choice<Id>[]],
  options: { hint?: string; first?: Id } = {},
): Field<Id> {
  const { shared } = base("choice", label, { ...options, required: true });
  return {
    ...shared,
    choices,
    empty: options.first ?? choices[0].id,
    parse(input) {
      const found = choices.find((choice) => choice.id === input);
      return found ? valid(found.id) : refuse("Choose one of the list.");
    },
  };
}

export function checkboxField(label: string, options: { hint?: string } = {}): Field<boolean> {
  const { shared } = base("checkbox", label, options);
  return { ...shared, empty: false, parse: (input) => valid(input === true) };
}

/** The fields' names, in the order of the form, with their types. */
export function fieldKeys<T>(fields: FieldTable<T>): (keyof T & string)[] {
  return Object.keys(fields) as (keyof T & string)[]; // the table has exactly the row's keys
}

/** A row's own fields out of a document: what is absent or of another kind, as in older documents, becomes the field's empty value. */
export function readRow<T>(fields: FieldTable<T>, document: Partial<Record<keyof T, unknown>>): T {
  const entries = fieldKeys(fields).map((key) => {
    const parsed = fields[key].parse(document[key]);
    return [key, parsed.ok ? parsed.value : fields[key].empty];
  });
  return Object.fromEntries(entries) as T; // one entry per key of the table, each of that field's type
}

/** A new row: every field empty, or as `start` says. */
export function emptyRow<T>(fields: FieldTable<T>, start: Partial<T> = {}): T {
  return { ...readRow(fields, {}), ...start };
}

export type Mistakes<T> = { [K in keyof T]?: string };

/** All values parsed, or what is wrong with each field that needs a look. */
export function parseRow<T>(fields: FieldTable<T>, inputs: Record<keyof T, unknown>) {
  const mistakes: Mistakes<T> = {};
  const row = readRow(fields, inputs);
  for (const key of fieldKeys(fields)) {
    const parsed = fields[key].parse(inputs[key]);
    if (!parsed.ok) mistakes[key] = parsed.message;
  }
  return { row, mistakes };
}
