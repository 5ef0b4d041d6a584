import fc from "fast-check";
import { expect, it } from "vitest";
import type { CollectionDefinition, Filter, Page } from "../database.ts";
import type { Store } from "./describe-database.ts";
import { holds, sorted } from "./model.ts";
import { insertThings, type Thing, thingsIn } from "./things.ts";

const texts = [
  "",
  "a",
  "A",
  "ab",
  "b",
  "é",
  "\ue000",
  "\uffff",
  "\u{10000}",
  "\u{10ffff}",
  "\u{10ffff}a",
  "a\u0000",
];
const numbers = [-1e300, -2, -0.5, 0, 0.5, 1, 2, 3, 2 ** 53];
const text = fc.constantFrom(...texts);
const number = fc.constantFrom(...numbers);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

/** Present, null or absent. */
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: value }, fc.constant(null), fc.constant(undefined));

const thing = fc
  .record({ text: maybe(text), score: maybe(number), done: maybe(fc.boolean()) })
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));

/** Values of the field's own type mostly, so that filters find something. */
function conditionOn(value: fc.Arbitrary<string | number | boolean>): fc.Arbitrary<unknown> {
  const operand = fc.oneof({ weight: 5, arbitrary: value }, scalar);
  const comparison = (operator: string) => operand.map((other) => ({ [operator]: other }));
  return fc.oneof(
    operand,
    ...["eq", "ne", "gt", "gte", "lt", "lte"].map(comparison),
    fc.record({ gte: value, lt: value }),
    fc.array(operand, { maxLength: 4 }).map((values) => ({ in: values })),
    fc.boolean().map((exists) => ({ exists })),
    text.map((prefix) => ({ prefix })),
  );
}

const fields = fc.record(
  {
    text: conditionOn(text),
    score: conditionOn(number),
    done: conditionOn(fc.boolean()),
    id: conditionOn(fc.constantFrom("0", "1", "2", "7")),
  },
  { requiredKeys: [] },
);
const few = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });
const filter: fc.Arbitrary<object> = fc.oneof(
  fields,
  few(fields).map((and) => ({ and })),
  fc.tuple(fields, few(fields)).map(([also, or]) => ({ ...also, or })),
  few(
    fc.oneof(
      fields,
      few(fields).map((or) => ({ or })),
    ),
  ).map((and) => ({ and })),
);
const sort = fc
  .shuffledSubarray(["text", "score", "done", "id"], { maxLength: 3 })
  .chain((names) =>
    fc
      .array(fc.boolean(), { minLength: names.length, maxLength: names.length })
      .map((descending) => names.map((name, index) => `${descending[index] ? "-" : ""}${name}`)),
  );

/** Ids of a batch are `<batch>:<n>`; conditions on `id` get the same prefix. */
function withinBatch(part: unknown, batch: string, isId = false): unknown {
  if (typeof part === "string") return isId ? `${batch}:${part}` : part;
  if (Array.isArray(part)) return part.map((one) => withinBatch(one, batch, isId));
  if (typeof part !== "object" || part === null) return part;
  const scoped = Object.entries(part).map(([name, value]) => [
    name,
    withinBatch(value, batch, isId || name === "id"),
  ]);
  return Object.fromEntries(scoped);
}

async function everyPage(
  store: Store,
  things: CollectionDefinition<Thing>,
  options: { filter: Filter<Thing>; sort: string[]; limit: number },
): Promise<Thing[]> {
  const found: Thing[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Thing> = await store().database.list(things, {
      ...options,
      ...(cursor === null ? {} : { cursor }),
    });
    expect(page.records.length).toBeLessThanOrEqual(options.limit);
    found.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

export function filterTests(store: Store): void {
  it("[DATA-20] [DATA-21] answers any filter, sort and page as the plain model does", async () => {
    const things = await thingsIn(store, {
      indexes: [
        { name: "by_text", fields: ["group", "text"] },
        { name: "by_score", fields: ["group", "-score"] },
        { name: "by_all", fields: ["group", "done", "-text", "score"] },
      ],
    });
    let batches = 0;
    const property = fc.asyncProperty(
      fc.array(thing, { maxLength: 12 }),
      fc.array(fc.record({ filter, sort, limit: fc.integer({ min: 1, max: 5 }) }), {
        minLength: 3,
        maxLength: 3,
      }),
      async (contents, questions) => {
        batches += 1;
        const batch = `b${batches}`;
        const records: Thing[] = contents.map((content, index) => ({
          id: `${batch}:${index}`,
          group: batch,
          ...content,
        }));
        await insertThings(store, things, ...records);
        for (const question of questions) {
          const asked = withinBatch(question.filter, batch) as Filter<Thing>;
          const scoped: Filter<Thing> = { group: batch, and: [asked] };
          const wanted = sorted(
            records.filter((record) => holds(record, asked)),
            question.sort,
          );
          const found = await everyPage(store, things, {
            filter: scoped,
            sort: question.sort,
            limit: question.limit,
          });
          expect(found).toStrictEqual(wanted);
          expect(await store().database.count(things, scoped)).toBe(wanted.length);
          const first = await store().database.first(things, { filter: scoped, sort: question.sort });
          expect(first).toStrictEqual(wanted[0] ?? null);
        }
      },
    );
    await fc.assert(property, { numRuns: 80 });
  });

  it("[DATA-20] sorts absent, null and values, strings by code point", async () => {
    const things = await thingsIn(store);
    const values = ["\u{10000}", undefined, "\uffff", null, "a", "A", ""];
    const records = values.map((value, index) => ({
      id: `t${index}`,
      ...(value === undefined ? {} : { text: value }),
    }));
    await insertThings(store, things, ...records);
    const order = async (sort: string) =>
      (await store().database.list(things, { sort: [sort] })).records.map(({ text }) => text);
    expect(await order("text")).toEqual([undefined, null, "", "A", "a", "\uffff", "\u{10000}"]);
    expect(await order("-text")).toEqual(["\u{10000}", "\uffff", "a", "A", "", null, undefined]);
  });

  it.each([
    ["an undeclared field", { filter: { extra: 1 } }],
    ["an undefined condition", { filter: { text: undefined } }],
    ["an undefined operand", { filter: { text: { eq: undefined } } }],
    ["an unknown operator", { filter: { text: { like: "x" } } }],
    ["an infinite number", { filter: { score: Number.NEGATIVE_INFINITY } }],
    ["a sort by an undeclared field", { sort: ["extra"] }],
    ["a repeated sort field", { sort: ["text", "-text"] }],
    ["a limit of 0", { limit: 0 }],
    ["a limit beyond 10,000", { limit: 10_001 }],
    ["a cursor of no list", { cursor: "nonsense" }],
  ])("refuses %s", async (_name, options: object) => {
    const things = await thingsIn(store);
    await expect(store().database.list(things, options)).rejects.toMatchObject({ code: "store.misuse" });
  });

  it("refuses a cursor of another sort", async () => {
    const things = await thingsIn(store);
    await insertThings(store, things, { id: "a", text: "x" }, { id: "b", text: "y" });
    const { nextCursor } = await store().database.list(things, { sort: ["text"], limit: 1 });
    const other = store().database.list(things, { sort: ["-text"], cursor: nextCursor ?? "" });
    await expect(other).rejects.toMatchObject({ code: "store.misuse" });
  });
}
