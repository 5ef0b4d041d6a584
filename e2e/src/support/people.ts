import { type Browser, type BrowserContext, expect, type Frame, type Page } from "@playwright/test";

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What the browser complained about: policy violations and uncaught errors. */
  complaints: string[];
}

const complaint = /Content Security Policy|Refused to|Uncaught|Hydration|hydrat/i;

/** A person with a browser of their own. */
export async function visitor(browser: Browser): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && complaint.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { context, page, complaints };
}

/** Says who one is and makes a workspace, as a newcomer does. Ends on its home page. */
export async function onboard(
  page: Page,
  url: string,
  person: { name: string; email: string; workspace: string },
) {
  await page.goto(url);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name of the workspace").fill(person.workspace);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.getByRole("button", { name: /finish/i }).click();
  await expect(page.getByLabel("Describe the app you need")).toBeVisible();
}

/** Sends a prompt from the home page. Ends on the app's page. */
export async function startApp(page: Page, prompt: string): Promise<void> {
  await page.getByLabel("Describe the app you need").fill(prompt);
  await page.getByRole("button", { name: "Build" }).click();
  await page.waitForURL(/\/apps\/app_/);
}

/** The frame of the app that shows. */
export async function appFrame(page: Page): Promise<Frame> {
  const handle = await page.locator("iframe:not([aria-hidden=true])").elementHandle({ timeout: 60_000 });
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error("The app's frame is not there.");
  return frame;
}

/** Adds a row to the app that the demo makes of "Track vendor renewals". */
export async function addVendor(frame: Frame, name: string): Promise<void> {
  await frame.getByRole("button", { name: /^Add/ }).first().click();
  await frame.getByLabel("Vendor").fill(name);
  await frame
    .getByRole("button", { name: /^(Add|Save)/ })
    .last()
    .click();
}
