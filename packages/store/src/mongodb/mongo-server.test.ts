import { connect, createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mongoForTests } from "../../../../tools/test-services/mongo.ts";
import { follow, takeUntil } from "../contract/follow.ts";
import { type Database, defineCollection } from "../database.ts";
import { openMongo } from "./open-mongo.ts";

const entries = defineCollection<{ id: string; scope: string; key?: string | null; bytes?: string }>()({
  name: "entries",
  fields: { scope: "string", key: "string" },
  indexes: [{ name: "scope_key", fields: ["scope", "key"], unique: true }],
  feed: "records",
});
const counters = defineCollection<{ id: string; n: number }>()({
  name: "counters",
  fields: { n: "number" },
  indexes: [{ name: "by_n", fields: ["n"], unique: true }],
  feed: "ids",
});

const where = mongoForTests();
const client = new MongoClient(where.uri);
let database: Database;
beforeAll(async () => {
  ({ database } = await openMongo(where));
  await database.prepare([entries, counters]);
});
afterAll(async () => {
  await database.close();
  await client.db(where.database).dropDatabase();
  await client.close();
});

const insertEntry = (id: string) =>
  database.transaction((tx) => tx.insert(entries, { id, scope: "s", key: id }));

it("seeks in a unique index, and in its companion when a query names its first field only", async () => {
  const collection = client.db(where.database).collection("entries");
  const planOf = async (filter: object, sort: Record<string, 1 | -1>) => {
    const { queryPlanner } = await collection.find(filter).sort(sort).explain("queryPlanner");
    return JSON.stringify(queryPlanner.winningPlan);
  };
  expect(await planOf({ scope: { $eq: "s" }, key: { $eq: "k" } }, {})).toContain('"indexName":"scope_key"');
  const listing = await planOf({ scope: { $eq: "s" } }, { key: 1, _id: 1 });
  expect(listing).toContain('"indexName":"scope_key~"');
  expect(listing).not.toContain('"stage":"SORT"');
});

it("runs a transaction again after a conflict", async () => {
  await database.transaction((tx) => tx.insert(counters, { id: "one", n: 0 }));
  let runs = 0;
  const slow = database.transaction(async (tx) => {
    runs += 1;
    const before = await tx.get(counters, "one");
    if (runs === 1) await database.transaction((other) => other.update(counters, "one", { inc: { n: 10 } }));
    return tx.update(counters, "one", { set: { n: (before?.n ?? 0) + 1 } });
  });
  expect(await slow).toEqual({ id: "one", n: 11 });
  expect(runs).toBe(2);
});

it("runs it again even when the function hides the conflict", async () => {
  await database.transaction((tx) => tx.insert(counters, { id: "two", n: 100 }));
  let runs = 0;
  await database.transaction(async (tx) => {
    runs += 1;
    await tx.get(counters, "two");
    if (runs === 1) await database.transaction((other) => other.update(counters, "two", { inc: { n: 1 } }));
    await tx.update(counters, "two", { inc: { n: 1 } }).catch(() => undefined);
  });
  expect(await database.get(counters, "two")).toEqual({ id: "two", n: 102 });
});

it("[DATA-27] delivers a transaction whole that fills several batches", async () => {
  const after = await database.position();
  const text = "x".repeat(12_000);
  const ids = Array.from({ length: 2_500 }, (_, index) => `big${index}`);
  await database.transaction(async (tx) => {
    await tx.insertMany(
      entries,
      ids.map((id) => ({ id, scope: "big", key: id, bytes: text })),
    );
  });
  await insertEntry("after-big");
  const items = await takeUntil(database.changes([entries], { after }), "after-big");
  expect(items.map((item) => item.length)).toEqual([ids.length, 1]);
  expect(items[0]?.map(({ id }) => id)).toEqual(ids);
  const middle = items[0]?.[1_999]?.position ?? "";
  const rest = await takeUntil(database.changes([entries], { after: middle }), "after-big");
  expect(rest.map((item) => item.length)).toEqual([500, 1]);
});

/** Passes connections on to the server until they are cut. */
async function breakableLink(target: string) {
  const { hostname, port } = new URL(target.replace(/^mongodb:/, "http:"));
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const own = typeof address === "object" && address ? address.port : 0;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const close = () => {
    cut();
    server.close();
  };
  return { uri: `mongodb://127.0.0.1:${own}/?directConnection=true`, cut, close };
}

it("[DATA-27] continues a feed without gap or repeat when its connections break", async () => {
  const link = await breakableLink(where.uri);
  const remote = await openMongo({ uri: link.uri, database: where.database });
  await remote.database.prepare([entries]);
  const feed = follow(remote.database, [entries], { after: await remote.database.position() });
  const ids = Array.from({ length: 120 }, (_, index) => `cut${index}`);
  for (const [index, id] of ids.entries()) {
    await insertEntry(id);
    if (index % 40 === 20) link.cut();
    if (index % 10 === 0) await wait(5);
  }
  await feed.until("cut119");
  await feed.stop();
  expect(feed.items.flat().map(({ id }) => id)).toEqual(ids);
  await remote.database.close();
  link.close();
});

it("keeps one epoch for a database and makes another for another", async () => {
  const again = await openMongo(where);
  const other = await openMongo({ ...where, database: `${where.database}_other` });
  const epochs = await Promise.all(
    [database, again.database, other.database].map(async (one) => (await one.position()).split(".")[0]),
  );
  expect(epochs[1]).toBe(epochs[0]);
  expect(epochs[2]).not.toBe(epochs[0]);
  await again.database.close();
  await other.database.close();
  await client.db(`${where.database}_other`).dropDatabase();
});

it("changes an index whose definition changed", async () => {
  const changed: typeof counters = { ...counters, indexes: [{ name: "by_n", fields: ["-n"] }] };
  await database.prepare([changed]);
  await database.transaction(async (tx) => {
    await tx.insert(changed, { id: "same1", n: -1 });
    await tx.insert(changed, { id: "same2", n: -1 });
  });
  expect(await database.count(changed, { n: -1 })).toBe(2);
});

it("ends feeds when it is closed", async () => {
  const short = await openMongo(where);
  await short.database.prepare([entries]);
  const ended = (async () => {
    for await (const item of short.database.changes([entries])) expect(item).toBeUndefined();
    return "ended";
  })();
  await wait(50);
  await short.database.close();
  expect(await ended).toBe("ended");
  await expect(short.database.ping()).rejects.toMatchObject({ code: "store.unavailable" });
  await expect(short.database.transaction(async () => 1)).rejects.toMatchObject({
    code: "store.unavailable",
  });
});
