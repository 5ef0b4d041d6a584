/**
 * Measures the started product from outside, with the demo builder: `npm run bench product`. Needs Chromium.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import autocannon from "autocannon";
import { type Product, startProduct } from "../../e2e/src/support/start-product.ts";
import { chromiumOptions } from "../../tools/test-services/chromium.ts";
import { type Client, signUp } from "./client.ts";
import { row } from "./figures.ts";

const runs = Number(process.argv[2] ?? 7);
/** Within what the sessions may read in a minute. */
const readsEach = 8_000;

const began = performance.now();
const first = await startProduct();
row("start, data directory new, to healthy", [performance.now() - began], "ms");
await first.stop({ keep: true });

const again = performance.now();
const product = await startProduct({}, first.dataDirectory);
row("start of an installed clone to healthy", [performance.now() - again], "ms", "≤ 2000");

try {
  const person = await signUp(product.url, "bench");
  await measureTurns(person);
  await measurePreview(product);
  await measureReads(product, person);
  measureDisk(product);
  await measureMemory(product);
} finally {
  await product.stop();
}

/** From posting to the first text chunk at the client, for new apps and for follow-ups on a warm agent. */
async function measureTurns(person: Client): Promise<void> {
  const fresh: number[] = [];
  const follow: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const app = await person.createApp(`Track vendor renewals ${run}`);
    fresh.push(await app.firstText(app.firstMessage()));
    await app.settled();
    await app.approve();
    await app.settled();
    follow.push(await app.firstText(app.message("What did you build?")));
    await app.settled();
  }
  row("first text after posting, new app", fresh, "ms", "≤ 600");
  row("first text after posting, follow-up", follow, "ms", "≤ 120");
}

/** From sending the prompt on the home page to the app's first paint in its frame, the plan approved at once. */
async function measurePreview(product: Product): Promise<void> {
  const browser = await chromium.launch(chromiumOptions);
  try {
    const page = await browser.newPage();
    await onboard(page, product.url);
    const home = page.url();
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      await page.goto(home);
      const field = page.getByLabel("Describe the app you need");
      await field.fill(`A board for our hiring pipeline ${run}`);
      const start = performance.now();
      await page.getByRole("button", { name: "Build" }).click();
      await page.getByRole("button", { name: "Approve and build" }).click({ timeout: 30_000 });
      await page.frameLocator("iframe").getByRole("heading", { level: 1 }).waitFor({ timeout: 60_000 });
      times.push(performance.now() - start);
    }
    row("prompt → painted preview, approved at once", times, "ms", "≤ 5000");
  } finally {
    await browser.close();
  }
}

async function onboard(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Your name").fill("Grace Okafor");
  await page.getByLabel("Email").fill("grace@example.com");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name of the workspace").fill("Bench");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await page.getByRole("button", { name: /finish/i }).click();
  await page.waitForURL(/\/w\//);
}

async function measureReads(product: Product, person: Client): Promise<void> {
  for (let count = 0; count < 30; count += 1) await person.createApp(`List app ${count}`);
  const app = await person.createApp("One more");
  const paths = [
    ["app list, 16 connections", `/api/workspaces/${person.workspaceId}/apps`, "≥ 2000"],
    ["one app, 16 connections", app.path, "≥ 3000"],
  ] as const;
  // Limits stay on: many sessions share the load.
  const cookies = await person.moreSessions(64);
  for (const [name, path, wanted] of paths) {
    let next = 0;
    const result = await autocannon({
      url: product.url,
      connections: 16,
      amount: readsEach,
      requests: [
        {
          method: "GET",
          path,
          setupRequest: (request) => {
            next += 1;
            return {
              ...request,
              headers: { ...request.headers, cookie: cookies[next % cookies.length] ?? "" },
            };
          },
        },
      ],
    });
    if (result.non2xx > 0) throw new Error(`${name}: ${result.non2xx} answers were refused`);
    row(name, [result["2xx"] / result.duration], "requests/s", wanted);
  }
}

function measureDisk(product: Product): void {
  const workspaces = join(product.dataDirectory, "workspaces");
  const sizes = readdirSync(workspaces).flatMap((workspace) =>
    readdirSync(join(workspaces, workspace)).map((app) => ownSize(join(workspaces, workspace, app))),
  );
  row(
    "disk of an app's working directory",
    sizes.map((bytes) => bytes / 1024),
    "KiB",
    "≤ 2048 beyond its files",
  );
}

function ownSize(path: string): number {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (!facts) return 0;
  if (!facts.isDirectory()) return facts.size;
  return readdirSync(path, { withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isSymbolicLink() ? 0 : ownSize(join(path, entry.name))),
    0,
  );
}

/** Proportional set size of the command, web and worker, with the warm agents that the turns left. */
async function measureMemory(product: Product): Promise<void> {
  const { pid } = product.process;
  if (!pid) throw new Error("The product has no process.");
  row("memory with warm agents (PSS)", [treeMib(pid)], "MiB");
}

function treeMib(pid: number): number {
  const own =
    Number(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").match(/^Pss:\s+(\d+)/m)?.[1] ?? 0) / 1024;
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" }).trim();
  return children
    .split(/\s+/)
    .filter(Boolean)
    .reduce((sum, child) => sum + treeMib(Number(child)), own);
}
