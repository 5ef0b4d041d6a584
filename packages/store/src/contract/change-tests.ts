import { expect, it } from "vitest";
import type { Store } from "./describe-database.ts";
import { follow, takeUntil } from "./follow.ts";
import { insertThings, thingsIn } from "./things.ts";

export function changeTests(store: Store): void {
  it("[DATA-27] delivers whole transactions in commit order, ids only unless records are fed", async () => {
    const log = await thingsIn(store, { feed: "records" });
    const things = await thingsIn(store, { feed: "ids" });
    const silent = await thingsIn(store);
    const { database } = store();
    const after = await database.position();
    await database.transaction(async (tx) => {
      await tx.insert(things, { id: "a", score: 1 });
      await tx.insert(silent, { id: "unheard" });
      await tx.insert(log, { id: "l1", group: null, done: true, extra: { $a: [1] } });
    });
    await database.transaction((tx) => tx.update(things, "a", { inc: { score: 1 } }));
    await database.transaction(async (tx) => {
      await tx.replace(things, { id: "a", text: "new" });
      await tx.insert(log, { id: "l2" });
      await tx.delete(things, "a");
    });
    await insertThings(store, log, { id: "end" });

    const items = await takeUntil(database.changes([log, things], { after }), "end");
    const told = items.map((item) => item.map(({ position: _position, ...change }) => change));
    const of = (name: string) => ({ collection: name });
    expect(told).toStrictEqual([
      [
        { ...of(things.name), id: "a", kind: "insert" },
        {
          ...of(log.name),
          id: "l1",
          kind: "insert",
          record: { id: "l1", group: null, done: true, extra: { $a: [1] } },
        },
      ],
      [{ ...of(things.name), id: "a", kind: "update" }],
      [
        { ...of(things.name), id: "a", kind: "update" },
        { ...of(log.name), id: "l2", kind: "insert", record: { id: "l2" } },
        { ...of(things.name), id: "a", kind: "delete" },
      ],
      [{ ...of(log.name), id: "end", kind: "insert", record: { id: "end" } }],
    ]);
    const positions = items.flat().map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].toSorted());
  });

  it("[DATA-27] gives a change the same position whatever else is followed", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const others = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const after = await database.position();
    await database.transaction(async (tx) => {
      await tx.insert(things, { id: "a" });
      await tx.insert(others, { id: "between" });
      await tx.insert(things, { id: "end" });
    });
    const [both] = await takeUntil(database.changes([things, others], { after }), "end");
    const [alone] = await takeUntil(database.changes([things], { after }), "end");
    expect(alone).toEqual(both?.filter(({ collection }) => collection === things.name));
    expect(alone).toHaveLength(2);
  });

  it("delivers live, and nothing of what was rolled back or changed nothing", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const feed = follow(database, [things], { after: await database.position() });
    await insertThings(store, things, { id: "a", score: 1 });
    await feed.until("a");
    const failed = database.transaction(async (tx) => {
      await tx.insert(things, { id: "never" });
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow();
    await database.transaction((tx) => tx.update(things, "a", { set: { score: 1 } }));
    await insertThings(store, things, { id: "b" });
    await feed.until("b");
    await feed.stop();
    expect(feed.items.map((item) => item.map(({ id, kind }) => `${kind} ${id}`))).toEqual([
      ["insert a"],
      ["insert b"],
    ]);
  });

  it("[DATA-27] keeps a record's changes in version order and every transaction whole under concurrent writers", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const log = await thingsIn(store, { feed: "records" });
    const { database } = store();
    await insertThings(store, things, { id: "one", score: 0 });
    const feed = follow(database, [things, log], { after: await database.position() });
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let turn = 0; turn < 10; turn += 1) {
        await database.transaction(async (tx) => {
          const after = await tx.update(things, "one", { inc: { score: 1 } });
          await tx.insert(log, { id: `l${writer}_${turn}`, score: after?.score ?? 0 });
        });
      }
    });
    await Promise.all(writers);
    await insertThings(store, log, { id: "end" });
    await feed.until("end");
    await feed.stop();
    const transactions = feed.items.slice(0, -1);
    for (const item of transactions)
      expect(item.map(({ collection }) => collection)).toEqual([things.name, log.name]);
    const scores = transactions.map((item) => item[1]?.record && Reflect.get(item[1].record, "score"));
    expect(scores).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  });

  it("ends when its signal aborts", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const abort = new AbortController();
    const ended = (async () => {
      for await (const item of database.changes([things], { signal: abort.signal }))
        expect(item).toBeUndefined();
      return "ended";
    })();
    setTimeout(() => abort.abort(), 20);
    expect(await ended).toBe("ended");
  });

  it("refuses to follow a collection that feeds nothing", async () => {
    const things = await thingsIn(store);
    const following = async () => takeUntil(store().database.changes([things]), "never");
    await expect(following()).rejects.toMatchObject({ code: "store.misuse" });
  });

  it("refuses to change records that are fed whole", async () => {
    const log = await thingsIn(store, { feed: "records" });
    await insertThings(store, log, { id: "a" });
    const { database } = store();
    const update = database.transaction((tx) => tx.update(log, "a", { set: { score: 1 } }));
    await expect(update).rejects.toMatchObject({ code: "store.misuse" });
    const replacement = database.transaction((tx) => tx.replace(log, { id: "a" }));
    await expect(replacement).rejects.toMatchObject({ code: "store.misuse" });
  });

  it("[DATA-26] does not tell that records fed whole are forgotten, and never skips one silently", async () => {
    const log = await thingsIn(store, { feed: "records" });
    const { database } = store();
    const before = await database.position();
    await insertThings(store, log, { id: "a" }, { id: "b" });
    const live = follow(database, [log], { after: await database.position() });
    expect(await database.transaction((tx) => tx.delete(log, "a"))).toBe(true);
    await insertThings(store, log, { id: "end" });
    await live.until("end");
    await live.stop();
    expect(live.items.flat().map(({ kind, id }) => `${kind} ${id}`)).toEqual(["insert end"]);
    // An engine whose feed has the record elsewhere still tells it; another says that it cannot.
    const told = await takeUntil(database.changes([log], { after: before }), "end").then(
      (items) => items.flat().map(({ id }) => id),
      (error: unknown) => error,
    );
    if (Array.isArray(told)) expect(told).toEqual(["a", "b", "end"]);
    else expect(told).toMatchObject({ code: "store.position_expired" });
  });
}
