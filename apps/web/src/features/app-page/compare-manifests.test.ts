import { expect, it } from "vitest";
import { compareManifests, sizeText } from "./compare-manifests.ts";

const file = (sha256: string, sizeBytes = 10) => ({ sha256, sizeBytes });

it("[VER-4] names added, changed and removed files, in order", () => {
  const before = { "src/b.ts": file("1"), "src/a.ts": file("2", 40), "c.ts": file("3") };
  const after = { "src/b.ts": file("1"), "src/a.ts": file("9", 20), "src/d.ts": file("4") };
  expect(compareManifests(before, after)).toEqual([
    { path: "c.ts", kind: "removed", sizeBytes: 10 },
    { path: "src/a.ts", kind: "changed", sizeBytes: 40 },
    { path: "src/d.ts", kind: "added", sizeBytes: 10 },
  ]);
  expect(compareManifests(before, before)).toEqual([]);
});

it("writes sizes short", () => {
  expect([512, 40_000, 3_500_000].map(sizeText)).toEqual(["512 B", "39 KB", "3.3 MB"]);
});
