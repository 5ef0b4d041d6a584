/**
 * Measures what the platform adds to a model's words on their way from the worker to a reader:
 * `npm run bench pipeline`. The web process is the real one; worker and reader are in this process, so that one clock
 * times both ends.
 */
import { startScriptedProduct } from "../../e2e/src/support/scripted-product.ts";
import type { Stage } from "../../e2e/src/support/scripted-worker.ts";
import { type AppClient, signUp } from "./client.ts";
import { row } from "./figures.ts";

const paced = { perSecond: 200, count: 2_000 };
const flood = 60_000;
const warmUp = 5_000;

const product = await startScriptedProduct();
try {
  const person = await signUp(product.url, "pipeline");
  await readAll(person.createApp("Warm up"), (stage) => stream(stage, warmUp));

  const sentAt: number[] = [];
  const delays: number[] = [];
  await readAll(
    person.createApp("Paced"),
    (stage) => pace(stage, sentAt),
    (index) => {
      delays.push(performance.now() - (sentAt[index] ?? 0));
    },
  );
  row(`delay added to a delta, ${paced.perSecond}/s`, delays, "ms", "≤ 1, p95 ≤ 4");

  let began = 0;
  let read = 0;
  await readAll(
    person.createApp("Flat out"),
    (stage) => {
      began = performance.now();
      return stream(stage, flood);
    },
    () => {
      read += 1;
    },
  );
  row("deltas flat out", [read / ((performance.now() - began) / 1000)], "deltas/s", "≥ 10,000");
} finally {
  await product.stop();
}

/** Plays one turn and calls `onDelta` with the number that each delta of the answer carries. */
async function readAll(
  creating: Promise<AppClient>,
  script: (stage: Stage) => Promise<void>,
  onDelta: (index: number) => void = () => undefined,
): Promise<void> {
  product.worker.next(script);
  const app = await creating;
  await app.read(app.firstMessage(), (chunk) => {
    if (chunk.type === "text-delta") onDelta(Number(chunk.delta));
  });
  await app.settled();
}

function delta(stage: Stage, index: number): void {
  stage.emit({ type: "text", partId: "answer", delta: `${index} ` });
}

/** As a model speaks: so many words a second, each timed as it leaves. */
async function pace(stage: Stage, sentAt: number[]): Promise<void> {
  const start = performance.now();
  for (let sent = 0; sent < paced.count; ) {
    const due = Math.floor(((performance.now() - start) / 1000) * paced.perSecond);
    for (; sent <= due && sent < paced.count; sent += 1) {
      sentAt[sent] = performance.now();
      delta(stage, sent);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  stage.end("completed");
}

/** As fast as it goes, with a breath now and then for the sockets. */
async function stream(stage: Stage, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    delta(stage, sent);
    if (sent % 500 === 499) await new Promise((resolve) => setImmediate(resolve));
  }
  stage.end("completed");
}
