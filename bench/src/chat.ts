/**
 * Measures how long a conversation of 2,000 parts keeps the page from answering, in Chromium: `npm run bench chat`.
 * Prints the longest task of each thing that happens, as processor time of the page's main thread, so that what else
 * the machine does counts little.
 */
import { chromium, type Page } from "@playwright/test";
import { quickStart } from "../../e2e/src/support/quick-start.ts";
import { long } from "../../e2e/src/support/scenes.ts";
import { startScriptedProduct } from "../../e2e/src/support/scripted-product.ts";
import type { Stage } from "../../e2e/src/support/scripted-worker.ts";
import { chromiumOptions } from "../../tools/test-services/chromium.ts";
import { row } from "./figures.ts";

const parts = Number(process.argv[2] ?? 2_000);
const wanted = "≤ 100";

const product = await startScriptedProduct();
const browser = await chromium.launch(chromiumOptions);
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const person = await quickStart(context, product.url, { name: "Ada Moreno", email: "ada@example.com" });
  const page = await context.newPage();
  let begin: (stage: Stage) => void = () => undefined;
  const opened = new Promise<Stage>((resolve) => {
    begin = resolve;
  });
  product.worker.next(begin);
  const app = await person.createApp("A long piece of work");
  await page.goto(app.page);
  const stage = await opened;

  await measure(page, `${parts} parts arrive at once`, async () => {
    long(parts)(stage);
    await page.getByText(`Step ${Math.ceil(parts / 4) - 1}.`).waitFor({ timeout: 60_000 });
  });
  await focusField(page);
  const writing = setInterval(() => stage.say("One sentence more, while a person does other things."), 50);
  await measure(page, "typing while the agent writes", () => type(page));
  await measure(page, "scrolling while the agent writes", () => scroll(page));
  clearInterval(writing);
  await measure(page, "the turn ends", async () => {
    stage.end("completed");
    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "hidden" });
  });
  await focusField(page);
  await measure(page, "typing in the stored conversation", () => type(page));
  await measure(page, "scrolling the stored conversation", () => scroll(page));
  await measure(page, "opening the stored conversation", async () => {
    await page.reload();
    await page.getByRole("log").getByText("One sentence more").last().waitFor();
  });
} finally {
  await browser.close();
  await product.stop();
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Processor time in microseconds. */
  tdur?: number;
  args?: { name?: string };
}

/** The longest task of the page's main thread while `act` goes on. */
async function measure(page: Page, name: string, act: () => Promise<void>): Promise<void> {
  const categories = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];
  await browser.startTracing(page, { categories });
  await act();
  await page.waitForTimeout(500);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }; // Chromium's
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const main = new Set(
    trace.traceEvents
      .filter((event) => event.name === "thread_name" && event.args?.name === "CrRendererMain")
      .map(threadOf),
  );
  const tasks = trace.traceEvents
    .filter((event) => event.ph === "X" && event.name.endsWith("RunTask") && main.has(threadOf(event)))
    .map((event) => (event.tdur ?? 0) / 1000);
  row(`longest task: ${name}`, [Math.max(...tasks)], "ms", wanted);
}

async function focusField(page: Page): Promise<void> {
  await page.getByLabel("Message to the builder").focus();
}

/** With the keyboard alone: looking an element up in a page this long would be the longest task of all. */
async function type(page: Page): Promise<void> {
  await page.keyboard.type("Add a column for the region, and sort by it.", { delay: 30 });
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(700, 300);
  for (let step = 0; step < 60; step += 1) {
    await page.mouse.wheel(0, step < 30 ? -2_400 : 2_400);
    await page.waitForTimeout(30);
  }
}
