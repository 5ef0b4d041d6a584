import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/axe.ts";
import { faultyApp, mendedApp } from "./support/faulty-app.ts";
import { appFrame } from "./support/people.ts";
import { type Insider, quickStart } from "./support/quick-start.ts";
import { type ScriptedProduct, startScriptedProduct } from "./support/scripted-product.ts";
import type { Script } from "./support/scripted-worker.ts";

/** An app that fails in a person's hands, and the ways to mend it. */

let product: ScriptedProduct;
let context: BrowserContext;
let page: Page;
let ada: Insider;

test.beforeAll(async ({ browser }) => {
  product = await startScriptedProduct();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  ada = await quickStart(context, product.url, { name: "Ada Moreno", email: "ada@example.com" });
});
test.afterAll(async () => {
  await context?.close();
  await product?.stop();
});

const builds =
  (artifact: Record<string, string>, heard: (prompt: string) => void = () => undefined): Script =>
  async (stage) => {
    heard(stage.prompt);
    await stage.build("Built it.", artifact);
    stage.say("Done.");
    stage.end("completed");
  };

/** A new app that shows; its further turns follow these scenes. */
async function open(...turns: Script[]): Promise<void> {
  product.worker.next(builds(faultyApp("Vendor spend")), ...turns);
  await page.goto((await ada.createApp("Track what vendors cost")).page);
  await expect(page.getByText("Version 1 built")).toBeVisible();
}

async function showSpend(): Promise<void> {
  const frame = await appFrame(page);
  await frame.getByRole("button", { name: "Show spend" }).click();
}

const bar = () => page.getByRole("status", { name: "Error of the app" });
const consolePanel = () => page.getByRole("region", { name: "Console" });
const button = (name: string | RegExp) => page.getByRole("button", { name });
const log = () => page.getByRole("log", { name: "Conversation" });
const words = "TypeError: Cannot read properties of undefined (reading 'toFixed')";

test("[HEAL-1] [HEAL-3] [PRE-9] an error is shown, handed to the agent, and fixed", async () => {
  let asked = "";
  await open(
    builds(mendedApp("Vendor spend"), (prompt) => {
      asked = prompt;
    }),
  );
  await expect(bar()).toBeHidden();
  await showSpend();
  await expect(bar()).toContainText(words);
  await showSpend();
  await expect(bar()).toContainText("2 times");
  await expectAccessible(page, "error bar");

  await test.step("the console tells all of it", async () => {
    await button("Details").click();
    await expect(consolePanel()).toContainText("contracts: 63 documents, live");
    await expect(consolePanel()).toContainText("Blocked: an image from https://example.com/logo.png");
    await expect(consolePanel()).toContainText("1 error, 3 messages since version 1 opened");
    await expectAccessible(page, "console");
    await consolePanel().getByRole("radio", { name: "Errors" }).click();
    await expect(consolePanel()).not.toContainText("63 documents");
    await expect(consolePanel()).toContainText(words);
  });

  await test.step("nothing is sent until a person says so", async () => {
    expect((await page.request.get(page.url())).ok()).toBe(true);
    expect(asked).toBe("");
    await consolePanel().getByRole("button", { name: "Fix with agent" }).click();
    await expect(log().getByText("Fix: TypeError")).toBeVisible();
    await expect(page.getByText("Version 2 built")).toBeVisible();
  });
  expect(asked).toContain("<untrusted>");
  expect(asked).toContain(words);
  expect(asked).toContain("showSpend");
  expect(asked).not.toContain("/preview/");

  await test.step("the new version is free of it", async () => {
    await expect(consolePanel()).toContainText("since version 2 opened");
    await showSpend();
    await expect((await appFrame(page)).getByText("No cost yet")).toBeVisible();
    await expect(consolePanel()).toContainText("0 errors");
    await log()
      .getByRole("button", { name: /^Fix: TypeError/ })
      .click();
    await expectAccessible(page, "fixed");
    await button("Close the console").click();
    await expect(bar()).toBeHidden();
  });
});

test("[HEAL-4] after two fixes that left it, there are other ways on", async () => {
  await open(builds(faultyApp("Vendor spend, again")), builds(faultyApp("Vendor spend, once more")));
  for (const version of [2, 3]) {
    await showSpend();
    await bar().getByRole("button", { name: "Fix with agent" }).click();
    await expect(page.getByText(`Version ${version} built`)).toBeVisible();
    await expect(bar()).toBeHidden();
  }
  await showSpend();
  await expect(bar()).toContainText("The agent tried twice, and this error is still there.");
  await expect(bar()).toContainText("built version 2, which shows it too");
  await expect(bar().getByRole("button", { name: "Fix with agent" })).toBeHidden();
  await expectAccessible(page, "stuck");

  await button("Describe it").click();
  await expect(page.getByLabel("Message to the builder")).toHaveValue(
    /the app shows "TypeError: Cannot read/,
  );
  await button("Try another model").click();
  await expect(page.getByRole("menuitem", { name: "Sonnet 4.6" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Opus 4.8" })).toBeHidden();
  await page.keyboard.press("Escape");
});
