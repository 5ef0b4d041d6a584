import { afterEach, beforeEach, expect, it } from "vitest";
import { createWatcher } from "./watcher.ts";

const rejections: unknown[] = [];
const note = (error: unknown) => void rejections.push(error);
beforeEach(() => void process.on("unhandledRejection", note));
afterEach(() => void process.off("unhandledRejection", note));

it("goes on after a sweep that failed", async () => {
  let breaches = 0;
  const unwatch = createWatcher().watch({
    pid: process.pid,
    jailed: false,
    limits: { residentBytesMax: Number.POSITIVE_INFINITY, processesMax: 0, durationMsMax: null },
    onBreach: () => {
      breaches += 1;
      throw new Error("It could not be killed.");
    },
  });
  await expect.poll(() => breaches, { timeout: 5_000 }).toBeGreaterThan(1);
  unwatch();
  expect(rejections).toEqual([]);
});
