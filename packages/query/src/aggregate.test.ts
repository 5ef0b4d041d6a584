import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Aggregate,
  compareValues,
  matches,
  openAggregate,
  parseAggregate,
  type QueryDocument,
  valueAt,
} from "./index.ts";

type Asked = Parameters<typeof parseAggregate>[0];

function parsed(asked: Asked): Aggregate {
  const result = parseAggregate(asked);
  if (result.kind === "invalid") throw new Error(JSON.stringify(result.faults));
  return result.aggregate;
}
function figures(asked: Asked, documents: readonly QueryDocument[]) {
  const groups = openAggregate(parsed(asked));
  for (const document of documents) groups.add(document);
  return groups.result();
}
const faultsOf = (asked: Asked) => {
  const result = parseAggregate(asked);
  return result.kind === "invalid" ? result.faults.map(({ pointer }) => pointer) : [];
};

describe("parsing", () => {
  it.each([
    ["a list of no fields", { groupBy: "lane" }, "/groupBy"],
    ["a field that is no name", { groupBy: ["a", "b..c"] }, "/groupBy/1"],
    ["four fields to group by", { groupBy: ["a", "b", "c", "d"] }, "/groupBy"],
    ["metrics that are a list", { metrics: ["sum"] }, "/metrics"],
    ["an unknown operator", { metrics: { median: ["a"] } }, "/metrics"],
    ["an operator of JavaScript's own", { metrics: { toString: ["a"] } }, "/metrics"],
    ["a metric of no field", { metrics: { sum: "a" } }, "/metrics/sum"],
    ["a metric of a bad field", { metrics: { min: ["a", 5] } }, "/metrics/min/1"],
    ["eleven metrics", { metrics: { sum: [..."abcdef"], max: [..."ghijk"] } }, "/metrics"],
    ["a bad condition", { where: { a: { near: 1 } } }, "/where/a/near"],
  ])("refuses %s and says where", (_, asked, pointer) => {
    expect(faultsOf(asked)).toContain(pointer);
  });

  it("never throws, whatever is given, and reports at most 20 faults", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (groupBy, metrics) => {
        expect(faultsOf({ groupBy, metrics }).length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe("figures", () => {
  it("are one row when nothing is grouped by, also of no documents", () => {
    const nothing = { group: {}, count: 0, sum: { n: 0 }, avg: { n: null }, min: { n: null }, max: {} };
    expect(figures({ metrics: { sum: ["n"], avg: ["n"], min: ["n"] } }, [])).toEqual({
      rows: [nothing],
      exact: true,
    });
    expect(figures({ groupBy: ["lane"] }, [])).toEqual({ rows: [], exact: true });
  });

  it("keep absent, null and values of each kind apart, and lists and objects with what is absent", () => {
    const values = [undefined, [1], {}, null, "", "1", 1, true, "null"];
    const documents = values.map((a) => (a === undefined ? {} : { a }));
    const { rows } = figures({ groupBy: ["a"] }, documents);
    expect(rows.map(({ group, count }) => [group, count])).toEqual([
      [{}, 3],
      [{ a: null }, 1],
      [{ a: true }, 1],
      [{ a: 1 }, 1],
      [{ a: "" }, 1],
      [{ a: "1" }, 1],
      [{ a: "null" }, 1],
    ]);
  });

  it("answer the first 100 groups and say that there are more", () => {
    const documents = Array.from({ length: 101 }, (_, n) => ({ n }));
    const all = figures({ groupBy: ["n"] }, documents.slice(1));
    expect([all.rows.length, all.exact]).toEqual([100, true]);
    const cut = figures({ groupBy: ["n"] }, documents.toReversed());
    expect([cut.rows.length, cut.exact, cut.rows.at(-1)?.group]).toEqual([100, false, { n: 99 }]);
  });

  it("stay numbers beyond the range of numbers", () => {
    const documents = [1e308, 1e308, -1].map((n) => ({ n }));
    const [row] = figures({ metrics: { sum: ["n"], avg: ["n"] } }, documents).rows;
    expect(row?.sum.n).toBe(Number.MAX_VALUE);
    expect(JSON.stringify(row)).not.toContain("null");
  });

  it("reach nested fields by dotted names, and are no prey to names of JavaScript's own", () => {
    const documents = [{ place: { city: "Oslo", area: 2 } }, { place: { city: "Oslo", area: 3 } }];
    const asked = { groupBy: ["place.city"], metrics: { sum: ["place.area", "__proto__"] } };
    const [row] = figures(asked, documents).rows;
    expect(row).toMatchObject({ group: { "place.city": "Oslo" }, sum: { "place.area": 5 } });
    expect(Object.hasOwn(row?.sum ?? {}, "__proto__")).toBe(true);
  });
});

const value = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -4, max: 4 }),
  fc.constantFrom("a", "b", "\u{1f600}"),
  fc.constantFrom([1], { x: 1 }),
);
const document = fc.record(
  { a: value, b: value, deep: fc.record({ n: value }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);
const field = fc.constantFrom("a", "b", "deep.n");
const fields = fc.uniqueArray(field, { maxLength: 2 });
interface Question {
  where?: object;
  groupBy?: string[];
  metrics?: { sum?: string[]; avg?: string[]; min?: string[]; max?: string[] };
}
const asked: fc.Arbitrary<Question> = fc.record(
  {
    where: fc.constantFrom({}, { a: { gte: 0 } }, { or: [{ b: "a" }, { "deep.n": { exists: true } }] }),
    groupBy: fields,
    metrics: fc.record({ sum: fields, avg: fields, min: fields, max: fields }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const scalarAt = (doc: QueryDocument, name: string) => {
  const found = valueAt(doc, name.split("."));
  return typeof found === "object" && found !== null ? undefined : found;
};
const numbersOf = (values: unknown[]) => values.filter((one) => typeof one === "number");
const sumOf = (values: unknown[]) => numbersOf(values).reduce((total, one) => total + one, 0);
const avgOf = (values: unknown[]) =>
  numbersOf(values).length === 0 ? null : sumOf(values) / numbersOf(values).length;
const sortedOf = (values: unknown[]) =>
  values.filter((one) => one !== undefined && one !== null).sort(compareValues);

/** The same figures computed the plain way: of all documents at once, group by group. */
function plainly({ groupBy = [], metrics = {} }: Question, found: QueryDocument[]) {
  const isSame = (one: QueryDocument, other: QueryDocument) =>
    groupBy.every((name) => Object.is(scalarAt(one, name), scalarAt(other, name)));
  const firsts = found.filter((doc, i) => found.findIndex((one) => isSame(one, doc)) === i);
  const groups =
    groupBy.length === 0 ? [found] : firsts.map((one) => found.filter((doc) => isSame(one, doc)));
  const rows = groups.map((docs) => {
    const figure = <T>(names: readonly string[] = [], compute: (values: unknown[]) => T) =>
      Object.fromEntries(names.map((name) => [name, compute(docs.map((doc) => scalarAt(doc, name)))]));
    const shared = groupBy.map((name) => [name, scalarAt(docs[0] ?? {}, name)] as const);
    return {
      group: Object.fromEntries(shared.filter(([, one]) => one !== undefined)),
      count: docs.length,
      sum: figure(metrics.sum, sumOf),
      avg: figure(metrics.avg, avgOf),
      min: figure(metrics.min, (values) => sortedOf(values)[0] ?? null),
      max: figure(metrics.max, (values) => sortedOf(values).at(-1) ?? null),
    };
  });
  return rows.sort((one, other) => {
    const orders = groupBy.map((name) => compareValues(one.group[name], other.group[name]));
    return orders.find((order) => order !== 0) ?? 0;
  });
}

it("[DATA-22] agrees with plain figures over any documents", () => {
  fc.assert(
    fc.property(asked, fc.array(document, { maxLength: 30 }), (question, documents) => {
      const { query } = parsed(question);
      const found = documents.filter((doc) => matches(query, doc));
      expect(figures(question, found)).toEqual({ rows: plainly(question, found), exact: true });
    }),
    { numRuns: 1000 },
  );
});
