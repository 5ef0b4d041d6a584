import { expect, it } from "vitest";
import { countLines, toHunks } from "./diff-view.tsx";

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

it("shows a change with its neighbours and the numbers of both sides", () => {
  const before = lines(40);
  const after = [...before];
  after.splice(19, 1, "line twenty", "and a half");
  const hunks = toHunks(before.join("\n"), after.join("\n")) ?? [];
  expect(hunks).toHaveLength(1);
  expect(hunks[0]?.lines.filter(({ sign }) => sign !== " ")).toEqual([
    { sign: "-", text: "line 20", before: 20, after: null },
    { sign: "+", text: "line twenty", before: null, after: 20 },
    { sign: "+", text: "and a half", before: null, after: 21 },
  ]);
  expect(hunks[0]?.lines).toHaveLength(9);
  expect(countLines(hunks)).toEqual({ added: 2, removed: 1 });
});

it("takes a new file whole and says nothing of a missing last line end", () => {
  const hunks = toHunks("", "a\nb") ?? [];
  expect(hunks.flatMap((hunk) => hunk.lines).map(({ sign, text }) => sign + text)).toEqual(["+a", "+b"]);
  expect(toHunks("same", "same")).toEqual([]);
});

it("gives up on texts that have too little in common", () => {
  const other = lines(4000).map((line) => `${line}!`);
  expect(toHunks(lines(4000).join("\n"), other.join("\n"))).toBeNull();
});
