import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { visitor } from "./support/people.ts";
import { type Insider, joinAs, quickStart } from "./support/quick-start.ts";
import * as scenes from "./support/scenes.ts";
import { type ScriptedProduct, startScriptedProduct } from "./support/scripted-product.ts";
import type { Script } from "./support/scripted-worker.ts";
import { staged, words, wordsShown } from "./support/staged.ts";

/** Every state of an app's page in a real browser, with agents that do what a scene says. */

let product: ScriptedProduct;
let context: BrowserContext;
let page: Page;
let ada: Insider;
let complaints: string[];

test.beforeAll(async ({ browser }) => {
  product = await startScriptedProduct();
  ({ context, page, complaints } = await visitor(browser));
  ada = await quickStart(context, product.url, { name: "Ada Moreno", email: "ada@example.com" });
});
test.afterAll(async () => {
  await context?.close();
  await product?.stop();
  expect(complaints ?? []).toEqual([]);
});

const log = () => page.getByRole("log");
const button = (name: string | RegExp) => page.getByRole("button", { name });
const composer = () => page.getByLabel("Message to the builder");

/** A new app whose turns follow these scenes, one after the other. */
async function open(...turns: Script[]) {
  product.worker.next(...turns);
  const app = await ada.createApp("Track vendor renewals with owner, cost and notice date");
  await page.goto(app.page);
  return app;
}

async function send(words: string): Promise<void> {
  await composer().fill(words);
  await button("Send").click();
}

test.describe("the transcript", () => {
  test("[CHAT-1] [SEE-1] prose, thinking and steps", async () => {
    await open(scenes.prose);
    await expect(log().getByText("The chart starts")).toBeVisible();
    const link = log().getByRole("link", { name: "how sorting works" });
    await expect(link).toHaveAttribute("rel", "noopener noreferrer");
    await expectAccessible(page, "prose");

    await open(scenes.toolsRunning);
    await expect(log().getByRole("region", { name: "Command and output" })).toContainText("ok");
    await expect(log().getByText("Writing src/pages/spend.tsx")).toBeVisible();
    await button(/Edited src\/pages/).click();
    await button(/Read 5 files/).click();
    await expectAccessible(page, "steps");
  });

  test("[SEE-1] what goes on while nothing streams", async () => {
    await open(scenes.retrying);
    await expect(log().getByText(/limiting requests\. Trying again in \d+ s/)).toBeVisible();
    await expectAccessible(page, "retry");

    product.worker.isReachable = false;
    await open(scenes.prose);
    await expect(log().getByText("No builder is free yet. Still trying")).toBeVisible();
    product.worker.isReachable = true;
    await expect(log().getByText("The chart starts")).toBeVisible();
  });

  test("[CHAT-2] [SEE-1] failed, lost and stopped turns", async () => {
    await open(scenes.fails("model.auth_failed", "401 invalid key"));
    await expect(log().getByText("The provider refused the sign-in.")).toBeVisible();
    await button("Switch model").click();
    await expect(button(/^Agent and model/)).toBeFocused();
    await expectAccessible(page, "failed turn");

    await open(scenes.lost, scenes.prose);
    await expect(log().getByText("The agent was interrupted and continued.").first()).toBeVisible();

    await open(scenes.toolsStopped, scenes.prose);
    await expect(log().getByText("Editing src/app.tsx")).toBeVisible();
    await button("Stop").click();
    await expect(log().getByText("Interrupted while editing src/app.tsx")).toBeVisible();
    await expect(log().getByText(/Stopped after/)).toBeVisible();
    await expectAccessible(page, "stopped turn");
    await button("Try again").click();
    await expect(log().getByText("The chart starts")).toBeVisible();
    await expect(button(/Earlier attempt/)).toBeVisible();
  });

  test("[RUN-5] [CHAT-4] [SEE-1] a waiting message, and no connection", async () => {
    const { script, stage } = staged();
    await open(script);
    (await stage).say("I start with the data", { open: true });
    await expect(log().getByText("I start with the data")).toBeVisible();
    await composer().fill("Also add a filter by owner, please");
    await button("Queue").click();
    await expect(page.getByText("Next: Also add a filter")).toBeVisible();
    await expectAccessible(page, "queue");

    await context.setOffline(true);
    await composer().fill("And a chart");
    await expect(page.getByText("You are offline. The agent keeps working.")).toBeVisible();
    await expect(button("Queue")).toBeDisabled();
    await expectAccessible(page, "offline");
    await context.setOffline(false);
    await expect(button("Queue")).toBeEnabled();

    (await stage).fail("model.overloaded");
    await expect(page.getByText("Still wanted?")).toBeVisible();
    await button("Remove the waiting message").click();
    await expect(page.getByText("Still wanted?")).toBeHidden();
  });
});

test.describe("cards", () => {
  test("[CARD-1] [SEE-1] a plan: written, read, changed, approved", async () => {
    const { script, stage } = staged();
    await open(script, scenes.planOpen, scenes.connecting);
    scenes.planStreaming(await stage);
    await expect(log().getByText("Writing the plan")).toBeVisible();
    await expect(log().getByRole("heading", { name: "Vendor renewals" })).toBeVisible();
    await expectAccessible(page, "plan being written");

    // A slow machine draws the stored answer well after the written one, and the plan stays where it is.
    const developerTools = await page.context().newCDPSession(page);
    await developerTools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    await (await stage).platform("present_plan", scenes.plan);
    (await stage).end("presented");
    await expect(button("Approve and build")).toBeAttached();
    await expect(log().getByRole("heading", { name: "Vendor renewals" })).toBeInViewport();
    await developerTools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await expect(page.getByText(/sections? to your decision/)).toBeVisible();
    await expectAccessible(page, "plan");

    await page.getByRole("radio", { name: "No, change" }).first().click();
    await expect(page.getByLabel("What should change?")).toBeVisible();
    await expectAccessible(page, "plan with a wrong assumption");
    await button("Request changes").click();
    await expect(log().getByText("This assumption is wrong: Costs are yearly and in euros.")).toBeVisible();
    await expect(button(/Changes requested by Ada Moreno/)).toBeVisible();

    await button("Approve and build").click();
    await expect(button(/Plan approved by Ada Moreno/)).toBeVisible();
    // What was pressed is gone; the keyboard goes on in the conversation.
    await expect(log()).toBeFocused();
  });

  test("[CARD-3] two people decide at once: the first wins, the other learns who", async ({ browser }) => {
    const app = await open(scenes.planOpen, scenes.connecting);
    const theirs = await visitor(browser);
    const grace = { name: "Grace Okafor", email: "grace@example.com" };
    await joinAs(theirs.context, product.url, grace, ada);
    await theirs.page.goto(app.page);
    await expect(theirs.page.getByRole("button", { name: "Request changes" })).toBeAttached();
    await expect(button("Approve and build")).toBeAttached();
    // Grace writes what to change; her page does not hear of the approval in time.
    const request = theirs.page.getByRole("button", { name: "Request changes" });
    await request.click();
    await theirs.page.getByLabel("What should change?").fill("Add a region.");
    const looks = /\/runs\/\w+\/chat$/;
    await theirs.context.route(looks, (route) => route.abort());
    await button("Approve and build").click();
    await expect(button(/Plan approved by Ada Moreno/)).toBeVisible();
    await request.click();
    await expect(theirs.page.getByText("Ada Moreno already decided.")).toBeVisible();
    await theirs.context.unroute(looks);
    await expect(theirs.page.getByRole("button", { name: /Plan approved by Ada Moreno/ })).toBeVisible();
    await theirs.context.close();
  });

  test("[CARD-1] [SEE-1] suggestions: offered and chosen", async () => {
    await open(scenes.suggestionsOpen, scenes.prose);
    await expect(button(/A calendar of renewals/)).toBeVisible();
    await expectAccessible(page, "suggestions");
    await button(/A calendar of renewals/).click();
    await expect(button(/Suggestion chosen by Ada Moreno/)).toBeVisible();
    await expect(log().getByText("A calendar of renewals: Months side by side")).toBeVisible();
  });
});

test.describe("builds and the preview", () => {
  test("[PRE-9] [SEE-1] before the first version: live steps, then the app", async () => {
    const { script, stage } = staged();
    await open(scenes.planOpen, script);
    await button("Approve and build").click();
    const building = page.getByRole("region", { name: "Progress of the first version" });
    await expect(building.getByRole("heading", { name: "Writing the code" })).toBeVisible();
    scenes.manyTools(await stage);
    await expect(building.getByText("src/lib/renewals.ts")).toBeVisible();
    const call = (await stage).call("mcp__second__done_building", { summary: "x" });
    (await stage).emit({ type: "build", phase: "dependencies", durationMs: 0 });
    (await stage).emit({ type: "build", phase: "checking", durationMs: 80 });
    await expect(building.getByRole("heading", { name: "Checking and bundling" })).toBeVisible();
    await expect(log().getByText("Type check, running")).toBeVisible();
    await expectAccessible(page, "first build");

    await page.getByRole("tab", { name: "Versions" }).click();
    await expect(page.getByText("No version yet").last()).toBeVisible();
    await expectAccessible(page, "no versions");
    await page.getByRole("tab", { name: "Preview" }).click();

    const message = "1 error.";
    call.done({ status: "failed", stage: "check", message, errors: [failure] });
    await expect(building.getByRole("heading", { name: "Mending what did not build" })).toBeVisible();
    await expect(log().getByText("Build failed")).toBeVisible();
    await expectAccessible(page, "failed build");

    await (await stage).build("The list of renewals", scenes.artifact("Vendor renewals"));
    (await stage).end("completed");
    await expect(page.frameLocator("iframe").getByRole("heading", { name: "Vendor renewals" })).toBeVisible();
    await expect(log().getByText("Version 1 built")).toBeVisible();
    await expect(
      page.locator("p[role=status]").filter({ hasText: "The agent has finished." }),
    ).toBeAttached();
    await expectAccessible(page, "first version");
  });

  test("[PRE-4] [PRE-8] [SEE-1] sizes, links, and a page of its own", async () => {
    const app = await open(scenes.built("Vendor renewals"));
    const frame = page.frameLocator("iframe");
    await expect(frame.getByRole("heading", { name: "Vendor renewals" })).toBeVisible();
    for (const [width, height] of [
      [1280, 800],
      [768, 1024],
      [390, 844],
    ] as const) {
      await page.getByRole("radio", { name: String(width) }).click();
      await expect(page.getByText(new RegExp(`^${width} × ${height}`))).toBeVisible();
      expect(await widthInside(page)).toBe(width);
    }
    await button("Rotate").click();
    await expect(page.getByText(/^844 × 390/)).toBeVisible();
    expect(await widthInside(page)).toBe(844);
    await expectAccessible(page, "preview of a size");
    await page.getByRole("radio", { name: "Fit" }).click();

    await frame.getByRole("link", { name: "Spend" }).click();
    await expect(page.getByText("/#/spend")).toBeVisible();
    await frame.getByRole("link", { name: "Terms" }).click();
    const dialog = page.getByRole("dialog", { name: "Open example.com?" });
    await expect(dialog.getByRole("link", { name: "Open" })).toHaveAttribute("rel", "noopener noreferrer");
    await expectAccessible(page, "link dialog");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();

    const opening = context.waitForEvent("page");
    await page.getByRole("link", { name: "Open in a new tab" }).click();
    const own = await opening;
    await expect(own).toHaveURL(`${app.page}/open`);
    await expect(own.frameLocator("iframe").getByRole("heading", { name: "Vendor renewals" })).toBeVisible();
    expect(await widthInside(own)).toBe(
      await own.evaluate(() => document.querySelector("section")?.clientWidth),
    );
    await expectAccessible(own, "app on a page of its own");
    await own.close();
  });

  test("[PRE-7] [PRE-9] [VER-4] [SEE-1] versions, and a failed change over the last one", async () => {
    await open(
      scenes.built("Vendor renewals"),
      scenes.built("Renewals with filter", "A filter"),
      scenes.buildGivenUp,
    );
    const title = page.frameLocator("iframe[aria-hidden=false]").getByRole("heading");
    await expect(title).toHaveText("Vendor renewals");
    await send("A filter by owner");
    await expect(title).toHaveText("Renewals with filter");

    await button("Compare").click();
    await expect(page.getByRole("region", { name: "Changes of src/main.tsx" })).toContainText("A filter");
    await expectAccessible(page, "comparison");
    await button("Close the comparison").click();
    await expectAccessible(page, "versions");
    await button("Preview version 1").click();
    await expect(page.getByText("You are looking at version 1.")).toBeVisible();
    await expect(title).toHaveText("Vendor renewals");
    await expectAccessible(page, "an earlier version");
    await button("Back to the current one").click();

    await send("A chart");
    await expect(log().getByText("came back three times")).toBeVisible();
    await expect(page.getByText("The last change did not work out")).toBeVisible();
    await expect(title).toHaveText("Renewals with filter");
    await page.getByText("2 errors of its build").click();
    await expectAccessible(page, "failed change");

    await button("Put the conversation away").click();
    await expect(log()).toBeHidden();
    await button("Show the conversation").click();
    await expect(log()).toBeVisible();
  });

  test("[SEE-1] on a phone one pane at a time", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(scenes.planOpen, scenes.built("Vendor renewals"));
    await expect(button("Approve and build")).toBeAttached();
    await expectAccessible(page, "plan on a phone");
    await button("Approve and build").click();
    await expect(page.frameLocator("iframe").getByRole("heading")).toBeVisible();
    await expectAccessible(page, "preview on a phone");
    const panes = page.getByRole("navigation", { name: "Panes of the app" });
    await panes.getByRole("button", { name: "Chat" }).click();
    await expect(composer()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await panes.getByRole("button", { name: "Versions" }).click();
    await expect(page.getByRole("list", { name: "Versions" })).toBeVisible();
    await expectAccessible(page, "versions on a phone");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test("[ACC-1] [SEE-1] an app that is gone, or no longer for oneself", async () => {
    await page.goto(`${product.url}/w/${ada.slug}/apps/app_00000000000000000000000000`);
    const nothing = page.getByRole("heading", { name: "There is nothing here that you can see" });
    await expect(nothing).toBeVisible();

    const app = await open(scenes.prose);
    await expect(log().getByText("The chart starts")).toBeVisible();
    const problem = { type: "about:blank", code: "resource.not_found", title: "Nothing.", status: 404 };
    await page.route(`**${app.path}`, (route) => route.fulfill({ status: 404, json: problem }));
    await ada.call("PATCH", app.path, { description: "So that open pages look again" });
    await expect(nothing).toBeVisible();
    await expect(log()).toBeHidden();
    await expectAccessible(page, "no such app");
    await page.getByRole("link", { name: "Back to home" }).click();
    await expect(page.getByLabel("Describe the app you need")).toBeVisible();
  });
});

test.describe("a stream", () => {
  test("[LOG-1] [LOG-4] reloaded, shared by tabs and people and cut, it is whole in each", async ({
    browser,
  }) => {
    const { script, stage } = staged();
    const app = await open(script);
    const emit = async (text: string) =>
      (await stage).emit({ type: "text", partId: "one", delta: `${text} ` });
    await emit(words(0, 40));
    await expect(log().getByText("word39")).toBeVisible();

    await page.reload();
    await expect(log().getByText("word39")).toBeVisible();
    const second = await context.newPage();
    await second.goto(page.url());
    const theirs = await visitor(browser);
    await joinAs(theirs.context, product.url, { name: "Lin Zhou", email: "lin@example.com" }, ada);
    await theirs.page.goto(app.page);
    const watching = [page, second, theirs.page];
    for (const each of watching) await expect(each.getByRole("log").getByText("word39")).toBeVisible();
    await expect(theirs.page.getByRole("article", { name: "Ada Moreno" })).toBeVisible();

    for (const from of [40, 60, 80]) {
      await emit(words(from, from + 10));
      product.cutConnections();
      await emit(words(from + 10, from + 20));
    }
    for (const each of watching) {
      await expect(each.getByRole("log").getByText("word99")).toBeVisible();
      expect(await wordsShown(each)).toBe(words(0, 100));
    }

    (await stage).emit({ type: "part-end", partId: "one" });
    (await stage).end("completed");
    for (const each of watching) {
      await expect(each.getByRole("button", { name: "Stop" })).toBeHidden();
      expect(await wordsShown(each)).toBe(words(0, 100));
    }
    await second.close();
    await theirs.context.close();
  });
});

const failure = { file: "src/a.ts", line: 4, column: 1, code: "TS2322", message: "Not a number." };

/** CSS pixels that the app has. */
async function widthInside(where: Page): Promise<number | undefined> {
  const handle = await where.locator("iframe").elementHandle();
  return (await handle?.contentFrame())?.evaluate(() => innerWidth);
}
