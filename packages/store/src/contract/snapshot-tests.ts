import { expect, it } from "vitest";
import type { Store } from "./describe-database.ts";
import { insertThings, thingsIn } from "./things.ts";

export function snapshotTests(store: Store): void {
  it("sees one state, whatever is written meanwhile", async () => {
    const things = await thingsIn(store);
    const { database } = store();
    await insertThings(store, things, { id: "a", score: 1 }, { id: "b", score: 1 });
    const { value } = await database.snapshot(async (reader) => {
      const before = await reader.count(things);
      await database.transaction(async (tx) => {
        await tx.update(things, "a", { set: { score: 2 } });
        await tx.insert(things, { id: "c", score: 2 });
        await tx.delete(things, "b");
      });
      const [page, first, many, after] = await Promise.all([
        reader.list(things),
        reader.first(things, { sort: ["-id"] }),
        reader.getMany(things, ["b", "c"]),
        reader.get(things, "a"),
      ]);
      return { before, ids: page.records.map(({ id }) => id), first: first?.id, many: many.length, after };
    });
    expect(value).toEqual({ before: 2, ids: ["a", "b"], first: "b", many: 1, after: { id: "a", score: 1 } });
    expect(await database.count(things, { score: 2 })).toBe(2);
  });

  it("sees what was acknowledged before", async () => {
    const things = await thingsIn(store);
    for (let index = 0; index < 20; index += 1) {
      await insertThings(store, things, { id: `t${index}` });
      const { value } = await store().database.snapshot((reader) => reader.count(things));
      expect(value).toBe(index + 1);
    }
  });

  it("passes a throw on and stays usable", async () => {
    const things = await thingsIn(store);
    const thrown = Object.assign(new Error("no"), { code: "EACCES" });
    await expect(store().database.snapshot(() => Promise.reject(thrown))).rejects.toBe(thrown);
    expect((await store().database.snapshot((reader) => reader.count(things))).value).toBe(0);
  });

  it("[DATA-26] has a position of the documented form that only grows", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const positions = [await database.position()];
    for (const id of ["a", "b", "c"]) {
      await insertThings(store, things, { id });
      positions.push((await database.snapshot((reader) => reader.get(things, id))).position);
      positions.push(await database.position());
    }
    expect(positions).toEqual(positions.toSorted());
    for (const position of positions) expect(position).toMatch(/^[a-z0-9]+\.[0-9a-f]{16}\.ffffffff$/);
    expect(new Set(positions.map((position) => position.split(".")[0])).size).toBe(1);
  });
}
