import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { AppCreatedView } from "@second/contracts";
import { type EchoingModel, refusalWord, startEchoingModel } from "./support/echoing-model.ts";
import { appFrame, visitor } from "./support/people.ts";
import { quickStart } from "./support/quick-start.ts";
import { type Product, startProduct } from "./support/start-product.ts";

/** Made anew for each run, so that nothing else on the machine can hold them. */
const mark = crypto.randomUUID().replaceAll("-", "");
const keys = {
  modelKey: `sk-ant-canary-${mark}`,
  sessionSecret: `session-canary-${mark}-${mark}`,
  internalToken: `internal-canary-${mark}-${mark}`,
};
/** What people write: it belongs into their app and conversation, and nowhere else. */
const words = {
  prompt: `prompt-canary-${mark}`,
  document: `document-canary-${mark}`,
  email: `email-canary-${mark}@example.com`,
};

const settleMs = 1_000;

const look = [
  "echo looked-around",
  "env",
  "set",
  "tr '\\0' '\\n' < /proc/self/environ",
  "for each in /proc/[0-9]*; do tr '\\0' '\\n' < $each/environ; tr '\\0' ' ' < $each/cmdline; done",
  "ls -la / /root /home /run /tmp",
  "cat ~/.claude* ~/.claude/* $CLAUDE_CONFIG_DIR/*",
  "timeout 5 grep -rah canary- /etc /home /root /run /tmp",
].join("; ");

let product: Product;
let model: EchoingModel;
test.beforeAll(async () => {
  model = await startEchoingModel(`(${look}) 2>&1 | head -c 20000`);
  product = await startProduct({
    ANTHROPIC_API_KEY: keys.modelKey,
    ANTHROPIC_BASE_URL: model.url,
    SECOND_SESSION_SECRET: keys.sessionSecret,
    INTERNAL_API_TOKEN: keys.internalToken,
    SECOND_LOG_LEVEL: "debug",
  });
});
test.afterAll(async () => {
  await product?.stop();
  await model?.close();
});

interface Delivery {
  url: string;
  text: string;
}

/** Everything that a browser is given: addresses, headers and bodies, streams as they flow. */
async function recordDeliveries(context: BrowserContext, page: Page): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  const debuggee = await context.newCDPSession(page);
  await debuggee.send("Network.enable");
  const urls = new Map<string, string>();
  const decoded = (data: string) => Buffer.from(data, "base64").toString();
  const deliver = (requestId: string, text: string) =>
    deliveries.push({ url: urls.get(requestId) ?? "", text });
  debuggee.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
  debuggee.on("Network.responseReceived", ({ requestId, response }) => {
    deliver(requestId, JSON.stringify([response.url, response.headers]));
    if (response.mimeType !== "text/event-stream") return;
    void debuggee
      .send("Network.streamResourceContent", { requestId })
      .then(({ bufferedData }) => deliver(requestId, decoded(bufferedData)))
      .catch(() => undefined);
  });
  debuggee.on("Network.dataReceived", ({ requestId, data }) => {
    if (data) deliver(requestId, decoded(data));
  });
  debuggee.on("Network.loadingFinished", ({ requestId }) => {
    void debuggee
      .send("Network.getResponseBody", { requestId })
      .then(({ body, base64Encoded }) => deliver(requestId, base64Encoded ? decoded(body) : body))
      .catch(() => undefined);
  });
  return deliveries;
}

/** Files of the product's own: what packages brought is left out. */
function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(?:node_modules|cache)\//.test(path));
}

/** Everything the product keeps, but for the files whose purpose is to hold keys. */
function places(): Delivery[] {
  const files = filesIn(product.dataDirectory).filter((path) => !path.includes("/secrets/"));
  return [
    ...files.map((path) => ({ url: path, text: readFileSync(path, "latin1") })),
    ...tables().flatMap((table) =>
      rows(`SELECT * FROM "${table}"`).map((text) => ({ url: `table ${table}`, text })),
    ),
  ];
}

const tables = () => rows("SELECT name FROM sqlite_master WHERE type = 'table'");

function rows(query: string): string[] {
  const store = createRequire(new URL("../../packages/store/package.json", import.meta.url));
  const Database = store("libsql");
  const database = new Database(join(product.dataDirectory, "store", "second.db"), { readonly: true });
  try {
    return database.prepare(query).raw().all().map(String);
  } finally {
    database.close();
  }
}

/** Names of the canaries that a text holds. */
function found(text: string, canaries: Record<string, string>): string[] {
  return Object.keys(canaries).filter((name) => text.includes(canaries[name] ?? ""));
}

test("[SBX-1] planted secrets stay where they belong", async ({ browser }) => {
  const { context, page } = await visitor(browser);
  const delivered = await recordDeliveries(context, page);

  const { call, slug, workspaceId, createApp, chat } = await quickStart(context, product.url, {
    name: "Ada Moreno",
    email: words.email,
  });

  await test.step("a person builds an app with the demo and writes into it", async () => {
    const { id } = await call<AppCreatedView>("POST", `/api/workspaces/${workspaceId}/apps`, {
      prompt: `Track vendor renewals ${words.prompt}`,
      runtimeId: "demo",
    });
    await page.goto(`${product.url}/w/${slug}/apps/${id}`);
    await page.getByRole("button", { name: "Approve and build" }).click({ timeout: 60_000 });
    await expect(page.getByText("Version 1 built")).toBeVisible({ timeout: 60_000 });
    const frame = await appFrame(page);
    await frame.getByRole("button", { name: /^Add/ }).first().click();
    await frame.getByLabel("Vendor").fill(words.document);
    await frame
      .getByRole("button", { name: /^(Add|Save)/ })
      .last()
      .click();
    await expect(frame.getByText(words.document).first()).toBeVisible();
  });

  const conversation = await test.step("an agent looks around and tells all it finds", async () => {
    const app = await createApp(`Look around ${words.prompt}`);
    await page.goto(app.page);
    await expect(page.getByText("I was told").first()).toBeVisible({ timeout: 60_000 });
    await expect.poll(async () => (await chat(app)).turnId).toBeNull();
    return chat(app);
  });

  await test.step("a provider repeats the key in its refusal", async () => {
    const app = await createApp(`${refusalWord} this ${words.prompt}`);
    await page.goto(app.page);
    await expect(page.getByText(/key|sign/i).first()).toBeVisible({ timeout: 60_000 });
  });

  await test.step("the key was used, by the gateway alone", () => {
    // Otherwise nothing of this test would mean anything.
    expect(model.calls.length).toBeGreaterThanOrEqual(3);
    expect(new Set(model.calls.map((headers) => headers["x-api-key"]))).toEqual(new Set([keys.modelKey]));
    const told = JSON.stringify(conversation);
    for (const sign of ["looked-around", "ANTHROPIC_API_KEY=provided-by-the-gateway"])
      expect(told).toContain(sign);
  });

  await test.step("nothing holds a key", async () => {
    await page.waitForTimeout(settleMs);
    expect(delivered.filter(({ url }) => url.endsWith("/api/streams")).length).toBeGreaterThan(0);
    expect(delivered.some(({ text }) => text.includes("looked-around"))).toBe(true);
    const leaks = [...delivered, ...places()].flatMap(({ url, text }) =>
      found(text, keys).map((key) => `${key} in ${url}`),
    );
    expect(leaks).toEqual([]);
  });
  await context.close();
});
