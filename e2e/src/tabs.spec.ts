import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type LiveListWindow, liveList } from "./support/live-list.ts";
import { appFrame, visitor } from "./support/people.ts";
import { type Insider, quickStart } from "./support/quick-start.ts";
import { type ScriptedProduct, startScriptedProduct } from "./support/scripted-product.ts";
import type { Script, Stage } from "./support/scripted-worker.ts";
import { staged, words, wordsShown } from "./support/staged.ts";

/** Eight tabs of one browser over HTTP/1.1, which allows six connections to a host. */

const tabsOfEach = 4;
const handOverMs = 2_000;

let product: ScriptedProduct;
let context: BrowserContext;
let complaints: string[];
let ada: Insider;
test.beforeAll(async ({ browser }) => {
  product = await startScriptedProduct();
  ({ context, complaints } = await visitor(browser));
  ada = await quickStart(context, product.url, { name: "Ada Moreno", email: "ada@example.com" });
});
test.afterAll(async () => {
  await context?.close();
  await product?.stop();
});

interface Tab {
  page: Page;
  app: App;
  /** When each of its connections that are open now began. */
  connections: Map<unknown, number>;
}

interface App {
  title: string;
  address: string;
  tabs: Tab[];
  /** The turn that goes on. */
  stage: Stage | null;
}

const openTabs = (apps: readonly App[]) =>
  apps.flatMap(({ tabs }) => tabs).filter(({ page }) => !page.isClosed());

/** The tabs that hold a connection for live streams. */
const holders = (apps: readonly App[]) => openTabs(apps).filter(({ connections }) => connections.size > 0);

async function openTab(app: App): Promise<Tab> {
  const tab: Tab = { page: await context.newPage(), app, connections: new Map() };
  tab.page.on("request", (request) => {
    if (request.url().endsWith("/api/streams")) tab.connections.set(request, Date.now());
  });
  tab.page.on("requestfinished", (request) => tab.connections.delete(request));
  tab.page.on("requestfailed", (request) => tab.connections.delete(request));
  await tab.page.goto(app.address);
  app.tabs.push(tab);
  return tab;
}

async function begin(title: string): Promise<App> {
  const build: Script = async (stage) => {
    await stage.build(`The list of ${title}`, liveList(title));
    stage.end("completed");
  };
  product.worker.next(build);
  const { page: address } = await ada.createApp(`Track ${title}`);
  return { title, address, tabs: [], stage: null };
}

/** In the order of their names: writes of one moment may overtake each other. */
const rowsOf = async ({ page }: Tab) => (await (await appFrame(page)).locator("li").allTextContents()).sort();
const add = async ({ page }: Tab, name: string) =>
  (await appFrame(page)).evaluate((row) => (window as unknown as LiveListWindow).add(row), name);
const write = ({ stage }: App, from: number, to: number) =>
  stage?.emit({ type: "text", partId: "one", delta: `${words(from, to)} ` });

test("[GOV-116] [GOV-102] [GOV-114] eight tabs on two apps load, chat and update, whoever holds the connection", async () => {
  const apps = [await begin("vendors"), await begin("visitors")];
  const names = Array.from({ length: 20 }, (_, index) => `row ${index + 10}`);

  await test.step("every page loads", async () => {
    for (let count = 0; count < tabsOfEach; count += 1) for (const app of apps) await openTab(app);
    for (const { page, app } of openTabs(apps)) {
      await expect(page.frameLocator("iframe").getByRole("heading", { name: app.title })).toBeVisible();
      await expect(page.getByRole("log").getByText("Version 1 built")).toBeVisible();
      const protocol = () => performance.getEntriesByType("navigation").map((entry) => entry.toJSON());
      expect(await page.evaluate(protocol)).toMatchObject([{ nextHopProtocol: "http/1.1" }]);
    }
  });

  await test.step("one of them holds the connection", async () => {
    await expect.poll(() => holders(apps).length).toBe(1);
  });

  await test.step("every page chats", async () => {
    for (const app of apps) {
      const { script, stage } = staged();
      product.worker.next(script);
      const page = app.tabs.at(-1)?.page;
      await page?.getByLabel("Message to the builder").fill("Say some words");
      await page?.getByRole("button", { name: "Send" }).click();
      app.stage = await stage;
      write(app, 0, 20);
    }
    for (const { page } of openTabs(apps))
      await expect(page.getByRole("log").getByText("word19")).toBeVisible();
  });

  await test.step("every page updates", async () => {
    for (const app of apps)
      for (const name of names.slice(0, 3)) if (app.tabs[1]) await add(app.tabs[1], name);
    for (const tab of openTabs(apps))
      await expect.poll(() => rowsOf(tab), tab.app.title).toEqual(names.slice(0, 3));
  });

  await test.step("closing the tab that holds the connection hands over", async () => {
    const [holder] = holders(apps);
    const closedAt = Date.now();
    const closing = holder?.page.close();
    for (const [index, name] of names.slice(3).entries()) {
      for (const app of apps) {
        const [first] = app.tabs.filter((tab) => tab !== holder);
        if (first) await add(first, name);
        write(app, 20 + index, 21 + index);
      }
    }
    await closing;
    await expect.poll(() => holders(apps).length).toBe(1);
    const [next] = holders(apps);
    expect(next).not.toBe(holder);
    expect(Math.min(...(next?.connections.values() ?? [])) - closedAt).toBeLessThan(handOverMs);
  });

  await test.step("nothing is lost or repeated", async () => {
    for (const app of apps) {
      app.stage?.emit({ type: "part-end", partId: "one" });
      app.stage?.end("completed");
    }
    const tabs = openTabs(apps);
    expect(tabs).toHaveLength(2 * tabsOfEach - 1);
    for (const tab of tabs) {
      await expect(tab.page.getByRole("button", { name: "Stop" })).toBeHidden();
      expect(await wordsShown(tab.page)).toBe(words(0, 37));
      await expect.poll(() => rowsOf(tab), tab.app.title).toEqual(names);
    }
    expect(complaints).toEqual([]);
  });
});
