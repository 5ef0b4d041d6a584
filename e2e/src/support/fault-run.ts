import { setTimeout as pause } from "node:timers/promises";
import { expect } from "@playwright/test";
import { createMessageAssembler } from "@second/domain";
import { type BuiltApp, buildApp, makeWorkspace, newMessageId, say, settledChat } from "./building.ts";
import type { Moment } from "./fault-plan.ts";
import type { MortalProduct } from "./mortal-product.ts";
import { type PatientClient, patientClient } from "./patient-client.ts";
import { type Viewer, watchAnswer } from "./viewer.ts";

/** An app whose conversation goes on while processes die, and what was accepted of it. */
export interface Lane extends BuiltApp {
  /** Ids of the messages that were sent, in order. */
  sent: string[];
  /** What the app was renamed to, in order. */
  titles: string[];
  /** Numbers of the documents that were accepted. */
  written: number[];
}

const collection = "faults";
const writeEveryMs = 100;

/** Two apps at work, watched and written to, while moments come. */
export class FaultRun {
  readonly client: PatientClient;
  readonly workspaceId: string;
  readonly lanes: readonly Lane[];
  readonly #product: MortalProduct;
  readonly #writing: Promise<void>[];
  #isWriting = true;

  private constructor(
    product: MortalProduct,
    found: { client: PatientClient; workspaceId: string; lanes: Lane[] },
  ) {
    this.#product = product;
    this.client = found.client;
    this.workspaceId = found.workspaceId;
    this.lanes = found.lanes;
    this.#writing = this.lanes.map((lane) => this.#write(lane));
  }

  /** Signs up and builds both apps, before anything dies. */
  static async begin(product: MortalProduct): Promise<FaultRun> {
    const client = patientClient(product.url);
    const workspaceId = await makeWorkspace(client, "Faults");
    const prompts = ["Track vendor renewals", "A board for our hiring pipeline"];
    const lanes = await Promise.all(
      prompts.map(async (prompt) => {
        const app = await buildApp(client, { workspaceId, prompt });
        return { ...app, sent: [app.firstMessageId], titles: [], written: [] };
      }),
    );
    return new FaultRun(product, { client, workspaceId, lanes });
  }

  /** A turn in each app, each with its moment of death, to their ends. */
  async endure(wave: readonly Moment[]): Promise<void> {
    const turns = this.lanes.map((lane) => this.#turn(lane));
    await Promise.all(
      turns.map(async ({ viewer, settled }, at) => {
        const moment = wave[at];
        if (moment) await this.#kill(moment, viewer);
        await settled;
      }),
    );
  }

  /** Stops writing documents. */
  async end(): Promise<void> {
    this.#isWriting = false;
    await Promise.all(this.#writing);
  }

  async #kill({ name, passes, laterMs, victims }: Moment, viewer: Viewer): Promise<void> {
    if (passes) await viewer.next(passes);
    await pause(laterMs);
    process.stdout.write(`  ${name}, ${laterMs} ms later\n`);
    await this.#product.signal(victims);
  }

  #turn(lane: Lane): { viewer: Viewer; settled: Promise<void> } {
    const id = newMessageId();
    const title = `Suppliers ${lane.titles.length + 1}`;
    lane.sent.push(id);
    lane.titles.push(title);
    const viewer = watchAnswer(this.client, lane.chat);
    const posted = say(this.client, lane.chat, { id, text: `rename it to ${title}` });
    const settle = async () => {
      await posted;
      const view = await settledChat(this.client, lane.chat);
      expect(view.state, `${title}: ${JSON.stringify(view.failure)}`).toBe("completed");
      viewer.close();
      if (await viewer.ended) expect(seenBy(viewer)).toEqual(timeless(view.messages.at(-1)?.parts ?? []));
    };
    return { viewer, settled: settle() };
  }

  async #write(lane: Lane): Promise<void> {
    for (let n = 1; this.#isWriting; n += 1) {
      await this.client.send("POST", `${lane.base}/data?side=draft`, {
        body: { collection, data: { n } },
        key: `${lane.appId}-${n}`,
      });
      lane.written.push(n);
      await pause(writeEveryMs);
    }
  }
}

/** The message that what the viewer saw amounts to. */
function seenBy(viewer: Viewer): unknown[] {
  const message = createMessageAssembler();
  for (const chunk of viewer.chunks) message.add(chunk as Parameters<typeof message.add>[0]); // as the server wrote it
  return timeless(message.parts());
}

/** How long a call took is measured anew where a log was rebuilt. */
const timeless = (parts: readonly object[]): unknown[] =>
  JSON.parse(JSON.stringify(parts.map((part) => ({ ...part, toolMetadata: undefined })))) as unknown[];
