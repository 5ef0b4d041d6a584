import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Served, serve } from "../gallery/browser.ts";
import { buildGallery } from "../gallery/build.ts";

const axePath = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));
const widths = [1440, 1024, 390, 320];
const themes = ["light", "dark"] as const;
const screens = [
  "page=template",
  "page=table",
  "page=table&state=empty",
  "page=table&state=loading",
  "page=table&state=error",
  "page=table&state=offline",
  "page=table#/?q=nothing+like+it&status=active",
  "page=table#/?open=doc2",
  "page=table#/?open=new",
  "page=tasks&state=empty",
  "page=board",
  "page=board&state=loading",
  "page=list",
  "page=list&grouped",
  "page=selection",
  "page=groups",
  "page=groups&state=empty",
  "page=components",
  "page=states",
];

let outDir = "";
let served: Served;

beforeAll(async () => {
  outDir = mkdtempSync(join(tmpdir(), "second-gallery-"));
  await buildGallery(outDir);
  served = await serve(outDir);
}, 120_000);

afterAll(async () => {
  await served.close();
  rmSync(outDir, { recursive: true });
});

async function open(screen: string, width: number, theme: "light" | "dark"): Promise<Page> {
  const page = await served.browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  await page.goto(`${served.url}?${screen}`, { waitUntil: "networkidle" });
  return page;
}

/** What axe finds against WCAG 2.2 A and AA, one line each. */
async function findings(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") }; // the script just added
    const { violations } = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} ${node.target.join(" ")} ${node.html.slice(0, 120)}`),
    );
  });
}

/** What is wider than the window without being made to scroll, and controls below 24 px. */
function measure(page: Page): Promise<{ sideways: number; small: string[]; tiny: string[] }> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      "button, input, textarea, select, [role=combobox]",
    );
    const shown = [...controls].filter(
      (control) => control.checkVisibility() && control.closest("[aria-hidden=true]") === null,
    );
    const name = (control: Element) => control.outerHTML.slice(0, 140);
    const targets = shown.map((control) => ({
      control,
      box: (control.closest(".control") ?? control).getBoundingClientRect(),
    }));
    return {
      sideways: document.documentElement.scrollWidth - window.innerWidth,
      small: targets
        .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
        .map(({ control }) => name(control)),
      tiny: shown
        .filter((control) => control.matches("input:not([type=checkbox], [type=radio]), textarea"))
        .filter((control) => Number.parseFloat(getComputedStyle(control).fontSize) < 16)
        .map(name),
    };
  });
}

describe("screens", () => {
  it.each(screens)(
    "[TPL-1] [TPL-5] [DEMO-25] %s: axe finds nothing and nothing scrolls sideways at any width, light and dark",
    async (screen) => {
      const page = await open(screen, 1440, "light");
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
          await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
          expect(await findings(page), `${width} ${theme}`).toEqual([]);
        }
        const { sideways, small, tiny } = await measure(page);
        expect(sideways, `${width}`).toBeLessThanOrEqual(0);
        expect(small, `${width}: controls are at least 24 px`).toEqual([]);
        if (width <= 720) expect(tiny, `${width}: fields are at least 16 px on phones`).toEqual([]);
      }
      await page.close();
    },
    120_000,
  );

  it("[TPL-1] would fail on a planted fault", async () => {
    const page = await open("page=template", 390, "light");
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        "beforeend",
        "<button style='width:9px;height:9px'></button><input style='width:600px'>",
      );
    });
    expect((await findings(page)).map((line) => line.split(" ")[0])).toEqual(
      expect.arrayContaining(["button-name", "label"]),
    );
    const { sideways, small, tiny } = await measure(page);
    expect([sideways > 0, small.length, tiny.length]).toEqual([true, 2, 1]);
    await page.close();
  });
});

describe("overlays", () => {
  it.each(themes)(
    "[DEMO-25] are found faultless by axe when open, %s",
    async (theme) => {
      const page = await open("page=states", 1440, theme);
      for (const name of ["Open dialog", "Open question", "Open conflict"]) {
        await page.getByRole("button", { name }).click();
        expect(await findings(page), String(name)).toEqual([]);
        await page.keyboard.press("Escape");
      }
      await page.getByRole("button", { name: "Show notice" }).click();
      expect(await findings(page)).toEqual([]);
      await page.goto(`${served.url}?page=components`);
      for (const name of [/^Category/, /^Owner/, /^Status/]) {
        await page.getByRole("combobox", { name }).click();
        await page.getByRole("option").first().waitFor();
        expect(await findings(page), String(name)).toEqual([]);
        await page.keyboard.press("Escape");
      }
      await page.getByRole("button", { name: "More actions" }).click();
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Open the calendar for Notice by" }).click();
      await page.getByRole("grid").waitFor();
      expect(await findings(page)).toEqual([]);
      await page.close();
    },
    60_000,
  );
});

const accents = ["indigo", "blue", "sky", "teal", "green", "ochre", "rust", "rose", "plum", "graphite"];
const text = 4.5;
const shape = 3;
const pairs: [string, string, number][] = [
  ["text", "surface", text],
  ["text-2", "surface", text],
  ["text-2", "active", text],
  ["text-3", "surface", text],
  ["text-3", "canvas", text],
  ["text-3", "sunken", text],
  ["text-3", "accent-soft", text],
  ["on-accent", "accent", text],
  ["on-accent", "accent-hover", text],
  ["accent-text", "surface", text],
  ["accent-text", "accent-soft", text],
  ["ok", "surface", text],
  ["ok", "ok-soft", text],
  ["warn", "warn-soft", text],
  ["bad", "surface", text],
  ["bad", "bad-soft", text],
  ["surface", "bad", text],
  ["surface", "bad-hover", text],
  ["info", "info-soft", text],
  ["violet", "violet-soft", text],
  ["on-tip", "tip", text],
  ["control-line", "surface", shape],
  ["control-line", "sunken", shape],
  ["focus", "surface", shape],
  ["focus", "accent-soft", shape],
  ["accent", "active", shape],
];

describe("tokens", () => {
  it("[TPL-2] keep their contrast for every accent in both themes, as rendered", async () => {
    const page = await open("page=template", 1440, "light");
    const low = await page.evaluate(
      ({ accents, pairs }) => {
        const root = document.documentElement;
        const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        if (!context) return ["no canvas"];
        const probe = document.body.appendChild(document.createElement("i"));
        const luminance = (token: string) => {
          probe.style.color = `var(--${token})`;
          context.fillStyle = getComputedStyle(probe).color;
          context.fillRect(0, 0, 1, 1);
          const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
            const part = byte / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const found: string[] = [];
        for (const theme of ["light", "dark"]) {
          for (const accent of accents) {
            root.dataset.theme = theme;
            root.dataset.accent = accent;
            for (const [front, back, needed] of pairs) {
              const [low = 0, high = 0] = [luminance(front), luminance(back)].sort((a, b) => a - b);
              const ratio = (high + 0.05) / (low + 0.05);
              if (ratio < needed) found.push(`${theme} ${accent}: ${front} on ${back} ${ratio.toFixed(2)}`);
            }
          }
        }
        return found;
      },
      { accents, pairs },
    );
    expect(low).toEqual([]);
    await page.close();
  });

  it("[TPL-2] follow the theme that the host tells, and no other window's", async () => {
    const page = await open("page=template", 1440, "light");
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    await page.evaluate(() =>
      window.postMessage({ source: "second-platform", type: "second:preview:theme", theme: "dark" }, "*"),
    );
    await expect.poll(theme).toBe("dark");
    await page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.srcdoc = `<script>parent.postMessage({source:"second-platform",type:"second:preview:theme",theme:"light"},"*");parent.postMessage("sent","*")</script>`;
      return new Promise((resolve) => {
        window.addEventListener("message", (event) => event.data === "sent" && resolve(null));
      });
    });
    expect(await theme()).toBe("dark");
    await page.close();
  });

  it("[TPL-2] make rows and controls lower where an app is compact", async () => {
    const heights: number[] = [];
    for (const density of ["comfortable", "compact"]) {
      const page = await open(`page=table&density=${density}`, 1440, "light");
      heights.push((await page.getByRole("row").nth(2).boundingBox())?.height ?? 0);
      await page.close();
    }
    expect(Math.round(heights[0] ?? 0)).toBe(44);
    expect(Math.round(heights[1] ?? 0)).toBe(36);
  });
});
