import { describe, expect, it } from "vitest";
import { isSmallJson } from "./json-size.ts";

describe("the size of a message", () => {
  it("[DATA-67] is about that of its JSON text, in UTF-8", () => {
    expect(
      isSmallJson({ text: "x".repeat(900), list: [1, null, true, { a: "b" }], none: undefined }, 1000),
    ).toBe(true);
    expect(isSmallJson({ text: "x".repeat(1000) }, 1000)).toBe(false);
    expect(isSmallJson({ text: "ü".repeat(600) }, 1000)).toBe(false);
    expect(isSmallJson({ ["k".repeat(1000)]: 1 }, 1000)).toBe(false);
    expect(
      isSmallJson(
        Array.from({ length: 500 }, () => 0),
        1000,
      ),
    ).toBe(false);
  });

  it("[DATA-67] is too much for what is endless, very deep or no JSON", () => {
    const endless: Record<string, unknown> = {};
    endless.self = [endless];
    let deep: unknown = 0;
    for (let depth = 0; depth < 200_000; depth++) deep = [deep];
    for (const value of [
      endless,
      deep,
      new Map(),
      new Date(),
      new Uint8Array(4),
      1n,
      { a: { b: new Set() } },
    ]) {
      expect(isSmallJson(value, 100_000)).toBe(false);
    }
    expect(isSmallJson(new Array(1e9), 100_000)).toBe(false);
    expect(isSmallJson(Object.assign(Object.create(null), { a: 1 }), 100)).toBe(true);
  });
});
