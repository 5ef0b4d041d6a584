import type { AppDocument, DocumentChange } from "@second/contracts";
import { compare, matches, parseQuery, type Query } from "@second/query";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ResultWindow } from "./result-window.ts";

function queryOf(input: { where?: unknown; orderBy?: string[] }): Query {
  const parsed = parseQuery(input);
  if (parsed.kind === "invalid") throw new Error("invalid query");
  return parsed.query;
}

const at = "2026-01-01T00:00:00.000Z";
const doc = (id: string, version: number, fields: object): AppDocument => ({
  _id: id,
  _version: version,
  _createdAt: at,
  _updatedAt: at,
  _createdBy: "usr",
  _updatedBy: "usr",
  ...fields,
});
const put = (document: AppDocument): DocumentChange => ({
  type: "update",
  collection: "tasks",
  docId: document._id,
  version: document._version,
  doc: document,
  txn: "t",
  last: true,
});
const gone = (docId: string, version: number): DocumentChange => ({
  type: "delete",
  collection: "tasks",
  docId,
  version,
  txn: "t",
  last: true,
});
const ids = (window: ResultWindow) => window.docs.map(({ _id }) => _id);

describe("the first documents of a query", () => {
  const byRank = queryOf({ orderBy: ["rank"] });

  it("keep the newer version, whatever comes late", () => {
    const window = new ResultWindow(byRank, 10);
    window.append([doc("a", 3, { rank: 1 })], true);
    expect(window.apply(put(doc("a", 2, { rank: 9 })))).toEqual([]);
    expect(window.apply(put(doc("a", 3, { rank: 9 })))).toEqual([]);
    expect(window.apply(gone("a", 3))).toEqual([]);
    window.append([doc("a", 2, { rank: 9 })], true);
    expect(window.docs).toMatchObject([{ _version: 3, rank: 1 }]);
    expect(window.apply(gone("a", 4))).toEqual([{ type: "delete", docId: "a", version: 4 }]);
  });

  it("know nothing of what lies beyond the edge", () => {
    const window = new ResultWindow(byRank, 10);
    window.append([doc("a", 1, { rank: 1 }), doc("b", 1, { rank: 5 })], false);
    expect(window.apply(put(doc("c", 1, { rank: 6 })))).toEqual([]);
    expect(window.apply(put(doc("d", 1, { rank: 4 })))).toMatchObject([{ type: "insert", docId: "d" }]);
    expect(window.apply(put(doc("a", 2, { rank: 7 })))).toEqual([{ type: "delete", docId: "a", version: 2 }]);
    expect([ids(window), window.hasMore]).toEqual([["d", "b"], true]);
  });

  it("push out what no longer fits, and then want no further page", () => {
    const window = new ResultWindow(byRank, 2);
    window.append([doc("a", 1, { rank: 1 }), doc("b", 1, { rank: 2 })], true);
    expect([window.hasMore, window.isOverfull]).toEqual([false, false]);
    expect(window.apply(put(doc("c", 1, { rank: 0 })))).toMatchObject([
      { type: "insert", docId: "c" },
      { type: "delete", docId: "b", version: 1 },
    ]);
    expect([window.hasMore, window.isOverfull]).toEqual([true, true]);
    expect(window.apply(put(doc("a", 2, { rank: 8 })))).toMatchObject([{ type: "delete", docId: "a" }]);
    window.append([doc("z", 1, { rank: 9 })], true);
    expect([ids(window), window.hasMore]).toEqual([["c"], true]);
  });

  it("are, up to the edge, what the evaluator says, after any changes", () => {
    const query = queryOf({ where: { lane: "a" }, orderBy: ["-rank"] });
    const change = fc.record({
      id: fc.constantFrom(..."abcdefgh"),
      isGone: fc.boolean(),
      rank: fc.nat({ max: 4 }),
      lane: fc.constantFrom("a", "a", "b"),
    });
    fc.assert(
      fc.property(
        fc.array(change),
        fc.array(change),
        fc.integer({ min: 1, max: 5 }),
        (before, after, limit) => {
          const stored = new Map<string, AppDocument>();
          const versions = new Map<string, number>();
          const commit = ({ id, isGone, ...fields }: (typeof before)[number]): DocumentChange => {
            const version = (versions.get(id) ?? 0) + 1;
            versions.set(id, version);
            if (isGone) {
              stored.delete(id);
              return gone(id, version);
            }
            const next = doc(id, version, fields);
            stored.set(id, next);
            return put(next);
          };
          const rows = () =>
            [...stored.values()].filter((one) => matches(query, one)).sort(compare(query.orderBy));
          for (const one of before) commit(one);
          const window = new ResultWindow(query, limit);
          window.append(rows().slice(0, limit), rows().length <= limit);
          const told = new Map(window.docs.map((one) => [one._id, one]));
          for (const one of after) {
            for (const effect of window.apply(commit(one))) {
              if (effect.type === "delete") told.delete(effect.docId);
              else if (effect.doc) told.set(effect.docId, effect.doc);
            }
          }
          expect(window.docs).toEqual(rows().slice(0, window.docs.length));
          expect([...told.values()].sort(compare(query.orderBy))).toEqual(window.docs);
          if (!window.hasMore) expect(window.docs).toEqual(rows());
        },
      ),
      { numRuns: 1000 },
    );
  });
});
