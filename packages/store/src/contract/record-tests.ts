import { expect, it } from "vitest";
import type { Store } from "./describe-database.ts";
import { insertThings, thingsIn } from "./things.ts";

export function recordTests(store: Store): void {
  it("gives back exactly what was inserted", async () => {
    const things = await thingsIn(store);
    const record = {
      id: "one",
      text: "é\u{1f600}\u0000",
      score: -1.5e300,
      done: false,
      group: null,
      extra: {
        deep: [1, "a", null, { $set: 1, "a.b": true, "": {}, _bsontype: "ObjectId", $ref: "x", $id: 1 }],
      },
      list: [],
    };
    await insertThings(store, things, record);
    expect(await store().database.get(things, "one")).toStrictEqual(record);
    expect(await store().database.get(things, "two")).toBeNull();
  });

  it.each([
    ["a name that engines reserve", { $where: { "~json": "x" } }],
    ["a name with NUL", { "a\u0000b": 1 }],
    ["a lone surrogate", ["\ud800"]],
    ["a prototype's name", JSON.parse('{"__proto__": {"a": 1}}')],
    ["150 levels", JSON.parse(`${"[".repeat(150)}${"]".repeat(150)}`)],
    ["numbers of every size", [0, 2 ** 31, -(2 ** 40), Number.MAX_SAFE_INTEGER, 1e21, 5e-324, 0.1]],
    ["the marker of a wrapped value", { "~json": '{"a":1}' }],
  ])("keeps undeclared values with %s", async (_name, extra: unknown) => {
    const things = await thingsIn(store);
    await insertThings(store, things, { id: "one", extra });
    await store().database.transaction((tx) => tx.insert(things, { id: "two" }));
    await store().database.transaction((tx) => tx.update(things, "two", { set: { extra } }));
    expect(await store().database.get(things, "one")).toStrictEqual({ id: "one", extra });
    expect(await store().database.get(things, "two")).toStrictEqual({ id: "two", extra });
  });

  it("keeps absent what is undefined", async () => {
    const things = await thingsIn(store);
    const record: { id: string; extra: unknown } = { id: "one", extra: undefined };
    await insertThings(store, things, record);
    expect(Object.keys((await store().database.get(things, "one")) ?? {})).toEqual(["id"]);
  });

  it("gets many in the order asked for", async () => {
    const things = await thingsIn(store);
    await insertThings(store, things, { id: "a" }, { id: "b" }, { id: "c" });
    const found = await store().database.getMany(things, ["c", "nobody", "a"]);
    expect(found.map(({ id }) => id)).toEqual(["c", "a"]);
    expect(await store().database.getMany(things, [])).toEqual([]);
  });

  it("sets, unsets and increments top-level fields and returns the record", async () => {
    const things = await thingsIn(store);
    await insertThings(store, things, { id: "a", text: "x", done: true, list: [1] });
    const change = {
      set: { text: null, extra: { n: 1 } },
      unset: ["done", "list"],
      inc: { score: 2 },
    } as const;
    const after = await store().database.transaction((tx) => tx.update(things, "a", change));
    expect(after).toStrictEqual({ id: "a", text: null, extra: { n: 1 }, score: 2 });
    expect(await store().database.get(things, "a")).toStrictEqual(after);
    expect(await store().database.count(things, { text: null, done: { exists: false }, score: 2 })).toBe(1);
  });

  it("changes nothing with an update that says nothing", async () => {
    const things = await thingsIn(store);
    await insertThings(store, things, { id: "a", text: "x" });
    const after = await store().database.transaction((tx) => tx.update(things, "a", {}));
    expect(after).toStrictEqual({ id: "a", text: "x" });
  });

  it("updates, replaces and deletes only where the condition holds", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    await insertThings(store, things, { id: "a", score: 1 });
    await database.transaction(async (tx) => {
      expect(await tx.update(things, "a", { set: { score: 9 }, if: { score: 2 } })).toBeNull();
      expect(await tx.update(things, "b", { set: { score: 9 } })).toBeNull();
      expect(await tx.replace(things, { id: "a", score: 9 }, { score: { gt: 1 } })).toBe(false);
      expect(await tx.replace(things, { id: "b" })).toBe(false);
      expect(await tx.delete(things, "a", { score: { ne: 1 } })).toBe(false);
      expect(await tx.delete(things, "b")).toBe(false);
    });
    expect(await database.get(things, "a")).toStrictEqual({ id: "a", score: 1 });
    await database.transaction(async (tx) => {
      expect(await tx.replace(things, { id: "a", text: "new" }, { score: 1 })).toBe(true);
    });
    expect(await database.get(things, "a")).toStrictEqual({ id: "a", text: "new" });
    expect(await database.transaction((tx) => tx.delete(things, "a", { text: "new" }))).toBe(true);
    expect(await database.get(things, "a")).toBeNull();
  });

  it.each([
    ["a field of another type", { id: "x", score: "1" }],
    ["a number that is none", { id: "x", score: Number.NaN }],
    ["an infinite number", { id: "x", score: Number.NEGATIVE_INFINITY }],
    ["no id", { id: "" }],
  ])("refuses a record with %s", async (_name, record: object) => {
    const things = await thingsIn(store);
    // The types forbid most of these; a caller's mistake must not get through all the same.
    const insert = store().database.transaction((tx) => tx.insert(things, record as { id: string }));
    await expect(insert).rejects.toMatchObject({ code: "store.misuse" });
  });

  it("refuses to increment what is no number", async () => {
    const things = await thingsIn(store);
    await insertThings(store, things, { id: "a", score: null, extra: "text" });
    for (const inc of [{ score: 1 }, { extra: 1 }, { text: 1 }]) {
      const update = store().database.transaction((tx) => tx.update(things, "a", { inc }));
      await expect(update).rejects.toMatchObject({ code: "store.misuse" });
    }
    expect(await store().database.get(things, "a")).toStrictEqual({ id: "a", score: null, extra: "text" });
  });

  it("refuses collections that are not prepared", async () => {
    const things = await thingsIn(store);
    const get = store().database.get({ ...things, name: "unknown_things" }, "a");
    await expect(get).rejects.toMatchObject({ code: "store.misuse" });
  });
}
