import { randomInt } from "node:crypto";
import { expect, it } from "vitest";
import type { CommittedChange, Position } from "../database.ts";
import type { Store } from "./describe-database.ts";
import { takeUntil } from "./follow.ts";
import { insertThings, thingsIn } from "./things.ts";

const keys = (items: readonly CommittedChange[][]) => items.flat().map(({ kind, id }) => `${kind} ${id}`);

export function resumeTests(store: Store): void {
  it("[DATA-27] continues after any position, within a transaction too", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const start = await database.position();
    await insertThings(store, things, { id: "a" }, { id: "b" }, { id: "c" });
    await insertThings(store, things, { id: "d" });
    await insertThings(store, things, { id: "e" }, { id: "end" });
    const all = (await takeUntil(database.changes([things], { after: start }), "end")).flat();
    expect(all.map(({ id }) => id)).toEqual(["a", "b", "c", "d", "e", "end"]);
    for (const [index, { position }] of all.entries()) {
      if (index === all.length - 1) break;
      const rest = await takeUntil(database.changes([things], { after: position }), "end");
      expect(rest.flat()).toEqual(all.slice(index + 1));
    }
  });

  it("[DATA-27] neither misses nor repeats a change when it is cut again and again under concurrent writers", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const start = await database.position();
    const writing = (async () => {
      await Promise.all(
        Array.from({ length: 6 }, async (_, writer) => {
          for (let turn = 0; turn < 25; turn += 1) {
            const records = Array.from({ length: randomInt(1, 4) }, (_, n) => ({
              id: `t${writer}_${turn}_${n}`,
            }));
            await insertThings(store, things, ...records);
          }
        }),
      );
      await insertThings(store, things, { id: "end" });
    })();
    const cut: CommittedChange[][] = [];
    let after: Position = start;
    while (!cut.flat().some(({ id }) => id === "end")) {
      let left = randomInt(1, 12);
      for await (const item of database.changes([things], { after })) {
        cut.push(item);
        after = item.at(-1)?.position ?? after;
        left -= 1;
        if (left === 0 || item.some(({ id }) => id === "end")) break;
      }
    }
    await writing;
    const whole = await takeUntil(database.changes([things], { after: start }), "end");
    expect(keys(cut)).toEqual(keys(whole));
    expect(new Set(keys(cut)).size).toBe(await database.count(things));
  });

  it("[DATA-26] finds in a snapshot exactly the changes up to its position", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const start = await database.position();
    const writing = Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let turn = 0; turn < 20; turn += 1) {
          await insertThings(store, things, { id: `t${writer}_${turn}` }, { id: `u${writer}_${turn}` });
        }
      }),
    );
    const snapshots: { ids: string[]; position: Position }[] = [];
    const idsIn = async () => {
      const { value, position } = await database.snapshot((reader) => reader.list(things));
      return { ids: value.records.map(({ id }) => id), position };
    };
    const taking = (async () => {
      for (let index = 0; index < 15; index += 1) snapshots.push(await idsIn());
    })();
    await Promise.all([writing, taking]);
    await insertThings(store, things, { id: "end" });
    const changes = (await takeUntil(database.changes([things], { after: start }), "end")).flat();
    for (const { ids, position } of snapshots) {
      const upTo = changes.filter((change) => change.position <= position).map(({ id }) => id);
      expect(upTo.toSorted()).toEqual(ids.toSorted());
    }
  });

  it("[DATA-26] refuses positions of another epoch, of the future, and of no known form", async () => {
    const things = await thingsIn(store, { feed: "ids" });
    const { database } = store();
    const [epoch] = (await database.position()).split(".");
    const expired = [
      "00000000ffffffff.0000000000000001.ffffffff",
      `${epoch}.7fffffffffffffff.00000000`,
      `${epoch}.1`,
      "",
    ];
    for (const after of expired) {
      const following = takeUntil(database.changes([things], { after }), "never");
      await expect(following).rejects.toMatchObject({ code: "store.position_expired" });
    }
  });
}
