import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slugChoice, slugOf } from "./slug.ts";

describe("slugs", () => {
  it.each([
    ["Acme", "acme"],
    ["  Größe & Söhne  ", "gro-e-sohne"],
    ["AI", "ai-workspace"],
    ["日本", "workspace"],
    ["Settings", "settings-workspace"],
  ])("[GOV-38] derives from %j", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("[GOV-38] always have the form of an address, and differ by their number", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200, unit: "grapheme" }),
        fc.integer({ min: 1, max: 9999 }),
        (name, nth) => {
          const slug = slugChoice(slugOf(name), nth);
          expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/);
          expect(slugChoice(slugOf(name), nth + 1)).not.toBe(slug);
        },
      ),
    );
  });
});
