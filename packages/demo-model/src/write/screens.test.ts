import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Frame, Page } from "@playwright/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppSpec } from "../spec/app-spec.ts";
import { parseSigns } from "../spec/field-signs.ts";
import { understand } from "../understand/understand.ts";
import { type ServedApp, serveApp, startBrowser } from "./testing/served-app.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

function specOf(prompt: string): AppSpec {
  const understood = understand(prompt);
  if (understood.kind !== "app") throw new Error(`“${prompt}” was read as ${understood.kind}`);
  return understood.spec;
}

const themeOf = (app: Frame): Promise<string | undefined> =>
  app.evaluate(() => document.documentElement.dataset.theme);

/** What axe finds in the app, as short texts. */
async function findings(app: Frame): Promise<string[]> {
  await app.evaluate(axeSource);
  return app.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  });
}

interface Opened {
  page: Page;
  app: Frame;
}

async function open(browser: Browser, served: ServedApp, { query = "", width = 1440 } = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  return visit(page, served.url + query);
}

async function visit(page: Page, url: string): Promise<Opened> {
  await page.goto(url);
  const app = page.frames().find((frame) => frame.url().endsWith("index.html"));
  if (!app) throw new Error("The page has no app.");
  await app.getByRole("heading", { level: 1 }).waitFor();
  return { page, app };
}

const scrollsSideways = (app: Frame): Promise<boolean> =>
  app.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Rows as people would enter them, put where the stand-in keeps its documents. */
async function fill({ page }: Opened, collection: string, rows: object[]): Promise<void> {
  await page.evaluate(
    ([name, all]) => {
      const meta = {
        _version: 1,
        _createdAt: "2026-11-01T09:00:00Z",
        _updatedAt: "2026-11-01T09:00:00Z",
        _createdBy: "ada",
        _updatedBy: "ada",
      };
      const docs = all.map((row, index) => ({ ...meta, ...row, _id: `doc${index}` }));
      localStorage.setItem(
        "documents",
        JSON.stringify({ [name]: Object.fromEntries(docs.map((doc) => [doc._id, doc])) }),
      );
    },
    [collection, rows] as const,
  );
}

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const contracts = [
  {
    vendor: "Brightdesk",
    category: "Support desk",
    owner: "ada",
    amount: 1_840_000,
    noticeBy: day(2),
    renewsOn: day(32),
    status: "in-review",
    notes: "",
  },
  {
    vendor: "Cloudmere",
    category: "Hosting",
    owner: null,
    amount: 9_620_000,
    noticeBy: day(21),
    renewsOn: day(50),
    status: "renewing",
    notes: "Asked for a longer term.",
  },
  {
    vendor: "Kestrel Telecom, with a rather long name of its own",
    category: "Mobile",
    owner: "grace",
    amount: 447_500,
    noticeBy: day(90),
    renewsOn: day(120),
    status: "active",
    notes: "",
  },
];
const candidates = [
  {
    name: "Hanna Brandt",
    role: "Dock planner",
    source: "Referral",
    recruiter: "grace",
    score: 4,
    nextStep: day(1),
    stage: "applied",
  },
  {
    name: "Diego Salas",
    role: "Driver",
    source: "Job board",
    recruiter: null,
    score: null,
    nextStep: null,
    stage: "interview",
  },
];

const typed = {
  Name: "Rex",
  Weight: "31.5",
  Price: "1250.50",
  "Next visit": "2027-03-04",
  Address: "rex@example.com",
  Notes: "Likes the sea.",
};

describe("a table app in Chromium", () => {
  let browser: Browser;
  let served: ServedApp;
  beforeAll(async () => {
    [browser, served] = [await startBrowser(), await serveApp(specOf("Track vendor renewals"))];
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  it.each(["light", "dark"])(
    "[DEMO-25] axe finds nothing, empty, full and open, in %s",
    async (theme) => {
      const empty = await open(browser, served, { query: `?theme=${theme}` });
      await empty.app.getByText("No contracts yet").waitFor();
      expect(await findings(empty.app)).toEqual([]);
      await fill(empty, "contracts", contracts);
      const full = await visit(empty.page, `${served.url}?theme=${theme}`);
      await expect.poll(() => themeOf(full.app)).toBe(theme);
      await full.app.getByText("Cloudmere").first().waitFor();
      expect(await findings(full.app)).toEqual([]);
      await full.app.getByRole("button", { name: "Open Cloudmere" }).click();
      await full.app.getByRole("dialog").waitFor();
      expect(await findings(full.app)).toEqual([]);
      await full.page.close();
    },
    60_000,
  );

  it.each([1440, 1024, 390, 320])(
    "[DEMO-25] does not scroll sideways at %i px",
    async (width) => {
      const first = await open(browser, served, { width });
      await fill(first, "contracts", contracts);
      const { app, page } = await visit(first.page, served.url);
      await app.getByText("Cloudmere").first().waitFor();
      expect(await scrollsSideways(app)).toBe(false);
      const table = app.getByRole("table").locator("..");
      expect(await table.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(false);
      await page.close();
    },
    60_000,
  );

  it("[DEMO-23] [DEMO-24] adds, edits, filters, keeps its view over a reload, deletes and undoes", async () => {
    const { page, app } = await open(browser, served);
    await app.getByRole("button", { name: "Add contract" }).first().click();
    const add = app.getByRole("dialog").getByRole("button", { name: "Add contract" });
    await add.click();
    await app.getByText("Enter the vendor.").waitFor();
    await app.getByLabel("Vendor").fill("Brightdesk");
    await app.getByLabel("Amount").fill("1200.50");
    await add.click();
    await app.getByRole("button", { name: "Open Brightdesk" }).click();
    await app.getByLabel("Notes").fill("Call them.");
    await app.getByRole("button", { name: "Save" }).click();
    await app.getByRole("dialog").waitFor({ state: "detached" });
    await app.getByLabel("Search contracts").fill("call");
    await app.getByRole("button", { name: "Open Brightdesk" }).waitFor();
    await app.getByLabel("Search contracts").fill("nothing like it");
    await app.getByText("No contract matches").waitFor();
    const reloaded = page.waitForEvent("framenavigated");
    await app.evaluate(() => location.reload());
    await reloaded;
    await app.getByRole("heading", { level: 1 }).waitFor();
    await app.getByText("No contract matches").waitFor();
    await app.getByRole("button", { name: "Clear search and filters" }).click();
    await app.getByRole("button", { name: "No owner" }).click();
    await app.getByRole("button", { name: "Open Brightdesk" }).click();
    await app.getByRole("button", { name: "Delete" }).click();
    await app.getByText("No contracts yet").waitFor();
    await app.getByRole("button", { name: "Undo" }).click();
    await app.getByRole("button", { name: "Open Brightdesk" }).waitFor();
    await page.close();
  }, 60_000);

  it("[DEMO-23] shows a second person's change at once, and both values of a conflict", async () => {
    const context = await browser.newContext();
    const [first, second] = [await context.newPage(), await context.newPage()];
    await visit(first, `${served.url}?as=ada`);
    await fill({ page: first, app: first.mainFrame() }, "contracts", contracts);
    const ada = await visit(first, `${served.url}?as=ada`);
    const grace = await visit(second, `${served.url}?as=grace`);
    await grace.app.getByRole("button", { name: "Open Cloudmere" }).click();
    await ada.app.getByRole("button", { name: "Open Cloudmere" }).click();
    await ada.app.getByLabel("Vendor").fill("Cloudmere One");
    await ada.app.getByRole("button", { name: "Save" }).click();
    await ada.app.getByRole("button", { name: "Open Cloudmere One" }).waitFor();
    await grace.app.getByLabel("Vendor").fill("Cloudmere Two");
    await grace.app.getByRole("button", { name: "Save" }).click();
    const conflict = grace.app.getByRole("dialog", { name: "Someone changed this while you typed" });
    await conflict.getByText("Cloudmere One").waitFor();
    await conflict.getByText("Cloudmere Two").waitFor();
    await conflict.getByRole("button", { name: "Save mine" }).click();
    await ada.app.getByRole("button", { name: "Open Cloudmere Two" }).waitFor();
    await context.close();
  }, 60_000);
});

describe("a board app in Chromium", () => {
  let browser: Browser;
  let served: ServedApp;
  beforeAll(async () => {
    [browser, served] = [await startBrowser(), await serveApp(specOf("A board for our hiring pipeline"))];
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  it.each(["light", "dark"])(
    "[DEMO-25] axe finds nothing, empty and full, in %s",
    async (theme) => {
      const empty = await open(browser, served, { query: `?theme=${theme}` });
      await empty.app.getByText("No candidates yet").waitFor();
      expect(await findings(empty.app)).toEqual([]);
      await fill(empty, "candidates", candidates);
      const full = await visit(empty.page, `${served.url}?theme=${theme}`);
      await expect.poll(() => themeOf(full.app)).toBe(theme);
      await full.app.getByText("Hanna Brandt").waitFor();
      expect(await findings(full.app)).toEqual([]);
      await full.page.close();
    },
    60_000,
  );

  it.each([1440, 1024, 390, 320])(
    "[DEMO-25] scrolls nothing but the board sideways at %i px",
    async (width) => {
      const first = await open(browser, served, { width });
      await fill(first, "candidates", candidates);
      const { app, page } = await visit(first.page, served.url);
      await app.getByText("Hanna Brandt").waitFor();
      expect(await scrollsSideways(app)).toBe(false);
      expect(await findings(app)).toEqual([]);
      await page.close();
    },
    60_000,
  );

  it("[DEMO-23] moves a card by keyboard, and adds one to a stage", async () => {
    const first = await open(browser, served);
    await fill(first, "candidates", candidates);
    const { app, page } = await visit(first.page, served.url);
    await app.getByRole("button", { name: "Move Hanna Brandt to another stage" }).focus();
    await page.keyboard.press("Enter");
    await app.getByRole("menuitem", { name: "Hired" }).click();
    await app.getByRole("region", { name: "Hired" }).getByText("Hanna Brandt").waitFor();
    await app.getByRole("button", { name: "Add candidate to Offer" }).first().click();
    await app.getByLabel("Name").fill("Mei Tanaka");
    await app.getByRole("dialog").getByRole("button", { name: "Add candidate" }).click();
    await app.getByRole("region", { name: "Offer" }).getByText("Mei Tanaka").waitFor();
    await page.close();
  }, 60_000);
});

const everyKind: AppSpec = {
  ...specOf("Track dogs"),
  fields: parseSigns(
    "name notes… weight# price$ next_visit:d keeper@ vaccinated? address~ breed+ status[Healthy|Sick]",
  ),
};

describe.each(["table", "board"] as const)("every kind of field in a %s", (layout) => {
  let browser: Browser;
  let served: ServedApp;
  beforeAll(async () => {
    [browser, served] = [await startBrowser(), await serveApp({ ...everyKind, layout })];
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  it("[DEMO-26] is entered, stored, shown again, filtered and found", async () => {
    const { page, app } = await open(browser, served);
    await app.getByRole("button", { name: "Add dog" }).first().click();
    for (const [label, value] of Object.entries(typed)) await app.getByLabel(label).first().fill(value);
    await app.getByRole("combobox", { name: "Keeper" }).fill("Grace");
    await app.getByRole("option", { name: "Grace Okafor" }).click();
    await app.getByRole("combobox", { name: "Breed" }).fill("Collie");
    await app.getByRole("option").first().click();
    await app.getByRole("checkbox", { name: "Vaccinated" }).click();
    await app.getByRole("combobox", { name: "Status" }).click();
    await app.getByRole("option", { name: "Sick" }).click();
    await app.getByRole("dialog").getByRole("button", { name: "Add dog" }).click();
    await app.getByRole("button", { name: "Open Rex" }).waitFor();
    const stored = await page.evaluate(
      () => Object.values(JSON.parse(localStorage.getItem("documents") ?? "{}").dogs)[0],
    );
    expect(stored).toMatchObject({
      name: "Rex",
      notes: "Likes the sea.",
      weight: 31.5,
      price: 125_050,
      nextVisit: "2027-03-04",
      keeper: "grace",
      vaccinated: true,
      address: "rex@example.com",
      breed: "Collie",
      status: "sick",
    });
    await app.getByLabel("Search dogs").fill("sea collie");
    await app.getByRole("button", { name: "Keeper", exact: true }).click();
    await app.getByRole("menuitem", { name: "Ada Moreno" }).click();
    await app.getByText("No dog matches").waitFor();
    await app.getByRole("button", { name: "Clear search and filters" }).click();
    await app.getByRole("button", { name: "Open Rex" }).click();
    expect(await app.getByLabel("Notes").inputValue()).toBe("Likes the sea.");
    await app.getByLabel("Weight").fill("heavy");
    await app.getByRole("button", { name: "Save" }).click();
    await app.getByText("1 field needs a look").waitFor();
    expect(await findings(app)).toEqual([]);
    await page.close();
  }, 60_000);
});
