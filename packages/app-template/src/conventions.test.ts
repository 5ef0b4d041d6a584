import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conventionFaults } from "./conventions.ts";
import { galleryRoot, readText, templateRoot } from "./template.ts";

function faultsIn(root: string): string[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((name) => conventionFaults(name, readText(join(root, name))));
}

describe("conventions", () => {
  it("[TPL-5] hold in the template and in the example features", () => {
    expect(faultsIn(join(templateRoot, "src"))).toEqual([]);
    expect(faultsIn(join(galleryRoot, "features"))).toEqual([]);
  });

  it.each([
    "localStorage.setItem('x', y)",
    "const answer = await fetch('/api')",
    "function show(row: any) {}",
    "const row = thing as any;",
    '<p style={{ color: "#ff0000" }}>',
    '<p className="bg-[#fff]">',
    '<p className="text-[rgb(1,2,3)]">',
    '<p className="w-[420px]">',
    "<p style={{ width: 420 }}>",
    "amount.toFixed(2)",
    "new Intl.NumberFormat()",
    "due.toLocaleDateString()",
    "new Date(row.due)",
  ])("[TPL-5] find the fault in: %s", (line) => {
    expect(conventionFaults("features/tasks/tasks-page.tsx", line)).toHaveLength(1);
  });

  it.each([
    '<p className="w-full max-w-95 text-soft">',
    "const answer = refetch()",
    "const many: anyone = 1;",
    'return <a href="#top">Top</a>;',
    "formatDate(row.due)",
  ])("[TPL-5] leave alone: %s", (line) => {
    expect(conventionFaults("features/tasks/tasks-page.tsx", line)).toEqual([]);
  });
});
