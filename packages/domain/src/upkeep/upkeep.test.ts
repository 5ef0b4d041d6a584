import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../data/testing/world.ts";
import { upkeepLeasesCollection } from "./collections.ts";
import type { HeldJob, UpkeepJob } from "./job.ts";
import { createUpkeep } from "./upkeep.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const hourMs = 60 * 60 * 1000;

/** A job that counts how often it was done, and waits for `held` each time. */
function job(held: Promise<void> = Promise.resolve(), failing = false) {
  const runs: HeldJob[] = [];
  const counting: UpkeepJob = {
    name: "counting",
    everyMs: hourMs,
    async run(_, held_) {
      runs.push(held_);
      await held;
      if (failing) throw new Error("broken");
    },
  };
  return { counting, runs };
}

function gate() {
  let open: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { held, open };
}

describe("upkeep", () => {
  it("does a job when it is due, and on one process only", async () => {
    const { counting, runs } = job();
    const processes = [createUpkeep(world.platform, [counting]), createUpkeep(world.platform, [counting])];
    await Promise.all(processes.map((each) => each.look()));
    expect(runs).toHaveLength(1);
    world.pass(hourMs - 1);
    for (const each of processes) await each.look();
    expect(runs).toHaveLength(1);
    world.pass(1);
    for (const each of processes) await each.look();
    expect(runs).toHaveLength(2);
  });

  it("[OPS-23] takes over from a process that sleeps, which cannot write when it wakes", async () => {
    const { held, open } = gate();
    const slow = job(held);
    const former = createUpkeep(world.platform, [slow.counting]);
    const working = former.look();
    await expect.poll(() => slow.runs).toHaveLength(1);
    world.pass(30_001);
    const quick = job();
    await createUpkeep(world.platform, [quick.counting]).look();
    expect(quick.runs).toHaveLength(1);
    await expect(slow.runs[0]?.transaction(async () => "written")).rejects.toThrow("taken over");
    open();
    await working;
    expect(await world.platform.db.get(upkeepLeasesCollection, "counting")).toMatchObject({
      fence: 2,
      doneAt: world.platform.clock.now(),
    });
  });

  it("keeps its hold while it writes", async () => {
    const { held, open } = gate();
    const slow = job(held);
    const working = createUpkeep(world.platform, [slow.counting]).look();
    await expect.poll(() => slow.runs).toHaveLength(1);
    world.pass(20_000);
    expect(await slow.runs[0]?.transaction(async () => "written")).toBe("written");
    world.pass(20_000);
    const other = job();
    await createUpkeep(world.platform, [other.counting]).look();
    expect(other.runs).toHaveLength(0);
    open();
    await working;
  });

  it("leaves a job that failed alone for a while, and does the others", async () => {
    const failing = job(undefined, true);
    const other = { ...job().counting, name: "other" };
    let others = 0;
    other.run = async () => {
      others += 1;
    };
    const upkeep = createUpkeep(world.platform, [failing.counting, other]);
    await upkeep.look();
    expect(others).toBe(1);
    expect(world.logged).toContainEqual({
      event: "upkeep.failed",
      fields: { job: "counting", error: "Error: broken" },
    });
    await upkeep.look();
    expect(failing.runs).toHaveLength(1);
    world.pass(5 * 60_000);
    await upkeep.look();
    expect(failing.runs).toHaveLength(2);
  });

  it("lets go when it drains, for another process to begin anew at once", async () => {
    const cut: UpkeepJob = {
      name: "counting",
      everyMs: hourMs,
      run: (_, { signal }) => new Promise((__, reject) => signal.addEventListener("abort", () => reject())),
    };
    const upkeep = createUpkeep(world.platform, [cut]);
    upkeep.start();
    await expect
      .poll(async () => (await world.platform.db.get(upkeepLeasesCollection, "counting"))?.owner)
      .toBeDefined();
    await upkeep.drain();
    const next = job();
    await createUpkeep(world.platform, [next.counting]).look();
    expect(next.runs).toHaveLength(1);
  });
});
