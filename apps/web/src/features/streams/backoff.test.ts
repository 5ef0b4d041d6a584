import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

it("[LOG-3] grows from half a second to ten, and never beyond", () => {
  expect(backoffMs(1, () => 1)).toBe(500);
  expect(backoffMs(2, () => 1)).toBe(1000);
  expect(backoffMs(3, () => 0)).toBe(1000);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random) => {
        const ms = backoffMs(failures, () => random);
        expect(ms).toBeGreaterThanOrEqual(250);
        expect(ms).toBeLessThanOrEqual(10_000);
      },
    ),
  );
});
