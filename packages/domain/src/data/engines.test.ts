import type { AppDocument } from "@second/contracts";
import { compare, matches, openAggregate, parseAggregate, parseQuery } from "@second/query";
import { openMongo } from "@second/store/mongodb";
import { openSqlite } from "@second/store/sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mongoForTests } from "../../../../tools/test-services/mongo.ts";
import type { Scope } from "../access/access.ts";
import type { DataActor } from "./actor.ts";
import { aggregateDocuments } from "./aggregate-documents.ts";
import { documentChangesCollection, documentsCollection } from "./collections.ts";
import { countDocuments } from "./count-documents.ts";
import { parseDocument } from "./document.ts";
import { DataFeed } from "./feed/data-feed.ts";
import { listDocuments } from "./list-documents.ts";
import { closeData } from "./process.ts";
import { listCollections } from "./read.ts";
import { Viewer } from "./testing/viewer.ts";
import { nextUlid, openWorld, type World } from "./testing/world.ts";
import { deleteDocument, insertDocument, updateDocument, writeBatch } from "./write.ts";

const engines = [
  { engine: "sqlite", open: () => openSqlite({ temporary: true }), sequences: 300 },
  { engine: "mongodb", open: () => openMongo(mongoForTests()), sequences: 40 },
];

describe.each(engines)("documents on $engine", ({ open, sequences }) => {
  let world: World;
  let scope: Scope;
  let ada: DataActor;
  beforeEach(async () => {
    const plenty = { perSecond: 1e9, burst: 1e9 };
    world = await openWorld(
      { dataRates: { userReads: plenty, userWrites: plenty, scopeWrites: plenty } },
      open,
    );
    scope = world.scope();
    ada = world.person();
  });
  afterEach(() => world.close());

  const insert = async (
    fields: Record<string, unknown> = {},
    options: { collection?: string; docId?: string; key?: string } = {},
  ) => {
    const { collection = "leads", docId, key = null } = options;
    const { text } = await insertDocument(world.platform, scope, ada, { collection, docId, fields, key });
    return parseDocument(text);
  };
  const at = (docId: string) => ({ collection: "leads", docId, key: null });
  const list = async (minPosition?: string) => {
    const page = await listDocuments(world.platform, scope, ada, {
      collection: "leads",
      limit: 500,
      minPosition,
    });
    return { documents: page.texts.map(parseDocument), position: page.position };
  };

  it("[DATA-14] counts all concurrent changes of one document", async () => {
    const { _id } = await insert({ n: 0, tags: [] });
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        updateDocument(world.platform, scope, ada, {
          ...at(_id),
          patch: { inc: { n: 1 }, push: { tags: i } },
        }),
      ),
    );
    const [doc] = (await list()).documents;
    expect(doc).toMatchObject({ n: 12, _version: 13 });
    expect(new Set(doc?.tags as number[]).size).toBe(12);
  });

  it("[DATA-16] [DATA-17] lets one of concurrent inserts of an id win, and one of concurrent repeats write", async () => {
    const docId = nextUlid();
    const claims = await Promise.allSettled([1, 2, 3, 4].map((n) => insert({ n }, { docId })));
    expect(claims.filter((claim) => claim.status === "fulfilled")).toHaveLength(1);
    for (const claim of claims)
      if (claim.status === "rejected") expect(claim.reason.code).toBe("document.exists");
    const repeats = await Promise.all([1, 2, 3, 4].map(() => insert({ n: 1 }, { key: "k" })));
    expect(new Set(repeats.map((doc) => doc._id)).size).toBe(1);
    expect((await list()).documents).toHaveLength(2);
  });

  it("[DATA-11] keeps the number of collections exact when many come first at once", async () => {
    const names = Array.from({ length: 104 }, (_, n) => `c${n}`);
    const claims: PromiseSettledResult<unknown>[] = [];
    for (let from = 0; from < names.length; from += 8) {
      const some = names.slice(from, from + 8);
      claims.push(...(await Promise.allSettled(some.map((collection) => insert({}, { collection })))));
    }
    expect(claims.filter((claim) => claim.status === "fulfilled")).toHaveLength(100);
    expect(await listCollections(world.platform, scope, ada)).toHaveLength(100);
  });

  it("[DATA-18] undoes a whole batch", async () => {
    const operations = [
      { op: "insert" as const, collection: "leads", fields: { n: 1 } },
      { op: "delete" as const, collection: "leads", docId: nextUlid() },
    ];
    const batch = writeBatch(world.platform, scope, ada, { operations, key: null });
    await expect(batch).rejects.toMatchObject({
      code: "resource.not_found",
      details: { extra: { index: 1 } },
    });
    expect(await world.platform.db.count(documentsCollection)).toBe(0);
    expect(await world.platform.db.count(documentChangesCollection)).toBe(0);
  });

  it("[DATA-20] [DATA-21] pages newest first, each document once", async () => {
    const inserted: string[] = [];
    for (let n = 0; n < 9; n++) {
      inserted.push((await insert({ n }))._id);
      if (n % 2 === 0) world.pass(1);
    }
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDocuments(world.platform, scope, ada, { collection: "leads", limit: 2, cursor });
      ids.push(...page.texts.map((text) => parseDocument(text)._id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const [a, b, c, d, e, f, g, h, i] = inserted;
    expect(ids).toEqual([h, i, f, g, d, e, b, c, a]);
  });

  it("[DATA-22] answers pages, counts and figures as the evaluator has them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFields, { maxLength: 20 }), question, async (all, asked) => {
        scope = world.scope();
        const docs: AppDocument[] = [];
        for (const [i, fields] of all.entries()) {
          docs.push(await insert(fields));
          if (i % 2 === 0) world.pass(1);
        }
        const { where, orderBy, groupBy, metrics } = asked;
        const query = parseQuery({ where, orderBy });
        const figures = parseAggregate({ where, groupBy, metrics });
        if (query.kind !== "ok" || figures.kind !== "ok") throw new Error("The question is good.");
        const found = docs.filter((doc) => matches(query.query, doc));
        const groups = openAggregate(figures.aggregate);
        for (const doc of found) groups.add(doc);

        const read = { collection: "leads", where };
        const page = await listDocuments(world.platform, scope, ada, { ...read, orderBy, limit: 500 });
        expect(page.texts.map(parseDocument)).toEqual(found.toSorted(compare(query.query.orderBy)));
        const counted = await countDocuments(world.platform, scope, ada, read);
        expect(counted).toMatchObject({ count: found.length, exact: true });
        const aggregated = await aggregateDocuments(world.platform, scope, ada, {
          ...read,
          groupBy,
          metrics,
        });
        expect(aggregated).toMatchObject(groups.result());
      }),
      { numRuns: 25, seed: 22 },
    );
  });

  it("saves sizes of scopes beside concurrent writes", async () => {
    await Promise.all(Array.from({ length: 8 }, () => insert({ a: "x".repeat(100) })));
    await closeData(world.platform);
    expect((await listCollections(world.platform, scope, ada))[0]?.count).toBe(8);
  });

  it("[DATA-28] keeps every view equal to the database whatever is dropped, restarted and written", {
    timeout: 180_000,
  }, async () => {
    const small = { ring: { itemsMax: 12, bytesMax: 1e6 }, queue: { itemsMax: 6, bytesMax: 1e6 } };
    const witnessFeed = new DataFeed(world.platform);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        scope = world.scope();
        const witness = await witnessFeed.subscribe(scope, null);
        const processes = [new DataFeed(world.platform, small), new DataFeed(world.platform, small)];
        const feedOf = (index: number) => processes[index] ?? witnessFeed;
        const viewers = [1, 2, 3].map(() => new Viewer(scope, list));
        const held: string[] = [];
        let unseen = 0;
        let newest = "";

        const write = async (pick: number) => {
          unseen++;
          const docId = held[pick % Math.max(1, held.length)];
          if (docId === undefined || pick < 4) held.push((await insert({ n: pick }))._id);
          else if (pick < 8)
            await updateDocument(world.platform, scope, ada, { ...at(docId), patch: { data: { n: pick } } });
          else {
            held.splice(held.indexOf(docId), 1);
            await deleteDocument(world.platform, scope, ada, at(docId));
          }
        };
        /** The position of the newest change. */
        const lastWrite = async () => {
          while (unseen > 0) {
            const news = await witness.next();
            if (news?.kind !== "changes") throw new Error("The witness lost its place.");
            unseen -= news.items.length;
            newest = news.items.at(-1)?.id ?? newest;
          }
          return newest;
        };

        for (const one of steps) {
          if (one.do === "write") for (let n = 0; n < one.burst; n++) await write(one.pick);
          else if (one.do === "drop") viewers[one.viewer]?.drop();
          else if (one.do === "connect") await viewers[one.viewer]?.connect(feedOf(one.process));
          else if (one.do === "read")
            await viewers[one.viewer]?.catchUp(feedOf(one.process), await lastWrite());
          else {
            await processes[one.process]?.close();
            processes[one.process] = new DataFeed(world.platform, small);
          }
        }
        const expected = new Map((await list()).documents.map((document) => [document._id, document]));
        for (const viewer of viewers) {
          await viewer.catchUp(feedOf(0), await lastWrite());
          expect(viewer.view).toEqual(expected);
          expect(viewer.repeated).toEqual([]);
        }
        witness.close();
        for (const feed of processes) await feed.close();
      }),
      { numRuns: sequences, seed: 28 },
    );
    await witnessFeed.close();
  });
});

const anyValue = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom("a", "b", "\u{1f600}", "\uffee"),
  fc.constantFrom(["a"], { n: 1 }),
);
const anyFields = fc.record({ a: anyValue, b: anyValue }, { requiredKeys: [] });
const question = fc.record({
  where: fc.constantFrom(
    undefined,
    { a: null },
    { a: { has: "a" } },
    { b: { prefix: "a" } },
    { "a.n": 1 },
    { or: [{ a: { gte: 0 } }, { b: { in: ["a", true] } }] },
  ),
  orderBy: fc.constantFrom(undefined, ["a"], ["-b", "a"], ["-_createdAt"]),
  groupBy: fc.constantFrom(undefined, ["a"], ["b", "a"]),
  metrics: fc.constantFrom(undefined, { sum: ["a"], avg: ["b"] }, { min: ["a"], max: ["_createdAt", "b"] }),
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      pick: fc.nat(9),
      burst: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("drop" as const), viewer: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("connect" as const), viewer: fc.nat(2), process: fc.nat(1) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("read" as const), viewer: fc.nat(2), process: fc.nat(1) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), process: fc.nat(1) }) },
);
