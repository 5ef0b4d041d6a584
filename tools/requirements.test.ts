import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Requirement {
  text: string;
  state: "delivered" | "planned";
}

const requirements = JSON.parse(readFileSync("docs/requirements.json", "utf8")) as Record<
  string,
  Requirement
>;
const patterns = ["*.test.ts", "*.test.tsx", "*.spec.ts", "packages/*/src/contract/*.ts"];
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "--", ...patterns], {
  encoding: "utf8",
});
const cited = new Set(
  files
    .split("\n")
    .filter((file) => file !== "" && !file.endsWith("requirements.test.ts"))
    .flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\[([A-Z]+-\d+)\]/g)].map(([, id]) => id ?? ""),
    ),
);

it("lists every requirement that a test cites", () => {
  expect([...cited].filter((id) => !Object.hasOwn(requirements, id))).toEqual([]);
});

it("has a test for every requirement that counts as delivered", () => {
  const delivered = Object.keys(requirements).filter((id) => requirements[id]?.state === "delivered");
  expect(delivered.length).toBeGreaterThan(100);
  expect(delivered.filter((id) => !cited.has(id))).toEqual([]);
});
