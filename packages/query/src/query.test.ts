import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compare,
  compareValues,
  matches,
  type ParsedQuery,
  parseQuery,
  type Query,
  type QueryDocument,
} from "./index.ts";

function query(input: { where?: unknown; orderBy?: unknown }): Query {
  const parsed = parseQuery(input);
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.faults));
  return parsed.query;
}

const pointersOf = (parsed: ParsedQuery) =>
  parsed.kind === "invalid" ? parsed.faults.map((fault) => fault.pointer) : [];
const finds = (where: unknown, document: QueryDocument) => matches(query({ where }), document);
const sorted = (orderBy: unknown, documents: QueryDocument[]) =>
  documents.toSorted(compare(query({ orderBy }).orderBy)).map((document) => document._id);

describe("parsing", () => {
  it("takes every operator, bare values, groups and dotted names", () => {
    const where = {
      status: "new",
      "owner.name": { ne: null },
      score: { gte: 1, lt: 9 },
      tags: { has: "x" },
      or: [{ a: { in: [1, "b", null] } }, { and: [{ b: { exists: false } }, { c: { prefix: "p" } }] }],
    };
    expect(parseQuery({ where, orderBy: ["-score", "name"] }).kind).toBe("ok");
  });

  it("sorts newest first when no order is given", () => {
    for (const orderBy of [undefined, null, []]) {
      expect(query({ orderBy }).orderBy).toEqual([{ path: ["_createdAt"], descending: true }]);
    }
  });

  const twentyOne = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`f${i}`, 1]));
  it.each([
    ["a where that is no object", { where: [] }, "/where"],
    ["an unknown operator", { where: { a: { regex: "x" } } }, "/where/a/regex"],
    ["an operator of JavaScript's own", { where: { a: { toString: 1 } } }, "/where/a/toString"],
    ["an object to compare with", { where: { a: { eq: {} } } }, "/where/a/eq"],
    ["a list to compare with", { where: { a: [1] } }, "/where/a"],
    ["no operator at all", { where: { a: {} } }, "/where/a"],
    ["a number that is none", { where: { a: Number.NaN } }, "/where/a"],
    ["values of `in` that are no list", { where: { a: { in: 1 } } }, "/where/a/in"],
    ["101 values in `in`", { where: { a: { in: Array.from({ length: 101 }, () => 1) } } }, "/where/a/in"],
    ["a prefix that is no text", { where: { a: { prefix: 1 } } }, "/where/a/prefix"],
    ["an exists that is no boolean", { where: { a: { exists: 1 } } }, "/where/a/exists"],
    ["an empty part of a name", { where: { "a..b": 1 } }, "/where/a..b"],
    ["a name with a leading dollar sign", { where: { $where: 1 } }, "/where/$where"],
    ["a group that is no list", { where: { or: {} } }, "/where/or"],
    ["depth four", { where: { or: [{ or: [{ or: [{ a: 1 }] }] }] } }, "/where/or/0/or/0/or/0"],
    ["21 conditions", { where: twentyOne }, "/where"],
    ["many empty groups", { where: { or: Array.from({ length: 60 }, () => ({})) } }, "/where"],
    ["four sort fields", { orderBy: ["a", "b", "c", "d"] }, "/orderBy"],
    ["an order that is no list", { orderBy: "a" }, "/orderBy"],
    ["a sort field that is no name", { orderBy: ["a", "-"] }, "/orderBy/1"],
    ["a name to be escaped", { where: { "a/b~c": [] } }, "/where/a~1b~0c"],
  ])("refuses %s and says where", (_, input, pointer) => {
    expect(pointersOf(parseQuery(input))).toContain(pointer);
  });

  it("never throws, whatever is given, and reports at most 20 faults", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (where, orderBy) => {
        const parsed = parseQuery({ where, orderBy });
        if (parsed.kind === "ok") matches(parsed.query, { a: 1 });
        else expect(parsed.faults.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe("conditions", () => {
  it.each([
    [{ a: null }, { a: null }, true],
    [{ a: null }, {}, false],
    [{ a: { ne: 1 } }, {}, true],
    [{ a: { ne: 1 } }, { a: "1" }, true],
    [{ a: { in: ["x", null] } }, { a: null }, true],
    [{ a: { in: ["x", null] } }, {}, false],
    [{ a: { exists: true } }, { a: null }, true],
    [{ a: { exists: false } }, {}, true],
    [{ a: { prefix: "ab" } }, { a: "abc" }, true],
    [{ a: { prefix: "ab" } }, { a: ["abc"] }, false],
    [{ a: { has: 2 } }, { a: [1, 2] }, true],
    [{ a: { has: "2" } }, { a: [1, 2] }, false],
    [{ a: { has: "b" } }, { a: "abc" }, false],
    [{ a: { gt: 5 } }, { a: "9" }, false],
    [{ a: { gte: null } }, { a: null }, true],
    [{ a: { gte: null } }, { a: {} }, false],
    [{ a: { gt: false } }, { a: true }, true],
    [{ "a.b": 1 }, { a: { b: 1 } }, true],
    [{ "a.b": 1 }, { "a.b": 1 }, false],
    [{ "a.0": 1 }, { a: [1] }, false],
    [{ constructor: { exists: true } }, {}, false],
    [{ or: [{ a: 1 }, { a: 2 }], b: 1 }, { a: 2, b: 1 }, true],
    [{ or: [{ a: 1 }, { a: 2 }], b: 1 }, { a: 2, b: 2 }, false],
  ])("[DATA-20] %j on %j is %s", (where, document, expected) => {
    expect(finds(where, document)).toBe(expected);
  });
});

/** What the order is defined to be, written another way: by rank, then numbers or lists of code points. */
function reference(a: unknown, b: unknown): number {
  const rank = (value: unknown) => {
    if (value === undefined) return 0;
    if (value === null) return 1;
    return ["boolean", "number", "string"].indexOf(typeof value) + 2 || 9;
  };
  const points = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === "string" && typeof b === "string") {
    const [x, y] = [points(a), points(b)];
    const at = x.findIndex((point, i) => point !== y[i]);
    return at === -1 ? x.length - y.length : (x[at] ?? 0) - (y[at] ?? -1);
  }
  return Number(a) - Number(b);
}

const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.constantFrom("\u{1f600}", "\uffee", "\ue000", "a\u{10ffff}", "a\uffff", ""),
);

describe("order", () => {
  it("[DATA-20] is null, false, true, numbers, strings by code point", () => {
    const values = ["\u{1f600}", "\uff5e", "b", "", 2, -1, true, false, null, undefined];
    const documents = values.map((a, i) => ({ _id: String(i), a }));
    expect(sorted(["a"], documents)).toEqual(["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    expect(sorted(["-a"], documents)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  it("[DATA-20] breaks ties by id, ascending also in a descending order", () => {
    const documents = ["b", "a", "c"].map((_id) => ({ _id, n: 1, _createdAt: "2026" }));
    expect(sorted(["-n"], documents)).toEqual(["a", "b", "c"]);
    expect(sorted(undefined, documents)).toEqual(["a", "b", "c"]);
  });

  it("[DATA-20] agrees with its definition for any two values", () => {
    fc.assert(
      fc.property(scalars, scalars, (a, b) => {
        expect(Math.sign(compareValues(a, b))).toBe(Math.sign(reference(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  it("conditions agree with the order within one type and never hold across types", () => {
    fc.assert(
      fc.property(scalars, scalars, (a, value) => {
        const sameType = typeof a === typeof value;
        const order = compareValues(a, value);
        expect(finds({ a: { gt: value } }, { a })).toBe(sameType && order > 0);
        expect(finds({ a: { gte: value } }, { a })).toBe(sameType && order >= 0);
        expect(finds({ a: { lt: value } }, { a })).toBe(sameType && order < 0);
        expect(finds({ a: { lte: value } }, { a })).toBe(sameType && order <= 0);
        expect(finds({ a: value }, { a })).toBe(order === 0);
        expect(finds({ a: { ne: value } }, { a })).toBe(order !== 0);
      }),
    );
  });

  it("is a total order on documents", () => {
    const document = fc.record({ _id: fc.uuid(), a: scalars, b: fc.oneof(scalars, fc.array(scalars)) });
    fc.assert(
      fc.property(fc.uniqueArray(document, { selector: (one) => one._id, maxLength: 8 }), (documents) => {
        const order = compare(query({ orderBy: ["-b", "a"] }).orderBy);
        const once = documents.toSorted(order);
        expect(documents.toReversed().toSorted(order)).toEqual(once);
      }),
    );
  });
});
