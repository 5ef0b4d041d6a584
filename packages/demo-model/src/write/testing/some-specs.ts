import fc from "fast-check";
import { applyEdit, type Edit } from "../../edits/edit.ts";
import {
  type AppSpec,
  appSpecSchema,
  currencies,
  type FieldSpec,
  fieldTypes,
  layouts,
  stageField,
} from "../../spec/app-spec.ts";
import { makeField, uniqueKeys } from "../../spec/field-signs.ts";
import { collectionName, plural } from "../../spec/words.ts";
import { lookOf } from "../../understand/lexicon.ts";

const word = fc.constantFrom(
  ..."vendor due start until owner weight colour to string constructor class new default état 名前 R&D driver's IT date on by approved serial number requester q view sort open stage status severity percent rating a very-long-hyphenated-word what".split(
    " ",
  ),
  "needed by",
  "start date",
  "from",
  "reporter",
);
const label = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => words.join(" ").slice(0, 40).trim());
const choices = fc.uniqueArray(
  fc.constantFrom(
    "To do",
    "Done",
    "In progress",
    "High",
    "Low",
    "Medium",
    "名",
    "N/A",
    "it's",
    'so "so"',
    "a & b",
    "42",
  ),
  { minLength: 2, maxLength: 8 },
);

const field: fc.Arbitrary<FieldSpec> = fc
  .record({ label, type: fc.constantFrom(...fieldTypes), choices })
  .map((each) => makeField(each.label, each.type, each.type === "choice" ? each.choices : undefined));

const naming = fc.oneof(
  { weight: 4, arbitrary: label.map((each) => makeField(each, "text")) },
  { weight: 1, arbitrary: label.map((each) => makeField(each, "person")) },
);

const noun = fc.oneof(
  fc.constantFrom(
    "contract",
    "bug",
    "laptop",
    "class",
    "board",
    "table",
    "date",
    "名前",
    "r&d item",
    "driver's licence",
  ),
  fc.constantFrom(
    "quarterly review of it",
    "information",
    "stock item",
    "request",
    "plus",
    "set",
    "2nd thing",
  ),
);

const title = fc.oneof(
  label,
  fc.constant('What is "best"?'),
  fc.constant(`It's ${"long ".repeat(14)}`.trim()),
);

const name = fc.oneof(label, fc.constantFrom("status", "name", "due", "owner", "weight"));

/** Edits as people ask for them; many fit no field, and change nothing then. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  name.map((by): Edit => ({ kind: "group", by })),
  fc.tuple(name, fc.boolean()).map(([by, desc]): Edit => ({ kind: "sort", by, desc })),
  fc
    .constantFrom("to do", "high", "mine", "due soon", "unassigned", "so so", "not paid")
    .map((rows): Edit => ({ kind: "open-with", rows })),
  fc.constantFrom("done", "low", "due", "unassigned", "a b").map((rows): Edit => ({ kind: "count", rows })),
  fc.tuple(fc.option(name), name).map(([of, by]): Edit => ({ kind: "chart", of, by })),
  fc.boolean().map((isCompact): Edit => ({ kind: "density", isCompact })),
  fc.boolean().map((isOffered): Edit => ({ kind: "samples", isOffered })),
  name.map((each): Edit => ({ kind: "remove-field", name: each })),
  fc.tuple(name, label).map(([each, to]): Edit => ({ kind: "rename-field", name: each, label: to })),
  fc
    .constantFrom("table", "board", "list", "form", "dashboard")
    .map((screen): Edit => ({ kind: "layout", screen })),
);

const plainSpec: fc.Arbitrary<AppSpec> = fc
  .record({
    title,
    noun,
    layout: fc.constantFrom(...layouts),
    currency: fc.constantFrom(...currencies),
    naming,
    fields: fc.array(field, { maxLength: 12 }),
  })
  .map(({ title: name, noun: one, layout, currency, naming: first, fields }) => {
    const all = [first, ...fields];
    const staged =
      layout === "board" && !stageField(all)
        ? [...all, makeField("Stage", "choice", ["To do", "Done"])]
        : all;
    return appSpecSchema.parse({
      title: name,
      layout,
      collection: collectionName(plural(one)),
      noun: { one, many: plural(one) },
      ...look(one),
      currency,
      fields: uniqueKeys(staged),
    });
  });

/** Specs beyond what people would type: odd labels, every type, many fields, changed by edits. */
export const someSpec: fc.Arbitrary<AppSpec> = fc
  .tuple(plainSpec, fc.array(edit, { maxLength: 6 }))
  .map(([spec, edits]) =>
    edits.reduce((held, each) => {
      const done = applyEdit(held, each);
      return done.kind === "applied" ? appSpecSchema.parse(done.spec) : held;
    }, spec),
  );

function look(one: string): Pick<AppSpec, "icon" | "accent"> {
  const { icon, accent } = lookOf(one);
  return { icon, accent };
}
