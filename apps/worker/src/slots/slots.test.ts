import { describe, expect, it } from "vitest";
import { createSlots } from "./slots.ts";

const never = new AbortController().signal;

describe("places", () => {
  it("[OPS-39] go to the workspace with the fewest, then to who came first", async () => {
    const slots = createSlots(2);
    const order: string[] = [];
    const frees = [await slots.take("flooding", never), await slots.take("flooding", never)];
    const waiting = ["flooding 1", "flooding 2", "other"].map((name) =>
      slots.take(name.split(" ")[0] ?? "", never).then((free) => {
        order.push(name);
        frees.push(free);
      }),
    );
    frees.shift()?.();
    await Promise.resolve();
    for (let freed = 0; freed < 3; freed += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      frees.shift()?.();
    }
    await Promise.all(waiting);
    expect(order).toEqual(["other", "flooding 1", "flooding 2"]);
  });

  it("are left by those who no longer wait", async () => {
    const slots = createSlots(1);
    const free = await slots.take("a", never);
    const gone = new AbortController();
    const left = slots.take("a", gone.signal);
    gone.abort(new Error("stopped"));
    await expect(left).rejects.toThrow("stopped");
    const next = slots.take("b", never);
    free();
    free();
    const rest = slots.take("c");
    let isThere = false;
    void rest.then(() => {
      isThere = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    // Freed twice, the place was still given once.
    expect(isThere).toBe(false);
    (await next)();
    (await rest)();
  });
});
