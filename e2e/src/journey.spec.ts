import { expect, test } from "@playwright/test";
import { expectAccessible, expectAppAccessible } from "./support/axe.ts";
import { addVendor, appFrame, onboard, startApp, visitor } from "./support/people.ts";
import { type Product, startProduct } from "./support/start-product.ts";

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(() => product?.stop());

test("[HOME-1] [CARD-1] [PRE-7] two people build an app from a sentence and share it live", async ({
  browser,
}) => {
  const ada = await visitor(browser);
  const { page } = ada;

  await test.step("onboarding", async () => {
    await page.goto(product.url);
    await expectAccessible(page, "identity step");
    await onboard(page, product.url, {
      name: "Ada Moreno",
      email: "ada@example.com",
      workspace: "Alder Freight",
    });
    await expectAccessible(page, "home, new");
  });
  const home = page.url();

  const grace = await visitor(browser);
  await test.step("an owner invites a second person by a link", async () => {
    await page.goto(`${home}/settings/members`);
    await expectAccessible(page, "members");
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByLabel("Email").fill("grace@example.com");
    await page.getByLabel("Role").click();
    await page.getByRole("option", { name: "Admin" }).click();
    await page.getByRole("button", { name: "Create invitation" }).click();
    const link = await page.getByLabel("Invitation link").inputValue();
    await grace.page.goto(link);
    await grace.page.getByLabel("Your name").fill("Grace Okafor");
    await grace.page.getByLabel("Email").fill("grace@example.com");
    await grace.page.getByRole("button", { name: "Continue" }).click();
    await grace.page.getByRole("button", { name: /join/i }).click();
    await expect(grace.page.getByLabel("Describe the app you need")).toBeVisible();
  });

  await test.step("a sentence becomes a plan", async () => {
    await page.goto(home);
    await page.getByRole("button", { name: /vendor contracts/i }).click();
    await expect(page.getByLabel("Describe the app you need")).not.toBeEmpty();
    await page.getByLabel("Describe the app you need").fill("");
    await startApp(page, "Track vendor renewals");
    await expect(page.getByRole("button", { name: "Approve and build" })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText("I am the demo, not an AI.").first()).toBeVisible();
    await expectAccessible(page, "plan");
  });

  await test.step("approved, it is built and shown", async () => {
    await page.getByRole("button", { name: "Approve and build" }).click();
    await expect(page.getByText("Version 1 built").first()).toBeVisible({ timeout: 60_000 });
    const frame = await appFrame(page);
    await expect(frame.getByRole("heading", { level: 1, name: "Vendor renewals" })).toBeVisible();
    await expectAccessible(page, "app with preview");
    await expectAppAccessible(page, frame);
  });

  await test.step("what one person adds, the other sees live", async () => {
    await grace.page.goto(page.url());
    const theirs = await appFrame(grace.page);
    await expect(theirs.getByRole("heading", { level: 1, name: "Vendor renewals" })).toBeVisible();
    const mine = await appFrame(page);
    await addVendor(mine, "Brightdesk");
    await expect(mine.getByText("Brightdesk").first()).toBeVisible();
    await expect(theirs.getByText("Brightdesk").first()).toBeVisible();
  });

  await test.step("a follow-up edit replaces the version; the data stays", async () => {
    await page.getByLabel("Message to the builder").fill("add a region field");
    await page.getByRole("button", { name: "Send" }).click();
    await expect(page.getByText("Version 2 built").first()).toBeVisible({ timeout: 60_000 });
    await expect(async () => {
      const frame = await appFrame(page);
      await expect(frame.getByText("Brightdesk").first()).toBeVisible({ timeout: 2_000 });
    }).toPass();
  });

  await test.step("undo takes it back", async () => {
    await page.getByRole("button", { name: "Undo this turn" }).last().click();
    await page.getByRole("tab", { name: "Versions" }).click();
    await expect(page.getByRole("list", { name: "Versions" }).getByText("Restored version 1")).toBeVisible();
    await expectAccessible(page, "versions");
  });

  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  await ada.context.close();
  await grace.context.close();
});
