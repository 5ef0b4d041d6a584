import { openMongo } from "@second/store/mongodb";
import { openSqlite } from "@second/store/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mongoForTests } from "../../../../tools/test-services/mongo.ts";
import type { Scope } from "../access/access.ts";
import { createUpkeep } from "../upkeep/upkeep.ts";
import type { DataActor } from "./actor.ts";
import { documentChangesCollection } from "./collections.ts";
import { parseDocument } from "./document.ts";
import { DataFeed } from "./feed/data-feed.ts";
import { listDocuments } from "./list-documents.ts";
import { pruneChanges } from "./prune-changes.ts";
import { openWorld, type World } from "./testing/world.ts";
import { deleteDocument, insertDocument, updateDocument, writeBatch } from "./write.ts";

const engines = [
  { engine: "sqlite", open: () => openSqlite({ temporary: true }) },
  { engine: "mongodb", open: () => openMongo(mongoForTests()) },
];
const dayMs = 24 * 60 * 60 * 1000;

describe.each(engines)("document changes on $engine", ({ open }) => {
  let world: World;
  let scope: Scope;
  let ada: DataActor;
  let feed: DataFeed;
  beforeEach(async () => {
    const plenty = { perSecond: 1e9, burst: 1e9 };
    world = await openWorld(
      { dataRates: { userReads: plenty, userWrites: plenty, scopeWrites: plenty } },
      open,
    );
    scope = world.scope();
    ada = world.person();
    feed = new DataFeed(world.platform);
  });
  afterEach(async () => {
    await feed.close();
    await world.close();
  });

  const prune = () => createUpkeep(world.platform, [pruneChanges]).look();
  const insert = async (n: number, options: { key?: string; docId?: string } = {}) => {
    const request = { collection: "leads", fields: { n }, key: options.key ?? null, docId: options.docId };
    return parseDocument((await insertDocument(world.platform, scope, ada, request)).text);
  };
  const batch = (key: string) =>
    writeBatch(world.platform, scope, ada, {
      operations: [1, 2, 3].map((n) => ({ op: "insert" as const, collection: "leads", fields: { n } })),
      key,
    });
  const kept = () => world.platform.db.count(documentChangesCollection);
  const documents = async () => {
    const page = { collection: "leads", limit: 500 };
    return (await listDocuments(world.platform, scope, ada, page)).texts.map(parseDocument);
  };

  it("[DATA-17] are forgotten after 30 days, with their requests' keys, and no document goes", async () => {
    for (let n = 0; n < 210; n += 1) await insert(n);
    await batch("old");
    world.pass(2 * dayMs);
    const young = await insert(1, { key: "young" });
    await batch("young-batch");
    world.pass(28 * dayMs + 1);
    await prune();
    expect(await kept()).toBe(4);
    expect(await insert(1, { key: "young" })).toEqual(young);
    expect(await documents()).toHaveLength(217);
    await batch("young-batch");
    await batch("old");
    expect(await documents()).toHaveLength(220);
    world.pass(2 * dayMs);
    await prune();
    expect(await kept()).toBe(3);
  });

  it("[DATA-17] are there for repeats of a request for far more than a day", async () => {
    const first = await insert(1, { key: "k" });
    for (let days = 0; days < 29; days += 1) {
      world.pass(dayMs);
      await prune();
      expect(await insert(1, { key: "k" })).toEqual(first);
    }
    expect(await documents()).toHaveLength(1);
  });

  it("[DATA-14] [DATA-16] leave a document behind whose versions go on, and whose id is taken", async () => {
    const { _id } = await insert(1);
    world.pass(31 * dayMs);
    await prune();
    expect(await kept()).toBe(0);
    await expect(insert(2, { docId: _id })).rejects.toMatchObject({ code: "document.exists" });
    const at = { collection: "leads", docId: _id, key: null };
    await updateDocument(world.platform, scope, ada, { ...at, patch: { data: { n: 3 } } });
    expect(await documents()).toMatchObject([{ _id, n: 3, _version: 2 }]);
    await deleteDocument(world.platform, scope, ada, at);
    expect(await insert(4, { docId: _id })).toMatchObject({ _version: 4 });
  });

  it("[DATA-28] [DATA-30] are missed by no stream: it goes on, or is told to read again", async () => {
    const live = await feed.subscribe(scope, null);
    const old = await insert(1);
    const before = live.start;
    expect(await live.next()).toMatchObject({ kind: "changes", items: [{}] });
    world.pass(31 * dayMs);
    await prune();
    const next = await insert(2);
    const news = await live.next();
    expect(news?.kind === "changes" && news.items.map(({ data }) => JSON.parse(data).docId)).toEqual([
      next._id,
    ]);

    const elsewhere = new DataFeed(world.platform);
    const late = await elsewhere.subscribe(scope, before);
    const seen = new Set<string>();
    let isReset = false;
    while (!seen.has(next._id) && !isReset) {
      const told = await late.next();
      if (told?.kind === "reset") isReset = true;
      else if (told?.kind === "changes")
        for (const { data } of told.items) seen.add(JSON.parse(data).docId as string);
    }
    expect(isReset || seen.has(old._id)).toBe(true);
    await elsewhere.close();
  });
});
