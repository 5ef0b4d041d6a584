import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { ChatView } from "@second/contracts";
import { buildApp, makeWorkspace, newMessageId, say, settledChat } from "./support/building.ts";
import { type PatientClient, patientClient } from "./support/patient-client.ts";
import { type SmallDisk, smallDisk } from "./support/small-disk.ts";
import { type Product, startProduct } from "./support/start-product.ts";

const diskMib = 32;
const triesMax = 400;
const refused = { status: 507, code: "system.disk_full" };
let product: Product | undefined;
let disk: SmallDisk | undefined;
test.afterEach(async () => {
  await product?.stop(disk ? { keep: true } : undefined);
  disk?.end();
  if (disk && product) rmSync(product.dataDirectory, { recursive: true, force: true });
  product = undefined;
  disk = undefined;
});

/** What a request comes to, asked once. */
async function outcome(asked: Promise<Response>): Promise<{ status: number; code?: unknown }> {
  const { status, body } = await asked.then(async (response) => ({
    status: response.status,
    body: (await response.json()) as { code?: unknown },
  }));
  return status < 300 ? { status } : { status, code: body.code };
}

/** Asks for one after the other until something is refused, which must be for the disk. */
async function untilRefused(ask: (n: number) => Promise<Response>): Promise<number[]> {
  const accepted: number[] = [];
  for (let n = 1; n <= triesMax; n += 1) {
    const { status, code } = await outcome(ask(n));
    if (status === 201) accepted.push(n);
    else {
      expect({ status, code }).toEqual(refused);
      return accepted;
    }
  }
  throw new Error("The disk never was full.");
}

const writer = (client: PatientClient, base: string) => (n: number) =>
  client.once("POST", `${base}/data?side=draft`, {
    body: { collection: "disk", data: { n, text: "x".repeat(50_000) } },
    key: `document-${n}`,
  });

async function numbersOf(client: PatientClient, base: string): Promise<number[]> {
  const numbers: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const path = `${base}/data?side=draft&collection=disk${after}`;
    const page = await client.json<{ docs: { n: number }[]; nextCursor: string | null }>("GET", path);
    numbers.push(...page.docs.map(({ n }) => n));
    cursor = page.nextCursor;
  }
  return numbers.sort((one, other) => one - other);
}

async function rename(client: PatientClient, chat: string, title: string): Promise<ChatView> {
  await say(client, chat, { id: newMessageId(), text: `rename it to ${title}` });
  return settledChat(client, chat);
}

test("[OPS-10] [WSP-3] a full disk refuses new work, keeps reads alive and corrupts nothing", async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), "second-disk-"));
  disk = await smallDisk(dataDirectory, diskMib);
  product = await startProduct({ SECOND_DEMO_PACE: "human" }, dataDirectory, disk.within);
  const client = patientClient(product.url);
  const workspaceId = await makeWorkspace(client, "Disk");
  const { base, chat } = await buildApp(client, { workspaceId, prompt: "Track vendor renewals" });
  const { versions } = await client.json<{ versions: { id: string }[] }>("GET", `${base}/versions`);

  disk.fill();
  const write = writer(client, base);
  const written = await untilRefused(write);
  await untilRefused((n) =>
    client.once("POST", `/api/workspaces/${workspaceId}/apps`, {
      body: { prompt: `${n} ${"words ".repeat(3_000)}`, runtimeId: "demo" },
    }),
  );
  await test.step("reads go on", async () => {
    for (const path of ["/api/ready", chat, `${base}/versions`, `${base}/versions/${versions[0]?.id}`])
      expect((await client.once("GET", path)).status, path).toBe(200);
    expect(await numbersOf(client, base)).toEqual(written);
  });

  await test.step("with room again, work goes on where it was refused", async () => {
    disk?.free();
    const next = written.length + 1;
    expect((await write(next)).status).toBe(201);
    written.push(next);
    expect((await rename(client, chat, "Suppliers")).state).toBe("completed");
  });

  await test.step("a turn in whose midst the disk fills ends, and loses no more than itself", async () => {
    const id = newMessageId();
    await say(client, chat, { id, text: "rename it to Contracts" });
    disk?.fill();
    await expect
      .poll(async () => (await outcome(write(triesMax + 1))).code ?? "accepted", { timeout: 60_000 })
      .toBe(refused.code);
    disk?.free();
    const { state, failure, messages } = await settledChat(client, chat);
    expect(messages.map((message) => message.id)).toContain(id);
    if (state !== "completed")
      expect({ state, code: failure?.code }).toEqual({ state: "failed", code: refused.code });
    expect((await rename(client, chat, "Agreements")).state).toBe("completed");
  });

  const before = await client.json<ChatView>("GET", chat);
  await product.stop({ keep: true });
  product = await startProduct({}, dataDirectory, disk.within);
  const again = patientClient(product.url, client.cookie());
  expect(await again.json<ChatView>("GET", chat)).toEqual(before);
  expect((await numbersOf(again, base)).filter((n) => n <= triesMax)).toEqual(written);
});

test("[OPS-10] deleting workspaces and cache while stopped loses nothing but time", async () => {
  product = await startProduct();
  const client = patientClient(product.url);
  const workspaceId = await makeWorkspace(client, "Cache");
  const { chat, base } = await buildApp(client, { workspaceId, prompt: "Track vendor renewals" });
  const before = await client.json<ChatView>("GET", chat);
  await product.stop({ keep: true });
  for (const name of ["workspaces", "cache"])
    rmSync(join(product.dataDirectory, name), { recursive: true, force: true });

  product = await startProduct({}, product.dataDirectory);
  const again = patientClient(product.url, client.cookie());
  expect(await again.json<ChatView>("GET", chat)).toEqual(before);
  expect((await rename(again, chat, "Suppliers")).state).toBe("completed");
  const { versions } = await again.json<{ versions: { number: number }[] }>("GET", `${base}/versions`);
  expect(versions.map(({ number }) => number)).toEqual([2, 1]);
});
