import { expect, it } from "vitest";
import { StoreError } from "../database.ts";
import type { Store } from "./describe-database.ts";
import { insertThings, type Thing, thingsIn } from "./things.ts";

const unique = [{ name: "group_text", fields: ["group", "text"], unique: true }] as const;

export function indexTests(store: Store): void {
  it("[DATA-41] accepts exactly one of concurrent inserts with the same unique values", async () => {
    const things = await thingsIn(store, { indexes: unique });
    const inserts = Array.from({ length: 8 }, (_, index) =>
      insertThings(store, things, { id: `t${index}`, group: "g", text: "x" }),
    );
    const outcomes = await Promise.allSettled(inserts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") {
        expect(outcome.reason).toMatchObject({ code: "store.duplicate", index: "group_text" });
      }
    }
    expect(await store().database.count(things)).toBe(1);
  });

  it("names `id` when the id is taken", async () => {
    const things = await thingsIn(store, { indexes: unique });
    await insertThings(store, things, { id: "a" });
    const again = insertThings(store, things, { id: "a" });
    await expect(again).rejects.toBeInstanceOf(StoreError);
    await expect(again).rejects.toMatchObject({ code: "store.duplicate", index: "id" });
  });

  it("[DATA-41] lets absent values repeat, but not null", async () => {
    const things = await thingsIn(store, { indexes: unique });
    const first: Thing[] = [
      { id: "a", group: "g" },
      { id: "b", group: "g" },
      { id: "c" },
      { id: "d" },
      { id: "e", text: "x" },
      { id: "f", text: "x" },
      { id: "g", group: "g", text: null },
    ];
    await insertThings(store, things, ...first);
    const again = insertThings(store, things, { id: "h", group: "g", text: null });
    await expect(again).rejects.toMatchObject({ code: "store.duplicate", index: "group_text" });
    await insertThings(store, things, { id: "i", group: "other", text: null });
    expect(await store().database.count(things, { text: null })).toBe(2);
  });

  it("holds updates and replacements to unique indexes", async () => {
    const things = await thingsIn(store, { indexes: unique });
    const { database } = store();
    await insertThings(store, things, { id: "a", group: "g", text: "x" }, { id: "b", group: "g", text: "y" });
    const update = database.transaction((tx) => tx.update(things, "b", { set: { text: "x" } }));
    await expect(update).rejects.toMatchObject({ code: "store.duplicate", index: "group_text" });
    const replacement = database.transaction((tx) => tx.replace(things, { id: "b", group: "g", text: "x" }));
    await expect(replacement).rejects.toMatchObject({ code: "store.duplicate", index: "group_text" });
    await database.transaction(async (tx) => {
      await tx.delete(things, "a");
      await tx.update(things, "b", { set: { text: "x" } });
    });
    expect(await database.get(things, "b")).toStrictEqual({ id: "b", group: "g", text: "x" });
  });

  it("adds fields and indexes to a collection that has records", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    const before = { ...things, fields: { group: "string" as const }, name: `${things.name}_grown` };
    await database.prepare([before]);
    await insertThings(
      store,
      before,
      { id: "a", text: null, score: 1, done: true },
      { id: "b", text: "x", done: false },
      { id: "c" },
    );
    const after = {
      ...things,
      name: before.name,
      indexes: [{ name: "by_text", fields: ["text"], unique: true }],
    };
    await database.prepare([after]);
    await database.prepare([after]);
    const ids = async (filter: object) =>
      (await database.list(after, { filter })).records.map(({ id }) => id);
    expect(await ids({ text: null })).toEqual(["a"]);
    expect(await ids({ text: { exists: false } })).toEqual(["c"]);
    expect(await ids({ score: 1, done: true })).toEqual(["a"]);
    expect(await ids({ done: false })).toEqual(["b"]);
    const taken = insertThings(store, after, { id: "d", text: "x" });
    await expect(taken).rejects.toMatchObject({ code: "store.duplicate", index: "by_text" });
  });

  it.each([
    ["an undeclared field", { indexes: [{ name: "x", fields: ["extra"] }] }],
    [
      "two indexes of one name",
      {
        indexes: [
          { name: "x", fields: ["text"] },
          { name: "x", fields: ["score"] },
        ],
      },
    ],
    ["an empty index", { indexes: [{ name: "x", fields: [] }] }],
    ["a name in capitals", { name: "Things" }],
  ])("refuses a definition with %s", async (_name, part) => {
    const things = await thingsIn(store);
    await expect(store().database.prepare([{ ...things, ...part }])).rejects.toMatchObject({
      code: "store.misuse",
    });
  });
}
