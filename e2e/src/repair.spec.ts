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

/** A new app that shows; its turns follow these scenes. */
async function open(...turns: Script[]): Promise<void> {
  product.worker.next(...turns);
  await page.goto((await ada.createApp("Track what vendors cost")).page);
  await expect(page.getByText("Version 1 built")).toBeVisible();
}

async function showSpend(): Promise<void> {
  const frame = await appFrame(page);
  await frame.getByRole("button", { name: "Show spend" }).click();
}

const wrong = "const cost: number = 'none';\n";
/** Changes a file so that it does not build, and leaves it so. */
const breaks: Script = async (stage) => {
  const message = "Type 'string' is not assignable to type 'number'.";
  const errors = [{ file: "src/main.tsx", line: 21, column: 7, code: "TS2322", message }];
  const failed = {
    status: "failed",
    stage: "check",
    errors,
    message: "1 type error.",
    durationMs: 900,
  } as const;
  product.worker.builds.push(failed);
  await stage.platform("done_building", { summary: "A cost." }, failed);
  stage.end("completed", { "index.html": "<div></div>", "src/main.tsx": `${"\n".repeat(20)}${wrong}` });
};

const bar = () => page.getByRole("status", { name: "Error of the app" });
const consolePanel = () => page.getByRole("region", { name: "Console" });
const button = (name: string | RegExp) => page.getByRole("button", { name });
const log = () => page.getByRole("log", { name: "Conversation" });
const words = "TypeError: Cannot read properties of undefined (reading 'toFixed')";

test("[HEAL-1] [HEAL-3] [PRE-9] an error is shown, handed to the agent, and fixed", async () => {
  let asked = "";
  await open(
    builds(faultyApp("Vendor spend")),
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
  const names = ["Vendor spend", "Vendor spend, again", "Vendor spend, once more"];
  await open(builds(mendedApp("Vendor spend")), ...names.map((name) => builds(faultyApp(name))));
  await page.getByLabel("Message to the builder").fill("Show two digits");
  await button("Send").click();
  await expect(page.getByText("Version 2 built")).toBeVisible();
  for (const version of [3, 4]) {
    await showSpend();
    await bar().getByRole("button", { name: "Fix with agent" }).click();
    await expect(page.getByText(`Version ${version} built`)).toBeVisible();
    await expect(bar()).toBeHidden();
  }
  await showSpend();
  await expect(bar()).toContainText("The agent tried twice, and this error is still there.");
  await expect(bar()).toContainText("built version 3, which shows it too");
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

  await button("Restore version 1").click();
  await expect(page.getByText("Version 5", { exact: true })).toBeVisible();
  await expect(bar()).toBeHidden();
  await showSpend();
  await expect((await appFrame(page)).getByText("No cost yet")).toBeVisible();
});

test("[EDIT-1] [PRE-9] errors of a build lead to their lines, and all source can be read", async () => {
  await open(builds(faultyApp("Vendor spend")), breaks);
  await page.getByLabel("Message to the builder").fill("Show the cost");
  await button("Send").click();
  await expect(log().getByText('Build failed in the step "Type check"')).toBeVisible();
  await expect(page.getByText('the step "Type check" failed')).toBeVisible();
  await expectAccessible(page, "failed build");
  await log().getByRole("button", { name: /21:7/ }).click();

  const code = page.getByRole("region", { name: "Code" });
  const file = code.getByRole("textbox", { name: "src/main.tsx" });
  await test.step("the draft as it was left", async () => {
    await expect(file.getByText("const cost: number = 'none';")).toBeVisible();
    await expect(file.locator(".cm-activeLine")).toContainText("const cost");
    await expect(page).toHaveURL(/file=src%2Fmain\.tsx&line=21/);
    await expectAccessible(page, "code");
  });

  await test.step("by keyboard", async () => {
    await code.getByRole("treeitem", { name: "main.tsx" }).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect(code.getByRole("textbox", { name: "index.html" })).toContainText("<div></div>");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect(code.getByRole("treeitem", { name: "src" })).toHaveAttribute("aria-expanded", "false");
  });

  await test.step("search by content, and another version", async () => {
    await code.getByLabel("Search names and contents").fill("NUMBER");
    await code.getByRole("button", { name: /21 const cost/ }).click();
    await expect(file.getByText("const cost: number = 'none';")).toBeVisible();
    await expectAccessible(page, "search");
    await button("Clear the search").click();
    await code.getByRole("combobox", { name: "Source of" }).click();
    await page.getByRole("option", { name: "Version 1" }).click();
    await expect(file).toContainText("Built it.");
  });

  await test.step("a link to it", async () => {
    await page.reload();
    await expect(file).toContainText("Built it.");
    await expect(code.getByRole("combobox", { name: "Source of" })).toContainText("Version 1");
  });

  await test.step("on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(file).toContainText("Built it.");
    await expectAccessible(page, "code on a phone");
    await code.getByRole("button", { name: "Files" }).click();
    await code.getByRole("treeitem", { name: "index.html" }).click();
    await expect(code.getByRole("textbox", { name: "index.html" })).toBeVisible();
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
