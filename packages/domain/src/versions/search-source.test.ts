import { expect, it } from "vitest";
import { linesWith } from "./search-source.ts";

it("[EDIT-1] finds each line once, whatever the case, with its place", () => {
  const text = "const cost = 1;\n  return Cost + cost;\r\nnothing\n";
  expect(linesWith(text, "COST")).toEqual([
    { line: 1, column: 7, text: "const cost = 1;", at: 6 },
    { line: 2, column: 10, text: "return Cost + cost;", at: 7 },
  ]);
});

it("[EDIT-1] cuts long lines around what was found", () => {
  const [found] = linesWith(`${"a".repeat(500)}needle${"b".repeat(500)}`, "needle");
  expect(found).toMatchObject({ line: 1, column: 501, at: 40 });
  expect(found?.text).toHaveLength(200);
  expect(found?.text.slice(40, 46)).toBe("needle");
});

it("finds words that are no pattern", () => {
  expect(linesWith("a.b\naxb", "a.b")).toHaveLength(1);
});
