import { expect, it } from "vitest";
import { errorsByFile, stageName } from "./errors-by-file.ts";

const error = (file: string, line: number, column = 1) => ({
  file,
  line,
  column,
  code: "TS1",
  message: "No.",
});

it("[PRE-9] groups the errors of a build by file, in order of lines", () => {
  const grouped = errorsByFile([
    error("b.ts", 9),
    error("a.ts", 1),
    error("b.ts", 2, 7),
    error("b.ts", 2, 3),
  ]);
  expect(
    grouped.map(({ file, errors }) => [file, errors.map(({ line, column }) => `${line}:${column}`)]),
  ).toEqual([
    ["b.ts", ["2:3", "2:7", "9:1"]],
    ["a.ts", ["1:1"]],
  ]);
});

it("names the step that failed", () => {
  expect(stageName("check")).toBe("Type check");
  expect(stageName("whatever")).toBe("");
});
