import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const manifests = execFileSync("git", ["ls-files", "--", "package.json", "*/package.json"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && !file.includes("/template/") && !file.includes("/testing/"));

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const direct = manifests.flatMap((file) => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([name]) => !name.startsWith("@second/"),
  );
});

it("gives a reason for every direct dependency, and for no other", () => {
  const page = readFileSync("docs/dependencies.md", "utf8");
  const named = [...page.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual([...new Set(direct.map(([name]) => name))].sort());
});

it("pins every dependency exactly", () => {
  expect(direct.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
