import { expect, test } from "@playwright/test";
import { type StartedMongo, startOwnMongo } from "../../tools/test-services/start-mongo.ts";
import { addVendor, appFrame, onboard, startApp, visitor } from "./support/people.ts";
import { type Product, startProduct } from "./support/start-product.ts";

let mongo: StartedMongo;
let product: Product;
let uri: string;
test.beforeAll(async () => {
  mongo = await startOwnMongo();
  const address = new URL(mongo.uri);
  address.pathname = "/second";
  uri = address.href;
  product = await startProduct({ MONGODB_URI: uri });
});
test.afterAll(async () => {
  try {
    await product?.stop();
  } finally {
    await mongo?.stop();
  }
});

test("[HOME-1] [CARD-1] on MongoDB an app is built, shared live, and whole after a restart", async ({
  browser,
}) => {
  const ada = await visitor(browser);
  const { page } = ada;
  await onboard(page, product.url, {
    name: "Ada Moreno",
    email: "ada@example.com",
    workspace: "Alder Freight",
  });
  await startApp(page, "Track vendor renewals");
  await page.getByRole("button", { name: "Approve and build" }).click({ timeout: 60_000 });
  await expect(page.getByText("Version 1 built")).toBeVisible({ timeout: 60_000 });

  const second = await visitor(browser);
  await second.context.addCookies(await ada.context.cookies());
  await test.step("what one browser adds, another sees live", async () => {
    await second.page.goto(page.url());
    const theirs = await appFrame(second.page);
    await expect(theirs.getByRole("heading", { level: 1, name: "Vendor renewals" })).toBeVisible();
    const mine = await appFrame(page);
    await addVendor(mine, "Brightdesk");
    await expect(theirs.getByText("Brightdesk").first()).toBeVisible();
  });
  expect([...ada.complaints, ...second.complaints]).toEqual([]);
  await second.context.close();

  await test.step("started again, everything is there", async () => {
    const path = new URL(page.url()).pathname;
    await page.goto("about:blank");
    await product.stop({ keep: true });
    product = await startProduct({ MONGODB_URI: uri }, product.dataDirectory);
    await page.goto(product.url + path);
    await expect(page.getByText("Version 1 built")).toBeVisible();
    await expect((await appFrame(page)).getByText("Brightdesk").first()).toBeVisible();
    await page.getByRole("tab", { name: "Versions" }).click();
    await expect(page.getByRole("list", { name: "Versions" }).getByRole("listitem")).toHaveCount(1);
  });
  expect(ada.complaints).toEqual([]);
  await ada.context.close();
});
