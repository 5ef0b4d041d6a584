import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame, Page } from "@playwright/test";
import { expect } from "@playwright/test";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Faults that axe finds (WCAG 2.2 A and AA) in a page or a frame, as readable lines. */
async function faults(place: Page | Frame): Promise<string[]> {
  // The page's policy allows no foreign script; axe comes in through the debugger, as evaluated code.
  await place.evaluate(source);
  const violations = await place.evaluate(
    (values) =>
      (globalThis as unknown as { axe: { run(options: unknown): Promise<{ violations: Violation[] }> } }).axe
        .run({ runOnly: { type: "tag", values }, iframes: false })
        .then((result) => result.violations),
    rules,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${id}: ${node.target.join(" ")} — ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`,
    ),
  );
}

/** Looks at a page in light and dark; nothing may be found in either. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  const before = await page.evaluate(() => document.documentElement.dataset.theme ?? "system");
  for (const theme of ["light", "dark"]) {
    await setTheme(page, theme);
    expect(await faults(page), `${name}, ${theme}`).toEqual([]);
  }
  await setTheme(page, before);
}

/** The same for the app inside the preview's frame. */
export async function expectAppAccessible(page: Page, frame: Frame): Promise<void> {
  for (const theme of ["light", "dark"]) {
    await setTheme(page, theme);
    await frame.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
    expect(await faults(frame), `app, ${theme}`).toEqual([]);
  }
  await setTheme(page, "light");
}

async function setTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.dataset.theme = value;
  }, theme);
  // Colours may move for a moment; axe must see them at rest.
  await page.waitForTimeout(250);
}
