import { describe, expect, it } from "vitest";
import { createIds } from "./ids.ts";

describe("ids", () => {
  it("increase, have their form, and repeat neither within a process nor between two", () => {
    const [one, other] = [createIds(), createIds()];
    const made = Array.from({ length: 5_000 }, () => one.ulid());
    expect(made.every((id) => /^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(id))).toBe(true);
    expect(made).toEqual([...new Set(made)].sort());
    expect(made).not.toContain(other.ulid());
  });

  it("draw every character of their random part", () => {
    const ids = createIds();
    const parts = new Set<string>();
    const until = Date.now() + 5_000;
    // Within a millisecond only the last character moves on; each new one draws all sixteen.
    while (parts.size < 32 && Date.now() < until) parts.add(ids.ulid().charAt(10));
    expect(parts.size).toBe(32);
  });
});
