/**
 * Measures what someone who watches an answer notices of a loss: `npm run bench recovery [runs]`. Needs Chromium.
 * Stalls are from the kill to the next words or tool call of the answer, restart included.
 */
import { chromium } from "@playwright/test";
import { buildApp, makeWorkspace, newMessageId, say, settledChat } from "../../e2e/src/support/building.ts";
import {
  type MortalProduct,
  type ProcessName,
  startMortalProduct,
} from "../../e2e/src/support/mortal-product.ts";
import { patientClient } from "../../e2e/src/support/patient-client.ts";
import { quickStart } from "../../e2e/src/support/quick-start.ts";
import { startScriptedProduct } from "../../e2e/src/support/scripted-product.ts";
import type { Stage } from "../../e2e/src/support/scripted-worker.ts";
import { type Chunk, watchAnswer } from "../../e2e/src/support/viewer.ts";
import { chromiumOptions } from "../../tools/test-services/chromium.ts";
import { row } from "./figures.ts";

const runs = Number(process.argv[2] ?? 5);
/** As the command waits after a first death. */
const times = { deathsMax: runs * 2 + 1, deathsWithinMs: 0, firstWaitMs: 1_000, longestWaitMs: 1_000 };

const goesOn = ({ type }: Chunk) => type === "text-delta" || type === "tool-input-start";

/** Runs in the page: notes when the newest words are there, in milliseconds since the page began to load. */
const noteWhenSeen = `(function look() {
  const text = document.querySelector("[role=log]")?.textContent ?? "";
  if (text.includes("The newest words")) window.seenAt = performance.now();
  else setTimeout(look, 1);
})()`;

const product = await startMortalProduct({ SECOND_DEMO_PACE: "human" }, { times });
try {
  await measureStalls(product);
} finally {
  await product.stop();
}
await measureReload();

async function measureStalls({ url, signal }: MortalProduct): Promise<void> {
  const client = patientClient(url);
  const workspaceId = await makeWorkspace(client, "Recovery");
  const { chat } = await buildApp(client, { workspaceId, prompt: "Track vendor renewals" });
  const stall = async (name: ProcessName, run: number) => {
    const viewer = watchAnswer(client, chat);
    await say(client, chat, { id: newMessageId(), text: `rename it to ${name} ${run}` });
    await viewer.next(goesOn);
    const killedAt = performance.now();
    await signal([name]);
    await viewer.next(goesOn);
    const stalledMs = performance.now() - killedAt;
    await settledChat(client, chat);
    viewer.close();
    return stalledMs;
  };
  for (const [name, wanted] of [
    ["web", "≤ 10000"],
    ["worker", "≤ 20000"],
  ] as const) {
    const stalls: number[] = [];
    for (let run = 1; run <= runs; run += 1) stalls.push(await stall(name, run));
    row(`stall of an answer, ${name} killed`, stalls, "ms", wanted);
  }
}

/** From loading the page again in the middle of an answer to all of the answer so far. */
async function measureReload(): Promise<void> {
  const scripted = await startScriptedProduct();
  const browser = await chromium.launch(chromiumOptions);
  try {
    const context = await browser.newContext();
    const person = await quickStart(context, scripted.url, { name: "Ada Moreno", email: "ada@example.com" });
    const page = await context.newPage();
    let begin: (stage: Stage) => void = () => undefined;
    const opened = new Promise<Stage>((resolve) => {
      begin = resolve;
    });
    scripted.worker.next(begin);
    const app = await person.createApp("Recovery");
    await page.goto(app.page);
    const stage = await opened;
    for (let step = 1; step <= 20; step += 1) stage.say(`Step ${step} of what the agent does.`);
    stage.say("The newest words", { open: true });
    const newest = page.getByText("The newest words");
    await newest.waitFor();
    await page.addInitScript({ content: noteWhenSeen });
    const loads: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      await page.reload();
      await newest.waitFor();
      loads.push(await page.evaluate<number>("seenAt"));
    }
    row("page loaded again, answer so far", loads, "ms", "≤ 300");
    stage.end("completed");
  } finally {
    await browser.close();
    await scripted.stop();
  }
}
