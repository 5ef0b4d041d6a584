import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeUntil } from "../contract/follow.ts";
import { defineCollection, type Transaction } from "../database.ts";
import { openSqlite, type SqliteOptions } from "./open-sqlite.ts";

const notes = defineCollection<{ id: string; text?: string }>()({
  name: "notes",
  fields: { text: "string" },
  indexes: [],
  feed: "records",
});

let directory = "";
let store: Awaited<ReturnType<typeof openSqlite>>;
const open = async (options: Partial<SqliteOptions> = {}) => {
  store = await openSqlite({ directory, ...options });
  await store.database.prepare([notes]);
};
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "second-writer-test-"));
});
afterEach(async () => {
  await store.database.close();
  await rm(directory, { recursive: true, force: true });
});

const note = (id: string, text = "x") => store.database.transaction((tx) => tx.insert(notes, { id, text }));
const failing = (id: string) =>
  store.database.transaction(async (tx) => {
    await tx.insert(notes, { id });
    throw new Error(`no ${id}`);
  });
const ids = async () => (await store.database.list(notes, { sort: ["id"] })).records.map(({ id }) => id);

describe("transactions that share a COMMIT", () => {
  it("are each whole or not at all, whichever of them fails", async () => {
    await open();
    const start = await store.database.position();
    const outcomes = await Promise.allSettled([
      failing("a"),
      note("b"),
      failing("c"),
      note("d"),
      note("b"),
      note("e"),
      failing("f"),
    ]);
    expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(await ids()).toEqual(["b", "d", "e"]);
    const told = await takeUntil(store.database.changes([notes], { after: start }), "e");
    expect(told.map((changes) => changes.map(({ id }) => id))).toEqual([["b"], ["d"], ["e"]]);
  });

  it("are seen by nobody before it", async () => {
    await open();
    const seen: string[][] = [];
    const looking = async (tx: Transaction, id: string) => {
      await tx.insert(notes, { id });
      seen.push(await ids());
    };
    await Promise.all(["a", "b", "c"].map((id) => store.database.transaction((tx) => looking(tx, id))));
    expect(seen).toEqual([[], [], []]);
    expect(await ids()).toEqual(["a", "b", "c"]);
  });

  it("find there what they ran into", async () => {
    await open();
    const second = async () => {
      await expect(note("a", "second")).rejects.toMatchObject({ code: "store.duplicate" });
      return store.database.get(notes, "a");
    };
    const [, found] = await Promise.all([note("a", "first"), second(), note("b")]);
    expect(found).toEqual({ id: "a", text: "first" });
  });

  it("[OPS-10] fail together when a full disk takes them back, and the next ones go on", async () => {
    await open({ sizeBytesMax: 200_000 });
    const start = await store.database.position();
    const large = store.database.transaction(async (tx) => {
      for (let index = 0; index < 100; index += 1)
        await tx.insert(notes, { id: `n${index}`, text: "x".repeat(4_000) });
    });
    const outcomes = await Promise.allSettled([note("a"), note("b"), large, note("c")]);
    const kept = ["a", "b", "large", "c"].filter((_, index) => outcomes[index]?.status === "fulfilled");
    expect(kept).toContain("c");
    expect(kept).not.toContain("large");
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "store.disk_full" });
    expect(await ids()).toEqual(kept.sort());
    await note("z");
    const told = await takeUntil(store.database.changes([notes], { after: start }), "z");
    expect(told.flat().map(({ id }) => id)).toEqual([...kept, "z"]);
  });

  it("wait for no more than a few others", async () => {
    await open();
    const ended: number[] = [];
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => note(`n${index}`).then(() => ended.push(index))),
    );
    expect(ended).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(await store.database.count(notes)).toBe(100);
  });

  it("are finished when the database is closed while they wait", async () => {
    await open();
    const written = Promise.all([note("a"), note("b"), note("c")]);
    await Promise.all([written, store.database.close()]);
    await open();
    expect(await ids()).toEqual(["a", "b", "c"]);
  });
});
