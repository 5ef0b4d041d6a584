import { type AppDocument, documentLimits, problemOf } from "@second/contracts";
import { compare, matches, parseQuery } from "@second/query";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Scope } from "../access/access.ts";
import type { DataActor } from "./actor.ts";
import { parseDocument } from "./document.ts";
import { type DocumentQuery, listDocuments } from "./list-documents.ts";
import { fillCollection } from "./testing/fill-collection.ts";
import { openWorld, type World } from "./testing/world.ts";
import { deleteDocument, insertDocument } from "./write.ts";

let world: World;
let scope: Scope;
let ada: DataActor;

beforeEach(async () => {
  const plenty = { perSecond: 1e9, burst: 1e9 };
  world = await openWorld({ dataRates: { userReads: plenty, userWrites: plenty, scopeWrites: plenty } });
  scope = world.scope();
  ada = world.person();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

const insert = async (fields: Record<string, unknown>, docId?: string) =>
  (await insertDocument(world.platform, scope, ada, { collection: "leads", docId, fields, key: null })).text;

const list = async (query: Partial<DocumentQuery> = {}) => {
  const page = await listDocuments(world.platform, scope, ada, { collection: "leads", ...query });
  return { ...page, docs: page.texts.map(parseDocument) };
};

const everyPage = async (query: Partial<DocumentQuery>) => {
  const docs: AppDocument[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    docs.push(...page.docs);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return docs;
};

const code = async (work: Promise<unknown>) =>
  problemOf(await work.then(() => null).catch((error: unknown) => error))?.code;

const fill = (count: number, body?: string) => fillCollection(world, scope, { count, body });

/** How many documents each list of the store asks for while `work` runs. */
const readsDuring = async (work: () => Promise<unknown>): Promise<number[]> => {
  const { db } = world.platform;
  const snapshot = db.snapshot.bind(db);
  const reads: number[] = [];
  const watched: typeof db.snapshot = (fn) =>
    snapshot((reader) => {
      const list = reader.list.bind(reader);
      const noted: typeof reader.list = (of, options) => {
        reads.push(options?.limit ?? Number.POSITIVE_INFINITY);
        return list(of, options);
      };
      vi.spyOn(reader, "list").mockImplementation(noted);
      return fn(reader);
    });
  const spy = vi.spyOn(db, "snapshot").mockImplementation(watched);
  await work();
  spy.mockRestore();
  return reads;
};

describe("pages", () => {
  it("[DATA-20] lists newest first by the server's clock, ties by id", async () => {
    for (let n = 0; n < 6; n++) {
      await insert({ n });
      if (n % 2 === 1) world.pass(1000);
    }
    expect((await list()).docs.map((doc) => doc.n)).toEqual([4, 5, 2, 3, 0, 1]);
  });

  it("answers 50 documents unless told, and a cursor only when more follow", async () => {
    await fill(51);
    const first = await list();
    expect(first.docs).toHaveLength(50);
    const rest = await list({ cursor: first.nextCursor ?? "" });
    expect([rest.docs.length, rest.nextCursor]).toEqual([1, null]);
    expect((await list({ limit: 51 })).nextCursor).toBeNull();
    expect((await list({ collection: "none" })).docs).toEqual([]);
  });

  it("answers at most 4 MiB, but always one document", async () => {
    await fill(30, JSON.stringify({ a: "x".repeat(250_000) }));
    const page = await list({ limit: 500 });
    expect(page.docs).toHaveLength(16);
    expect(await everyPage({ limit: 500 })).toHaveLength(30);
    expect(await everyPage({ limit: 500, orderBy: ["a"] })).toHaveLength(30);
  });

  it("[DATA-21] pages an unchanging collection in any order, each document once", async () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom("a", "b"),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: value, b: value }, { requiredKeys: [] }), { maxLength: 25 }),
        fc.constantFrom(undefined, ["a"], ["-b", "a"], ["-_createdAt"], ["_id"]),
        fc.constantFrom(undefined, { a: { ne: null } }, { b: { gte: 1 } }),
        fc.integer({ min: 1, max: 7 }),
        async (fields, orderBy, where, limit) => {
          scope = world.scope();
          const texts: string[] = [];
          for (const [i, one] of fields.entries()) {
            texts.push(await insert(one));
            if (i % 3 === 0) world.pass(1);
          }
          const parsed = parseQuery({ where, orderBy });
          if (parsed.kind !== "ok") throw new Error("The query is good.");
          const expected = texts
            .map(parseDocument)
            .filter((doc) => matches(parsed.query, doc))
            .sort(compare(parsed.query.orderBy));
          expect(await everyPage({ orderBy, where, limit })).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("continues a sorted page where it was when its last document is gone", async () => {
    for (const n of [1, 2, 3, 4]) await insert({ n });
    const first = await list({ orderBy: ["n"], limit: 2 });
    const last = first.docs[1]?._id ?? "";
    await deleteDocument(world.platform, scope, ada, { collection: "leads", docId: last, key: null });
    const next = await list({ orderBy: ["n"], limit: 2, cursor: first.nextCursor ?? "" });
    expect(next.docs.map((doc) => doc.n)).toEqual([4]);
  });

  it("finds by id without looking at others", async () => {
    await fill(10_500);
    const wanted = parseDocument(await insert({ n: 1 }));
    expect((await list({ where: { _id: wanted._id }, orderBy: ["n"] })).docs).toEqual([wanted]);
    expect((await list({ where: { _id: { in: [wanted._id, "other", 5] }, n: 1 } })).docs).toEqual([wanted]);
  });
});

describe("cursors", () => {
  it("[DATA-21] are of use only for the same query, scope and person, for an hour", async () => {
    await fill(3);
    const { nextCursor } = await list({ limit: 1 });
    const cursor = nextCursor ?? "";
    expect((await list({ cursor, limit: 2 })).docs).toHaveLength(2);
    const refused = "query.cursor_invalid";
    expect(await code(list({ cursor, where: { a: 1 } }))).toBe(refused);
    expect(await code(list({ cursor, orderBy: ["a"] }))).toBe(refused);
    expect(await code(list({ cursor, collection: "notes" }))).toBe(refused);
    expect(await code(list({ cursor: `${cursor}x` }))).toBe(refused);
    expect(await code(list({ cursor: "forged" }))).toBe(refused);
    expect(
      await code(listDocuments(world.platform, scope, world.person(), { collection: "leads", cursor })),
    ).toBe(refused);
    expect(
      await code(listDocuments(world.platform, world.scope(), ada, { collection: "leads", cursor })),
    ).toBe(refused);
    world.pass(3_600_001);
    expect(await code(list({ cursor }))).toBe(refused);
  });
});

describe("broad queries", () => {
  it("refuses what would look at more than 10,000 documents, unless the page fills before", async () => {
    await fill(10_001, '{"n":1}');
    expect(await code(list({ orderBy: ["n"] }))).toBe("query.too_broad");
    expect(await code(list({ where: { n: 2 } }))).toBe("query.too_broad");
    expect((await list({ where: { n: 1 } })).docs).toHaveLength(50);
    expect((await list({ limit: 500 })).docs).toHaveLength(500);
  });

  it("refuses what would look at more than 64 MiB, unless the page fills before", async () => {
    // On a machine of any speed the time is not what ends it.
    vi.useFakeTimers({ toFake: ["performance"] });
    const body = JSON.stringify({ n: 1, a: "x".repeat(250_000) });
    await fill(260, body);
    expect((await list({ orderBy: ["n"] })).docs).toHaveLength(16);
    expect((await list({ where: { n: 2 } })).docs).toEqual([]);
    await fill(10, body);
    expect(await code(list({ orderBy: ["n"] }))).toBe("query.too_broad");
    expect(await code(list({ where: { n: 2 } }))).toBe("query.too_broad");
    expect((await list({ where: { n: 1 } })).docs).toHaveLength(16);
    expect((await list()).docs).toHaveLength(16);
  });

  it("reads small documents in few steps, of which none can hold more than a query may look at", async () => {
    await fill(10_000, '{"n":1}');
    for (const query of [{ orderBy: ["n"] }, { where: { n: 2 } }]) {
      const reads = await readsDuring(() => list(query));
      expect(reads.length).toBeLessThanOrEqual(41);
      expect(Math.max(...reads) * documentLimits.sizeBytesMax).toBeLessThanOrEqual(64 * 1024 * 1024);
    }
    expect(await readsDuring(() => list())).toEqual([50]);
    expect(await readsDuring(() => list({ limit: 500 }))).toEqual([100, 200, 200]);
  });

  it("reads large documents a hundred at a time", async () => {
    await fill(300, JSON.stringify({ n: 1, a: "x".repeat(20_000) }));
    expect(await readsDuring(() => list({ orderBy: ["n"] }))).toEqual([100, 100, 100]);
  });

  it("tells what is wrong with a query", async () => {
    expect(await code(list({ where: { a: { like: "x" } } }))).toBe("request.invalid");
    expect(await code(list({ orderBy: ["-"] }))).toBe("request.invalid");
  });
});

describe("positions", () => {
  it("[DATA-25] answers every change up to its position, and waits for a wanted one", async () => {
    await insert({ n: 1 });
    const before = await list();
    await insert({ n: 2 });
    const after = await list({ minPosition: before.position });
    expect(after.docs).toHaveLength(2);
    expect(after.position > before.position).toBe(true);
    const [epoch, number] = after.position.split(".");
    const next = `${epoch}.${(Number.parseInt(number ?? "", 16) + 1).toString(16).padStart(16, "0")}.00000000`;
    const waiting = list({ minPosition: next });
    await insert({ n: 3 });
    expect((await waiting).docs).toHaveLength(3);
  });

  it("[DATA-25] gives up on a position that does not come, and at once on one of another epoch", async () => {
    const { position } = await list();
    const [epoch] = position.split(".");
    expect(await code(list({ minPosition: `${epoch}.ffffffffffffffff.00000000` }))).toBe("data.behind");
    expect(await code(list({ minPosition: `other${position}` }))).toBe("data.behind");
    expect(await code(list({ minPosition: "nonsense" }))).toBe("request.invalid");
  });
});
