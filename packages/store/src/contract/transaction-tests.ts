import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Transaction } from "../database.ts";
import type { Store } from "./describe-database.ts";
import { insertThings, thingsIn } from "./things.ts";

export function transactionTests(store: Store): void {
  it("returns what the function returns, and reads its own writes meanwhile", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    const seen = await database.transaction(async (tx) => {
      await tx.insert(things, { id: "a", score: 1 });
      await tx.insertMany(things, [{ id: "b", score: 2 }, { id: "c" }]);
      await tx.delete(things, "c");
      const [page, first, count] = await Promise.all([
        tx.list(things, { sort: ["-score"] }),
        tx.first(things, { filter: { score: { gt: 1 } } }),
        tx.count(things),
      ]);
      return { ids: page.records.map(({ id }) => id), first, count, outside: await database.count(things) };
    });
    expect(seen).toEqual({ ids: ["b", "a"], first: { id: "b", score: 2 }, count: 2, outside: 0 });
    expect(await database.count(things)).toBe(2);
  });

  it("rolls back over all collections on a throw, which comes out unchanged", async () => {
    const [things, others] = [await thingsIn(store), await thingsIn(store, { feed: "ids" })];
    const { database } = store();
    await insertThings(store, things, { id: "old", score: 1 });
    const thrown = Object.assign(new Error("changed my mind"), { code: "ENOENT" });
    const attempt = database.transaction(async (tx) => {
      await tx.insert(others, { id: "a" });
      await tx.update(things, "old", { inc: { score: 1 } });
      throw thrown;
    });
    await expect(attempt).rejects.toBe(thrown);
    expect(await database.count(others)).toBe(0);
    expect(await database.get(things, "old")).toStrictEqual({ id: "old", score: 1 });
  });

  it("aborts the whole transaction when an operation failed, even if that was caught", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    await insertThings(store, things, { id: "taken" });
    const attempt = database.transaction(async (tx) => {
      await tx.insert(things, { id: "new" });
      await tx.insert(things, { id: "taken" }).catch(() => undefined);
      return "fine";
    });
    await expect(attempt).rejects.toMatchObject({ code: "store.duplicate", index: "id" });
    expect(await database.get(things, "new")).toBeNull();
  });

  it("does nothing more after a failed operation", async () => {
    const things = await thingsIn(store);
    const misused = store().database.transaction(async (tx) => {
      await tx.insert(things, { id: "" }).catch(() => undefined);
      await expect(tx.insert(things, { id: "later" })).rejects.toMatchObject({ code: "store.misuse" });
      await expect(tx.get(things, "later")).rejects.toMatchObject({ code: "store.misuse" });
    });
    await expect(misused).rejects.toMatchObject({ code: "store.misuse" });
    expect(await store().database.count(things)).toBe(0);
  });

  it("closes the handle at the end", async () => {
    const things = await thingsIn(store);
    const kept: Transaction[] = [];
    await store().database.transaction(async (tx) => {
      kept.push(tx);
    });
    await expect(kept[0]?.insert(things, { id: "late" })).rejects.toMatchObject({ code: "store.misuse" });
    expect(await store().database.count(things)).toBe(0);
  });

  it("never takes in the writes of another that is under way", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    const doomed = database.transaction(async (tx) => {
      await tx.insert(things, { id: "doomed" });
      await wait(30);
      throw new Error("rolled back");
    });
    const others = Array.from({ length: 5 }, async (_, index) => {
      await wait(index * 5);
      await insertThings(store, things, { id: `kept${index}` });
    });
    await expect(doomed).rejects.toThrow("rolled back");
    await Promise.all(others);
    expect(await database.get(things, "doomed")).toBeNull();
    expect(await database.count(things)).toBe(5);
  });

  it("counts every concurrent increment", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    await insertThings(store, things, { id: "counter", score: 0 });
    const increments = Array.from({ length: 40 }, () =>
      database.transaction((tx) => tx.update(things, "counter", { inc: { score: 1 } })),
    );
    await Promise.all(increments);
    expect(await database.get(things, "counter")).toStrictEqual({ id: "counter", score: 40 });
  });

  it("loses no update that reads before it writes", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    await insertThings(store, things, { id: "list", list: [] });
    const appends = Array.from({ length: 12 }, (_, index) =>
      database.transaction(async (tx) => {
        const before = await tx.get(things, "list");
        await wait(1);
        await tx.replace(things, { id: "list", list: [...(before?.list ?? []), index] });
      }),
    );
    await Promise.all(appends);
    const after = await database.get(things, "list");
    expect(after?.list?.toSorted((a, b) => Number(a) - Number(b))).toEqual(appends.map((_, index) => index));
  });

  it("lets only one of two transactions that both found nothing insert it", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    const claims = Array.from({ length: 6 }, () =>
      database.transaction(async (tx) => {
        if (await tx.get(things, "claim")) return false;
        await tx.insert(things, { id: "claim" });
        return true;
      }),
    );
    const outcomes = await Promise.allSettled(claims);
    const won = outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value);
    expect(won).toHaveLength(1);
  });
}
