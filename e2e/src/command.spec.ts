import { expect, test } from "@playwright/test";
import { onboard, startApp, visitor } from "./support/people.ts";
import { type Product, startProduct } from "./support/start-product.ts";

let product: Product;
test.beforeAll(async () => {
  // At a human pace there is time to reload, stop and look.
  product = await startProduct({ SECOND_DEMO_PACE: "human" });
});
test.afterAll(() => product?.stop());

test("[LOG-1] [RUN-6] [RUN-7] people stay in command while the agent works", async ({ browser }) => {
  const { page, complaints, context } = await visitor(browser);
  await onboard(page, product.url, {
    name: "Ada Moreno",
    email: "ada@example.com",
    workspace: "Alder Freight",
  });
  await startApp(page, "A board for our hiring pipeline");
  await page.getByRole("button", { name: "Approve and build" }).click({ timeout: 60_000 });

  await test.step("reloaded in the middle, the answer is whole", async () => {
    const log = page.getByRole("log");
    await expect(log.getByText("Wrote").first()).toBeVisible({ timeout: 60_000 });
    const before = await log.getByText("Wrote").count();
    await page.reload();
    await expect(async () =>
      expect(await page.getByRole("log").getByText("Wrote").count()).toBeGreaterThanOrEqual(before),
    ).toPass();
    await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  });

  await test.step("one message waits its turn", async () => {
    await page.getByLabel("Message to the builder").fill("add a phone field");
    await page.getByRole("button", { name: "Queue" }).click();
    await expect(page.getByText("Next:")).toBeVisible();
  });

  await test.step("stopped, the partial answer stays and the waiting message asks", async () => {
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByText("Stopped").first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("Still wanted?")).toBeVisible();
    await page.getByRole("button", { name: "Remove the waiting message" }).click();
    await expect(page.getByText("Still wanted?")).toBeHidden();
  });

  await test.step("tried again, it is built", async () => {
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("Version 1 built")).toBeVisible({ timeout: 90_000 });
    await expect(page.getByRole("button", { name: /Earlier attempt/ })).toBeVisible();
  });
  expect(complaints).toEqual([]);
  await context.close();
});
