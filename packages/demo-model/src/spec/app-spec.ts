import { z } from "zod";

export const layouts = ["table", "board", "list", "form", "dashboard", "agenda"] as const;
export type Layout = (typeof layouts)[number];

/** The screens that can be built today; an agenda is shown as a table and says so. */
export type Screen = Exclude<Layout, "agenda">;
export const screenOf = (layout: Layout): Screen => (layout === "agenda" ? "table" : layout);

export const fieldTypes = [
  "text",
  "long",
  "number",
  "money",
  "date",
  "person",
  "check",
  "email",
  "suggest",
  "choice",
] as const;
export type FieldType = (typeof fieldTypes)[number];

export const accents = [
  "indigo",
  "blue",
  "sky",
  "teal",
  "green",
  "ochre",
  "rust",
  "rose",
  "plum",
  "graphite",
] as const;
export type Accent = (typeof accents)[number];

export const currencies = [
  "EUR",
  "USD",
  "GBP",
  "CHF",
  "SEK",
  "NOK",
  "DKK",
  "PLN",
  "JPY",
  "CAD",
  "AUD",
] as const;
export type Currency = (typeof currencies)[number];

export const specLimits = {
  fieldsMax: 14,
  labelLengthMax: 40,
  keyLengthMax: 20,
  nounLengthMax: 24,
  choicesMax: 8,
  choicesLengthMax: 66,
  chartsMax: 4,
  countsMax: 3,
} as const;

const label = z.string().min(1).max(specLimits.labelLengthMax);

const key = z.string().regex(/^[a-z][A-Za-z0-9]{0,19}$/);

const fieldSpecSchema = z.strictObject({
  /** Property name in documents; never changes once an app was written. */
  key,
  label,
  type: z.enum(fieldTypes),
  choices: z.array(label).min(2).max(specLimits.choicesMax).optional(),
});
export type FieldSpec = z.infer<typeof fieldSpecSchema>;

const rowTestSchema = z.strictObject({
  key,
  /** A choice's id; of a checkbox "yes" or "no", of the owner "me" or "nobody", of the day to meet "soon". */
  is: z.string().min(1).max(60),
});
/** A question about one field of a row. */
export type RowTest = z.infer<typeof rowTestSchema>;

const chartSpecSchema = z.strictObject({
  by: key,
  /** The field whose sum is shown; rows are counted without it. */
  sum: key.optional(),
});
export type ChartSpec = z.infer<typeof chartSpecSchema>;

/** All that is needed to write an app; `model.json` holds it beside the code made from it. */
export const appSpecSchema = z.strictObject({
  title: z.string().min(1).max(80),
  layout: z.enum(layouts),
  /** Folder and collection, kebab-case; never changes once an app was written. */
  collection: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** What one row is called, in lower case. */
  noun: z.strictObject({ one: label, many: label }),
  accent: z.enum(accents),
  icon: z.string().regex(/^[A-Z][A-Za-z0-9]{1,30}$/),
  currency: z.enum(currencies),
  /** The first one names the row and is required. */
  fields: z.array(fieldSpecSchema).min(1).max(specLimits.fieldsMax),
  /** Lower rows and controls. */
  density: z.literal("compact").optional(),
  /** The order in which rows stand; the usual one of the screen when absent. */
  sort: z.strictObject({ key, desc: z.boolean() }).optional(),
  /** The field under whose values rows stand: headings, or the columns of a board. */
  groupBy: key.optional(),
  /** The quick view with which the app opens. */
  opensWith: rowTestSchema.optional(),
  charts: z.array(chartSpecSchema).min(1).max(specLimits.chartsMax).optional(),
  /** Figures that say how many rows pass a test. */
  counts: z.array(rowTestSchema).min(1).max(specLimits.countsMax).optional(),
  /** Sample rows are offered, or only their removal is. */
  samples: z.enum(["offered", "leaving"]).optional(),
});
export type AppSpec = z.infer<typeof appSpecSchema>;

const stageLabels = /\b(stage|status|phase)$/i;

/** The choice that a board's columns stand for; null when the app has none. */
export function stageField(fields: readonly FieldSpec[]): FieldSpec | null {
  const choices = fields.filter((field) => field.type === "choice");
  return choices.find((field) => stageLabels.test(field.label)) ?? null;
}
