import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Served, serve } from "../gallery/browser.ts";
import { buildGallery } from "../gallery/build.ts";

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

async function inPage(query: string, act: (page: Page) => Promise<void>, width = 1440): Promise<void> {
  const context = await served.browser.newContext({
    viewport: { width, height: 900 },
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${served.url}?${query}`);
  await act(page);
  await context.close();
}

const focused = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
  );
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

describe("Table", () => {
  it("[DEMO-25] opens a row by keyboard, goes from row to row with arrows, and gives the focus back", () =>
    inPage("page=table", async (page) => {
      await button(page, "Open Inkwell Press").focus();
      await page.keyboard.press("ArrowDown");
      expect(await focused(page)).toBe("Open Brightdesk");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Brightdesk" }).waitFor();
      await page.keyboard.press("Escape");
      await expect.poll(() => focused(page)).toBe("Open Brightdesk");
    }));

  it("[DEMO-24] keeps search, view, filter, sort and open row in the URL over a reload", () =>
    inPage("page=table", async (page) => {
      await page.getByRole("button", { name: "Vendor", exact: true }).click();
      await page.keyboard.press("/");
      await page.keyboard.type("le");
      await button(page, /^Notice in 30 days/).click();
      await page.getByRole("button", { name: "Status" }).first().click();
      await page.getByRole("menuitem", { name: "In review" }).click();
      await page.reload();
      expect(await page.getByRole("searchbox").inputValue()).toBe("le");
      expect(await button(page, /^Notice in 30 days/).getAttribute("aria-pressed")).toBe("true");
      await button(page, "Remove the filter Status: In review").waitFor();
      expect(page.url()).toContain("q=le");
      await button(page, "Clear search and filters").click();
      expect(await page.getByRole("columnheader", { name: "Vendor" }).getAttribute("aria-sort")).toBe(
        "ascending",
      );
      await button(page, "Open Cloudmere").click();
      await page.reload();
      await page.getByRole("dialog", { name: "Cloudmere" }).waitFor();
      await page.goBack();
      await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
    }));

  it("sorts by value in both directions, with what is not set last", () =>
    inPage("page=table", async (page) => {
      const first = () => page.getByRole("row").nth(1).textContent();
      await button(page, "A year").click();
      expect(await first()).toContain("Saltmarsh Legal");
      await button(page, "A year").click();
      expect(await first()).toContain("€96,200");
    }));

  it("selects rows one by one and all at once", () =>
    inPage("page=selection", async (page) => {
      await page.getByRole("checkbox", { name: "Select Brightdesk" }).press("Space");
      await page.getByText("1 selected").waitFor();
      await page.getByRole("checkbox", { name: "Select all" }).press("Space");
      await page.getByText("12 selected").waitFor();
      await button(page, "Clear").click();
      expect(await page.getByText("selected").count()).toBe(0);
    }));

  it("[DEMO-25] shows two lines a row on a phone: name and status, day and amount", () =>
    inPage(
      "page=table",
      async (page) => {
        const row = page.getByRole("row").filter({ hasText: "Brightdesk" });
        const place = async (text: string | RegExp) =>
          (await row.getByText(text).first().boundingBox()) ?? { x: 0, y: 0 };
        const [name, status, day, amount] = [
          await place("Brightdesk"),
          await place("Active"),
          await place("in 2 days"),
          await place("€18,400"),
        ];
        expect(Math.abs(name.y - status.y)).toBeLessThan(8);
        expect(day.y).toBeGreaterThan(name.y + 12);
        expect(Math.abs(day.y - amount.y)).toBeLessThan(8);
        expect(await row.getByText("Support desk").isVisible()).toBe(false);
      },
      390,
    ));
});

describe("Board", () => {
  it("[DEMO-25] moves a card with its menu, by keyboard alone, and says so", () =>
    inPage("page=board", async (page) => {
      await button(page, "Move Hanna Brandt to another stage").focus();
      await page.keyboard.press("Enter");
      await page.getByRole("menuitem", { name: "Interview" }).focus();
      await page.keyboard.press("Enter");
      await page
        .getByRole("region", { name: "Interview" })
        .getByRole("article", { name: "Hanna Brandt" })
        .waitFor();
      await page.getByText("Hanna Brandt moved to Interview.").waitFor({ state: "attached" });
    }));

  it("moves a card by dragging, and a click still opens it", () =>
    inPage("page=board", async (page) => {
      const card = page.getByRole("article", { name: "Salma Idrissi" });
      const from = await card.boundingBox();
      const to = await page.getByRole("region", { name: "Offer" }).boundingBox();
      if (!from || !to) throw new Error("the board is not there");
      await page.mouse.move(from.x + 40, from.y + 40);
      await page.mouse.down();
      await page.mouse.move(from.x + 60, from.y + 50, { steps: 4 });
      await page.mouse.move(to.x + 80, to.y + 80, { steps: 8 });
      await page.mouse.up();
      await page
        .getByRole("region", { name: "Offer" })
        .getByRole("article", { name: "Salma Idrissi" })
        .waitFor();
      await button(page, "Open Peter Hughes").click();
      await page.getByText("Peter Hughes opened.").first().waitFor();
    }));

  it("[DEMO-23] leaves the card where it was and offers Try again when the move is refused", () =>
    inPage("page=board&state=failing", async (page) => {
      await button(page, "Move Hanna Brandt to another stage").click();
      await page.getByRole("menuitem", { name: "Offer" }).click();
      await button(page, "Try again").waitFor();
      await page
        .getByRole("region", { name: "Applied" })
        .getByRole("article", { name: "Hanna Brandt" })
        .waitFor();
    }));

  it("shows one stage at a time on a phone", () =>
    inPage(
      "page=board",
      async (page) => {
        await page.getByRole("article", { name: "Hanna Brandt" }).waitFor();
        expect(await page.getByRole("article").filter({ visible: true }).count()).toBe(3);
        await button(page, /^Offer/).click();
        expect(await page.getByRole("article").filter({ visible: true }).count()).toBe(1);
        await page.reload();
        await page.getByRole("article", { name: "Beatriz Costa" }).waitFor();
      },
      390,
    ));
});

describe("RowDrawer", () => {
  it("[DEMO-23] marks mistakes, goes to the first, and adds the row once they are gone", () =>
    inPage("page=table", async (page) => {
      await button(page, "Add contract").first().click();
      const drawer = page.getByRole("dialog", { name: "New contract" });
      await drawer.getByLabel("A year").fill("12.5k");
      await drawer.getByRole("button", { name: "Add contract" }).click();
      await drawer.getByText("Enter the vendor’s name.").waitFor();
      await drawer.getByText("Digits only, as 12,500.").waitFor();
      await drawer.getByText("2 fields need a look").waitFor();
      expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-invalid"))).toBe("true");
      await page.keyboard.type("Atlas");
      await drawer.getByLabel("A year").fill("12,500.5");
      await drawer.getByRole("combobox", { name: "Category" }).fill("New kind");
      await page.keyboard.press("Tab");
      await drawer.getByRole("combobox", { name: "Owner" }).fill("mei");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await drawer.getByRole("textbox", { name: "Notice by" }).fill("24.12.2026");
      await page.keyboard.press("Enter");
      await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
      const row = page.getByRole("row").filter({ hasText: "Atlas" });
      const text = await row.textContent();
      for (const part of ["New kind", "Mei Tanaka", "€12,500.50", "24 Dec 2026"])
        expect(text).toContain(part);
    }));

  it("[DEMO-23] deletes without a question and brings the row back with Undo", () =>
    inPage("page=table", async (page) => {
      await button(page, "Open Cloudmere").click();
      await button(page, "Delete").click();
      await expect.poll(() => page.getByRole("row").filter({ hasText: "Cloudmere" }).count()).toBe(0);
      await button(page, "Undo").click();
      await page.getByRole("row").filter({ hasText: "Cloudmere" }).waitFor();
    }));

  it("[DEMO-23] brings back with Undo what the form does not list, too, as a document of its own", () =>
    inPage("page=table", async (page) => {
      const stored = () =>
        page.evaluate(() =>
          window.gallery.documents("contracts").filter((doc) => Object.values(doc).includes("Cloudmere")),
        );
      await page.evaluate(() =>
        window.gallery.changeElsewhere("contracts", "Cloudmere", { summary: "Renewed twice." }),
      );
      const [doomed] = await stored();
      await button(page, "Open Cloudmere").click();
      await button(page, "Delete").click();
      await expect.poll(stored).toEqual([]);
      await button(page, "Undo").click();
      await expect
        .poll(stored)
        .toMatchObject([{ summary: "Renewed twice.", amount: 9_620_000, _version: 1 }]);
      const [restored] = await stored();
      expect(restored?._id).not.toBe(doomed?._id);
    }));

  it("[DEMO-23] keeps what was typed when a save fails, and saves it with Try again", () =>
    inPage("page=table&state=failing", async (page) => {
      await button(page, "Open Cloudmere").click();
      await page.getByRole("dialog").getByLabel("A year").fill("100");
      await button(page, "Save").click();
      await page.getByText("Cloudmere was not saved.").first().waitFor();
      expect(await page.getByRole("dialog", { name: "Cloudmere" }).getByLabel("A year").inputValue()).toBe(
        "100.00",
      );
      await page.evaluate(() => window.gallery.setState({ failWrites: null }));
      await button(page, "Try again").click();
      await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
      expect(await page.getByRole("row").filter({ hasText: "Cloudmere" }).textContent()).toContain("€100");
    }));

  it("[DEMO-23] shows both values when someone else changed the row, and saves mine over theirs only when asked", () =>
    inPage("page=table", async (page) => {
      await button(page, "Open Cloudmere").click();
      await page.evaluate(() =>
        window.gallery.changeElsewhere("contracts", "Cloudmere", { amount: 9_200_000 }),
      );
      await page.getByRole("dialog").getByLabel("A year").fill("98,000");
      await button(page, "Save").click();
      const conflict = page.getByRole("dialog", { name: "Someone changed this while you typed" });
      expect(await conflict.textContent()).toMatch(/A year, theirs\s*€92,000[\s\S]*A year, yours\s*€98,000/);
      await conflict.getByRole("button", { name: "Save mine" }).click();
      await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
      expect(await page.getByRole("row").filter({ hasText: "Cloudmere" }).textContent()).toContain("€98,000");
    }));

  it("says that a row in the URL is gone", () =>
    inPage("page=table#/?open=nobody", async (page) => {
      await page.getByRole("dialog", { name: "This contract is gone" }).waitFor();
    }));
});

describe("fields", () => {
  it("chooses a day from the calendar by keyboard", () =>
    inPage("page=components", async (page) => {
      await button(page, "Open the calendar for Notice by").press("Enter");
      await page.getByRole("grid").waitFor();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.getByText('"day":"2026-12-16"').waitFor();
      expect(await page.getByLabel("Notice by", { exact: true }).inputValue()).toBe("16 Dec 2026");
    }));

  it("turns a number with the arrows, within its bounds", () =>
    inPage("page=components", async (page) => {
      const seats = page.getByLabel("Seats");
      await seats.fill("19");
      for (let press = 0; press < 3; press++) await seats.press("ArrowUp");
      await page.getByText('"seats":20').waitFor();
    }));

  it("clears a person, and finds one by name", () =>
    inPage("page=components", async (page) => {
      await button(page, "Clear Owner").click();
      const owner = page.getByRole("combobox", { name: "Owner" });
      expect(await owner.inputValue()).toBe("");
      await owner.fill("tomas");
      await page.getByRole("option", { name: "Tomás Lindqvist" }).click();
      expect(await owner.inputValue()).toBe("Tomás Lindqvist");
    }));

  it("takes only what is offered where new values are not allowed", () =>
    inPage("page=components", async (page) => {
      const owner = page.getByRole("combobox", { name: "Owner" });
      await owner.fill("nobody I know");
      await page.keyboard.press("Tab");
      expect(await owner.inputValue()).toBe("Jonas Weil");
    }));
});

describe("ListDetail", () => {
  it("goes through the list with J and K", () =>
    inPage("page=list", async (page) => {
      await page.getByText("Choose an item").waitFor();
      await page.keyboard.press("j");
      await page.getByRole("heading", { name: "Brightdesk" }).waitFor();
      await page.keyboard.press("j");
      await page.getByRole("heading", { name: "Cloudmere" }).waitFor();
      await page.keyboard.press("k");
      await page.getByRole("heading", { name: "Brightdesk" }).waitFor();
    }));

  it("shows one pane on a phone", () =>
    inPage(
      "page=list",
      async (page) => {
        await button(page, /Cloudmere/).click();
        expect(await page.getByRole("searchbox").isVisible()).toBe(false);
        await button(page, "Back to the list").click();
        expect(await page.getByRole("searchbox").isVisible()).toBe(true);
      },
      390,
    ));
});

describe("AppFrame", () => {
  it("[DEMO-23] keeps data readable offline and says how old it is", () =>
    inPage("page=table&state=offline", async (page) => {
      await page.getByText(/You are offline. Showing data from .*\d\d:\d\d/).waitFor();
      await button(page, "Open Cloudmere").waitFor();
    }));

  it("[DEMO-23] keeps the frame and offers to load a broken screen again", () =>
    inPage("page=states", async (page) => {
      await button(page, "Load it again").waitFor();
      await page.getByText("Your data is safe.").waitFor();
    }));
});
