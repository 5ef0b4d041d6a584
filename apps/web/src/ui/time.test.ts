import { describe, expect, it } from "vitest";
import { nextChangeMs, relativeTime } from "./time.ts";

const now = new Date(2030, 5, 15, 12, 0, 0).getTime();
const at = (msAgo: number) => new Date(now - msAgo).toISOString();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("relative times", () => {
  it.each([
    [0, "now"],
    [59_000, "now"],
    [-30_000, "now"],
    [4 * minute, "4 min ago"],
    [2 * hour, "2 h ago"],
    [day + hour, "yesterday"],
    [3 * day, "3 days ago"],
    [-6 * day, "in 6 days"],
    [-2 * hour - minute, "in 2 h"],
    [40 * day, "May 6"],
    [400 * day, "May 11, 2029"],
  ])("%d ms ago reads %s", (msAgo, text) => {
    expect(relativeTime(at(msAgo), now)).toBe(text);
  });

  it("says when it will read differently", () => {
    expect(nextChangeMs(at(4 * minute + 10_000), now)).toBe(50_000);
    expect(nextChangeMs(at(2 * hour + 30 * minute), now)).toBe(30 * minute);
    expect(nextChangeMs(at(40 * day), now)).toBe(hour);
  });
});
