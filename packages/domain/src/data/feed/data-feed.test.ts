import type { DocumentChange } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Scope } from "../../access/access.ts";
import type { DataActor } from "../actor.ts";
import { parseDocument } from "../document.ts";
import { openWorld, type World } from "../testing/world.ts";
import { deleteDocument, insertDocument, updateDocument, writeBatch } from "../write.ts";
import { DataFeed, type FeedLimits, type FeedSubscription } from "./data-feed.ts";

let world: World;
let scope: Scope;
let ada: DataActor;
const feeds: DataFeed[] = [];

beforeEach(async () => {
  const plenty = { perSecond: 1e9, burst: 1e9 };
  world = await openWorld({ dataRates: { userReads: plenty, userWrites: plenty, scopeWrites: plenty } });
  scope = world.scope();
  ada = world.person();
});
afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.close();
  await world.close();
});

const openFeed = (limits: Partial<FeedLimits> = {}) => {
  const feed = new DataFeed(world.platform, limits);
  feeds.push(feed);
  return feed;
};
const insert = async (fields: Record<string, unknown> = {}) =>
  parseDocument(
    (await insertDocument(world.platform, scope, ada, { collection: "leads", fields, key: null })).text,
  );
const update = (docId: string, n: number) =>
  updateDocument(world.platform, scope, ada, {
    collection: "leads",
    docId,
    patch: { data: { n } },
    key: null,
  });
const remove = (docId: string) =>
  deleteDocument(world.platform, scope, ada, { collection: "leads", docId, key: null });

/** The next `count` changes of a stream. */
async function take(stream: FeedSubscription, count: number) {
  const changes: (DocumentChange & { position: string })[] = [];
  while (changes.length < count) {
    const news = await stream.next();
    if (news?.kind !== "changes") throw new Error(`Got ${news?.kind ?? "the end"} instead of changes.`);
    changes.push(
      ...news.items.map((item) => ({ ...(JSON.parse(item.data) as DocumentChange), position: item.id })),
    );
  }
  return changes;
}

describe("the feed", () => {
  it("[DATA-35] tells of inserts, updates and deletes with what the stream needs", async () => {
    const stream = await openFeed().subscribe(scope, null);
    const doc = await insert({ n: 1 });
    await update(doc._id, 2);
    await remove(doc._id);
    const [inserted, updated, deleted] = await take(stream, 3);
    expect(inserted).toMatchObject({
      type: "insert",
      collection: "leads",
      docId: doc._id,
      version: 1,
      doc,
      last: true,
    });
    expect(updated).toMatchObject({ type: "update", version: 2, doc: { n: 2, _version: 2 } });
    expect(deleted).toMatchObject({ type: "delete", version: 3, docId: doc._id });
    expect(deleted).not.toHaveProperty("doc");
  });

  it("keeps scopes apart", async () => {
    const feed = openFeed();
    const other = await feed.subscribe(world.scope("published", scope.appId), null);
    const mine = await feed.subscribe(scope, null);
    const doc = await insert();
    expect((await take(mine, 1))[0]?.docId).toBe(doc._id);
    other.close();
    expect(await other.next()).toBeNull();
  });

  it("[DATA-18] delivers a transaction's changes together, closed by the last", async () => {
    const stream = await openFeed().subscribe(scope, null);
    const operations = [1, 2, 3].map((n) => ({ op: "insert" as const, collection: "leads", fields: { n } }));
    await writeBatch(world.platform, scope, ada, { operations, key: null });
    const changes = await take(stream, 3);
    expect(new Set(changes.map((change) => change.txn)).size).toBe(1);
    expect(changes.map((change) => change.last)).toEqual([false, false, true]);
  });

  it("[DATA-26] [DATA-27] delivers in commit order at increasing positions, versions of a document in order", async () => {
    const stream = await openFeed().subscribe(scope, null);
    const docs = await Promise.all([insert(), insert(), insert()]);
    await Promise.all(Array.from({ length: 30 }, (_, n) => update(docs[n % 3]?._id ?? "", n)));
    const changes = await take(stream, 33);
    const positions = changes.map((change) => change.position);
    expect(positions).toEqual(positions.toSorted());
    expect(new Set(positions).size).toBe(33);
    for (const { _id } of docs) {
      const versions = changes.filter((change) => change.docId === _id).map((change) => change.version);
      expect(versions).toEqual(versions.map((_, i) => i + 1));
    }
  });

  it("[DATA-29] continues after a position, on another process too", async () => {
    const first = await openFeed().subscribe(scope, null);
    await insert({ n: 1 });
    await insert({ n: 2 });
    const [one] = await take(first, 2);
    await insert({ n: 3 });
    const again = await openFeed().subscribe(scope, one?.position ?? "");
    expect((await take(again, 2)).map((change) => change.doc?.n)).toEqual([2, 3]);
    const same = await feeds[0]?.subscribe(scope, one?.position ?? "");
    expect(same && (await take(same, 2)).map((change) => change.doc?.n)).toEqual([2, 3]);
  });

  it("[DATA-29] moves a quiet stream's position on while others write", async () => {
    const feed = openFeed();
    const quiet = await feed.subscribe(world.scope(), null);
    const mine = await feed.subscribe(scope, null);
    void quiet.next();
    await insert();
    await take(mine, 1);
    expect(quiet.position() > quiet.start).toBe(true);
    expect(quiet.position()).toBe(mine.position());
  });

  it("[DATA-29] never moves a position over what is not taken yet", async () => {
    const feed = openFeed();
    const slow = await feed.subscribe(scope, null);
    await insert();
    const witness = await feed.subscribe(scope, slow.start);
    await take(witness, 1);
    expect(slow.position()).toBe(slow.start);
    await take(slow, 1);
    expect(slow.position() > slow.start).toBe(true);
  });

  it("[DATA-30] keeps a bounded number of changes and resets who comes with an older position", async () => {
    const feed = openFeed({ ring: { itemsMax: 5, bytesMax: 1e6 } });
    const stream = await feed.subscribe(scope, null);
    const reading = take(stream, 8);
    for (let n = 0; n < 8; n++) await insert({ n });
    const changes = await reading;
    const late = await feed.subscribe(scope, changes[1]?.position ?? "");
    expect(await late.next()).toEqual({ kind: "reset", reason: "position_expired" });
    await insert({ n: 8 });
    expect((await take(late, 1))[0]?.doc?.n).toBe(8);
    const inTime = await feed.subscribe(scope, changes[5]?.position ?? "");
    expect((await take(inTime, 3)).map((change) => change.doc?.n)).toEqual([6, 7, 8]);
  });

  it("[DATA-30] bounds what it keeps by bytes", async () => {
    const feed = openFeed({ ring: { itemsMax: 1000, bytesMax: 30_000 } });
    const stream = await feed.subscribe(scope, null);
    const reading = take(stream, 5);
    for (let n = 0; n < 5; n++) await insert({ n, a: "x".repeat(9000) });
    const changes = await reading;
    const late = await feed.subscribe(scope, changes[0]?.position ?? "");
    expect(await late.next()).toMatchObject({ kind: "reset" });
    const inTime = await feed.subscribe(scope, changes[2]?.position ?? "");
    expect(await take(inTime, 2)).toHaveLength(2);
  });

  it.each([
    ["of another epoch", (position: string) => `other${position}`],
    [
      "that the store never came to",
      (position: string) => `${position.split(".")[0]}.ffffffffffffffff.00000000`,
    ],
    ["that is none", () => "nonsense"],
  ])("[DATA-26] resets a stream that comes with a position %s", async (_, make) => {
    const feed = openFeed();
    const first = await feed.subscribe(scope, make(await world.platform.db.position()));
    expect(await first.next()).toMatchObject({ kind: "reset" });
    const second = await feed.subscribe(scope, make(first.start));
    expect(await second.next()).toMatchObject({ kind: "reset" });
    await insert();
    expect(await take(second, 1)).toHaveLength(1);
  });

  it("[DATA-32] gives up on a stream that lets too much pile up, and delays no other", async () => {
    const feed = openFeed({ queue: { itemsMax: 10, bytesMax: 1e6 } });
    const [stalled, brisk] = [await feed.subscribe(scope, null), await feed.subscribe(scope, null)];
    const waiting = stalled.next();
    await insert();
    await waiting;
    const seen = take(brisk, 13);
    for (let n = 0; n < 12; n++) await insert();
    expect(await seen).toHaveLength(13);
    expect(await stalled.next()).toEqual({ kind: "overflow" });
    expect(await stalled.next()).toBeNull();
  });

  it("[DATA-32] keeps nothing for 500 readers that stopped reading", async () => {
    const feed = openFeed({ queue: { itemsMax: 5, bytesMax: 1e6 } });
    const stalled = await Promise.all(Array.from({ length: 500 }, () => feed.subscribe(scope, null)));
    const waiting = Promise.all(stalled.map((stream) => stream.next()));
    const brisk = await feed.subscribe(scope, null);
    await insert();
    await take(brisk, 1);
    await waiting;
    const reading = take(brisk, 8);
    for (let n = 0; n < 8; n++) await insert();
    expect(await reading).toHaveLength(8);
    for (const stream of stalled) expect(await stream.next()).toEqual({ kind: "overflow" });
  });

  it("[DATA-34] makes one text of a change for all its streams", async () => {
    const feed = openFeed();
    const streams = await Promise.all([1, 2, 3].map(() => feed.subscribe(scope, null)));
    await insert();
    const items = await Promise.all(
      streams.map(async (stream) => {
        const news = await stream.next();
        return news?.kind === "changes" ? news.items[0] : null;
      }),
    );
    expect(items[0]).toMatchObject({ event: "change" });
    for (const item of items) expect(item).toBe(items[0]);
  });

  it("[DATA-32] lets who returns read more than a queue holds", async () => {
    const feed = openFeed({ queue: { itemsMax: 3, bytesMax: 1e6 } });
    const first = await feed.subscribe(scope, null);
    const reading = take(first, 20);
    for (let n = 0; n < 20; n++) await insert({ n });
    await reading;
    expect(await take(await feed.subscribe(scope, first.start), 20)).toHaveLength(20);
  });

  it("[DATA-33] opens one feed of the store for all streams and closes it after the last", async () => {
    let opened = 0;
    const db = new Proxy(world.platform.db, {
      get(target, name) {
        if (name === "changes") opened++;
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const feed = new DataFeed({ ...world.platform, db }, { lingerMs: 20 });
    feeds.push(feed);
    const streams = await Promise.all([1, 2, 3].map(() => feed.subscribe(scope, null)));
    await insert();
    await Promise.all(streams.map((stream) => take(stream, 1)));
    expect([opened, feed.isOpen]).toEqual([1, true]);
    for (const stream of streams) stream.close();
    const again = await feed.subscribe(scope, null);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([opened, feed.isOpen]).toEqual([1, true]);
    again.close();
    await expect.poll(() => feed.isOpen).toBe(false);
  });

  it("goes on after the store's feed failed", async () => {
    let failures = 1;
    const db = new Proxy(world.platform.db, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name === "changes" && failures-- > 0)
          throw Object.assign(new Error("gone"), { code: "store.unavailable" });
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const feed = new DataFeed({ ...world.platform, db });
    feeds.push(feed);
    const stream = await feed.subscribe(scope, null);
    await insert({ n: 1 });
    expect((await take(stream, 1))[0]?.doc?.n).toBe(1);
    expect(world.logged.map(({ event }) => event)).toContain("data.feed_interrupted");
  });

  it("gathers changes for many streams under load and loses none", async () => {
    const feed = openFeed();
    const streams = await Promise.all(Array.from({ length: 300 }, () => feed.subscribe(scope, null)));
    const seen = Promise.all(streams.map((stream) => take(stream, 40)));
    await Promise.all(Array.from({ length: 40 }, (_, n) => insert({ n })));
    const [first, ...others] = (await seen).map((changes) => changes.map((change) => change.position));
    for (const one of others) expect(one).toEqual(first);
    expect(new Set(first).size).toBe(40);
  });
});
