import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeUntil } from "../contract/follow.ts";
import { type CommittedChange, defineCollection } from "../database.ts";
import { openSqlite, type SqliteOptions } from "./open-sqlite.ts";

const notes = defineCollection<{ id: string; text?: string }>()({
  name: "notes",
  fields: { text: "string" },
  indexes: [],
  feed: "records",
});

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "second-sqlite-test-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function opened(options: Partial<SqliteOptions> = {}) {
  const store = await openSqlite({ directory, ...options });
  await store.database.prepare([notes]);
  return store;
}

it("[DATA-26] keeps records, epoch and changes when it is opened again", async () => {
  const first = await opened();
  const start = await first.database.position();
  await first.database.transaction((tx) => tx.insert(notes, { id: "a" }));
  const end = await first.database.position();
  await first.database.close();

  const second = await opened();
  expect(await second.database.get(notes, "a")).toEqual({ id: "a" });
  expect(await second.database.position()).toBe(end);
  const [item] = await takeUntil(second.database.changes([notes], { after: start }), "a");
  expect(item?.[0]).toMatchObject({ kind: "insert", record: { id: "a" } });
  await second.database.close();
});

it("[OPS-10] refuses writes as `store.disk_full` when there is no room, keeps reading, and works on once there is", async () => {
  const small = await opened({ sizeBytesMax: 200_000 });
  await small.database.transaction((tx) => tx.insert(notes, { id: "kept", text: "x" }));
  const tooMuch = small.database.transaction(async (tx) => {
    for (let index = 0; index < 100; index += 1)
      await tx.insert(notes, { id: `n${index}`, text: "x".repeat(4_000) });
  });
  await expect(tooMuch).rejects.toMatchObject({ code: "store.disk_full" });
  expect(await small.database.get(notes, "kept")).toEqual({ id: "kept", text: "x" });
  expect(await small.database.count(notes)).toBe(1);
  await small.database.transaction((tx) => tx.insert(notes, { id: "fits" }));
  await small.database.close();

  const roomy = await opened();
  expect(await roomy.database.count(notes)).toBe(2);
  await roomy.database.transaction((tx) => tx.insert(notes, { id: "large", text: "x".repeat(400_000) }));
  await roomy.database.close();
});

it("forgets old transactions and says so to who is further behind", async () => {
  const { database } = await opened({ retention: { commitsMax: 100, ageMsMax: 60_000 } });
  const start = await database.position();
  for (let index = 1; index <= 2_000; index += 1) {
    await database.transaction((tx) => tx.insert(notes, { id: `n${index}` }));
  }
  const late = takeUntil(database.changes([notes], { after: start }), "n2000");
  await expect(late).rejects.toMatchObject({ code: "store.position_expired" });
  await database.close();
});

it("lets a follower that stands still catch up with more than memory keeps", async () => {
  const { database } = await opened();
  const count = 6_000;
  const feed = database.changes([notes], { after: await database.position() })[Symbol.asyncIterator]();
  const seen: CommittedChange[] = [];
  const first = feed.next();
  for (let index = 0; index < count; index += 1) {
    await database.transaction((tx) => tx.insert(notes, { id: `n${index}` }));
  }
  seen.push(...((await first).value ?? []));
  while (seen.length < count) seen.push(...((await feed.next()).value ?? []));
  expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => `n${index}`));
  await feed.return?.();
  await database.close();
});

it("expires a position whose records are gone", async () => {
  const { database } = await opened();
  const start = await database.position();
  await database.transaction((tx) => tx.insert(notes, { id: "a" }));
  await database.transaction((tx) => tx.delete(notes, "a"));
  const following = takeUntil(database.changes([notes], { after: start }), "a");
  await expect(following).rejects.toMatchObject({ code: "store.position_expired" });
  await database.close();
});

it("ends feeds and refuses work once it is closed", async () => {
  const { database } = await opened();
  const ended = (async () => {
    for await (const item of database.changes([notes])) expect(item).toBeUndefined();
    return "ended";
  })();
  await database.close();
  expect(await ended).toBe("ended");
  await expect(database.get(notes, "a")).rejects.toMatchObject({ code: "store.unavailable" });
  await expect(database.transaction(async () => 1)).rejects.toMatchObject({ code: "store.unavailable" });
  await expect(database.ping()).rejects.toMatchObject({ code: "store.unavailable" });
});

it("refuses a file that is no database", async () => {
  await mkdir(join(directory, "store"));
  await writeFile(join(directory, "store", "second.db"), "not a database ".repeat(1_000));
  await expect(openSqlite({ directory })).rejects.toMatchObject({ code: "store.unavailable" });
});

it("[BLOB-1] stores blobs as files by their hash and clears away what was left unfinished", async () => {
  await (await opened()).database.close();
  await writeFile(join(directory, "blobs", "unfinished", "left-over"), "half");
  const { database, blobs } = await opened();
  const bytes = Buffer.from("hello");
  const name = createHash("sha256").update(bytes).digest("hex");
  await blobs.put(name, bytes);
  expect((await stat(join(directory, "blobs", name.slice(0, 2), name))).size).toBe(5);
  expect(await readdir(join(directory, "blobs", "unfinished"))).toEqual([]);
  await database.close();
});

it("removes a temporary directory on close", async () => {
  const before = new Set(await readdir(tmpdir()));
  const { database } = await openSqlite({ temporary: true });
  const made = (await readdir(tmpdir())).filter(
    (name) => name.startsWith("second-store-") && !before.has(name),
  );
  await database.close();
  const left = await readdir(tmpdir());
  expect(made.length).toBeGreaterThan(0);
  expect(made.some((name) => !left.includes(name))).toBe(true);
});
