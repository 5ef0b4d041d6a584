import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../data/testing/world.ts";
import { answerOnce, idempotencyCollection, idempotencyKey } from "./idempotency.ts";

const dayMs = 24 * 60 * 60 * 1000;
let world: World;
let runs: number;

beforeEach(async () => {
  runs = 0;
  world = await openWorld();
});
afterEach(() => world.close());

const answer = (name: string) => {
  const { platform, workspaceId } = world;
  const key = idempotencyKey({ userId: "user", workspaceId, route: "apps.create" }, name, { name });
  return platform.db.transaction((tx) =>
    answerOnce(tx, { key, workspaceId, nowMs: platform.clock.now() }, async () => ++runs),
  );
};
const keys = async () =>
  (await world.platform.db.list(idempotencyCollection)).records.map(({ id }) =>
    id.slice(id.lastIndexOf(":") + 1),
  );

describe("answers that are kept for repeats", () => {
  it("are given again for a day, and then forgotten with the next new one", async () => {
    await answer("old");
    world.pass(1);
    await answer("young");
    world.pass(dayMs - 1);
    expect(await answer("young")).toBe(2);
    expect(await keys()).toEqual(["old", "young"]);
    expect(await answer("new")).toBe(3);
    expect(await keys()).toEqual(["new", "young"]);
    expect(await answer("old")).toBe(4);
  });

  it("are forgotten a few at a time, so that no request pays for all", async () => {
    for (let n = 0; n < 60; n++) await answer(`old-${n}`);
    world.pass(dayMs);
    await answer("new");
    expect(await keys()).toHaveLength(11);
    await answer("newer");
    expect(await keys()).toEqual(["new", "newer"]);
  });

  it("make room for their own key", async () => {
    await answer("same");
    world.pass(dayMs);
    expect(await answer("same")).toBe(2);
    expect(await keys()).toEqual(["same"]);
  });
});
