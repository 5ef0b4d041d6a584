import { expect, it } from "vitest";
import { createSlots } from "./slots.ts";

const until = () => {
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { done, finish };
};

it("runs as many at once as there are places, the rest in order", async () => {
  const slots = createSlots(2);
  const gates = [until(), until(), until(), until()];
  const started: number[] = [];
  const all = gates.map((gate, index) =>
    slots.run(async () => {
      started.push(index);
      await gate.done;
    }),
  );
  await Promise.resolve();
  expect(started).toEqual([0, 1]);
  gates[1]?.finish();
  await all[1];
  await expect.poll(() => started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.finish();
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3]);
});

it("frees the place of work that failed, and lets a waiting one leave", async () => {
  const slots = createSlots(1);
  const gate = until();
  const first = slots.run(() => gate.done.then(() => Promise.reject(new Error("failed"))));
  const leaving = new AbortController();
  const left = slots.run(() => Promise.resolve("ran"), leaving.signal);
  const last = slots.run(() => Promise.resolve("last"));
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  gate.finish();
  await expect(first).rejects.toThrow("failed");
  await expect(last).resolves.toBe("last");
});
