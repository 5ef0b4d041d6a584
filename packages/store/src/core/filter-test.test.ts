import fc from "fast-check";
import { expect, it } from "vitest";
import { afterPrefix } from "./filter-test.ts";

const bytes = (text: string) => Buffer.from(text);
const wellFormed = fc.string({ unit: "binary" });

it("finds the least string above all that start with a prefix, by code point", () => {
  fc.assert(
    fc.property(wellFormed, wellFormed, (prefix, other) => {
      const end = afterPrefix(prefix);
      if (end === null) {
        expect(/^\u{10ffff}*$/u.test(prefix)).toBe(true);
        return;
      }
      expect(Buffer.compare(bytes(prefix + other), bytes(end))).toBe(-1);
      const isBetween =
        Buffer.compare(bytes(prefix), bytes(other)) <= 0 && Buffer.compare(bytes(other), bytes(end)) < 0;
      expect(isBetween).toBe(other.startsWith(prefix));
    }),
  );
});

it.each([
  ["a", "b"],
  ["a\u{10ffff}", "b"],
  ["\ud7ff", "\ue000"],
  ["\uffff", "\u{10000}"],
])("goes from %j to %j", (prefix, end) => {
  expect(afterPrefix(prefix)).toBe(end);
  expect(afterPrefix("\u{10ffff}")).toBeNull();
  expect(afterPrefix("")).toBeNull();
});
