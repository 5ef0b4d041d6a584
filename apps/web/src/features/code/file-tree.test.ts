import { expect, it } from "vitest";
import { firstFile, foldersOf, pathsWith, treeRows } from "./file-tree.ts";

const paths = ["src/main.tsx", "package.json", "src/lib/format.ts", "src/app.tsx", "index.html"];
const shown = (open: string[]) =>
  treeRows(paths, new Set(open)).map(
    ({ name, depth, isFolder }) => `${"  ".repeat(depth)}${name}${isFolder ? "/" : ""}`,
  );

it("[EDIT-1] lists folders before files, and what is in those that are open", () => {
  expect(shown([])).toEqual(["src/", "index.html", "package.json"]);
  expect(shown(["src"])).toEqual(["src/", "  lib/", "  app.tsx", "  main.tsx", "index.html", "package.json"]);
  expect(shown(["src", "src/lib"])).toContain("    format.ts");
  expect(shown(["src/lib"])).toEqual(["src/", "index.html", "package.json"]);
});

it("knows the folders of a file, finds files by name, and where to begin", () => {
  expect(foldersOf("src/lib/format.ts")).toEqual(["src", "src/lib"]);
  expect(foldersOf("index.html")).toEqual([]);
  expect(pathsWith(paths, "LIB")).toEqual(["src/lib/format.ts"]);
  expect(firstFile(paths)).toBe("src/app.tsx");
  expect(firstFile(["a.ts"])).toBeNull();
});
