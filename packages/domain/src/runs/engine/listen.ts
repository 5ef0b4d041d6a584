import { builderToolPrefix, type DoneBuildingResult, type WorkerEvent } from "@second/contracts";
import type { Platform } from "../../platform.ts";
import { recordCheckpoint, storeBlobs } from "../checkpoint.ts";
import { heldAs, turnsCollection } from "../collections.ts";
import { packParts } from "../message-parts.ts";
import { keepProgress } from "../turn-progress.ts";
import { attend } from "./attend.ts";
import type { TurnOutput } from "./turn-output.ts";
import { addUsage, type Work } from "./work.ts";

/** Reads the worker's events to the dispatch's end, translating each into the run log and keeping its checkpoints. */
export async function listen(platform: Platform, work: Work): Promise<void> {
  const { heard, output, options } = work;
  const events = attend(platform, work.turn, {
    after: heard.lastNumber,
    signal: options.letGo.signal,
    timing: options.timing,
  });
  for await (const batch of events) {
    for (const { number, event } of batch) {
      if (options.letGo.signal.aborted) return;
      heard.lastNumber = number;
      output.add(number, event);
      if (event.type === "end") heard.end = event;
      else if (event.type === "usage") heard.usage = addUsage(heard.usageBefore, event);
      else if (event.type === "tool-result") addVersion(output, number, event);
      else if (event.type === "checkpoint") await keepCheckpoint(platform, work, event);
    }
    await output.flush();
  }
}

/** Makes files, session and the answer so far durable, then lets the worker forget what they cover. */
async function keepCheckpoint(
  platform: Platform,
  work: Work,
  event: Extract<WorkerEvent, { type: "checkpoint" }>,
): Promise<void> {
  const { turn, heard, output } = work;
  await storeBlobs(platform, event.tree);
  heard.tree = event.tree;
  heard.filesChanged ||= event.filesChanged;
  const parts = await packParts(platform.blobs, output.parts());
  const number = heard.lastNumber;
  const isHeld = await platform.db.transaction(async (tx) => {
    const held = await tx.update(turnsCollection, turn.id, {
      set: { filesChanged: turn.filesChanged || heard.filesChanged },
      if: heldAs(turn),
    });
    if (!held) return false;
    await recordCheckpoint(tx, turn, event);
    await keepProgress(tx, turn, {
      number,
      parts,
      open: output.open(),
      usage: heard.usage,
      filesChanged: heard.filesChanged,
    });
    return true;
  });
  if (!isHeld) work.options.letGo.abort();
  else await acknowledge(platform, work, number);
}

/** Tells the worker what the store covers. What is not acknowledged is only kept longer. */
export async function acknowledge(
  platform: Platform,
  { turn }: Pick<Work, "turn">,
  number: number,
): Promise<void> {
  try {
    await platform.workers.acknowledge({ turnId: turn.id, attempt: turn.dispatch, number });
  } catch (error) {
    platform.log.warn("turn.acknowledge_failed", { turnId: turn.id, error: String(error) });
  }
}

export function addVersion(
  output: TurnOutput,
  place: number | string,
  event: Extract<WorkerEvent, { type: "tool-result" }>,
): void {
  if (event.isError || output.toolOf(event.callId) !== `${builderToolPrefix}done_building`) return;
  const result = event.output as Partial<DoneBuildingResult> | null; // our own tool's answer, read leniently
  if (result?.status !== "complete" || isTold(output, result.versionId)) return;
  output.insert(`${place}/version`, {
    type: "data-second-version",
    id: event.callId,
    data: { versionId: result.versionId, number: result.versionNumber, summary: result.summary },
  });
}

/** An agent that was replaced may build again what is recorded already. */
const isTold = (output: TurnOutput, versionId: string | undefined): boolean =>
  output.parts().some(
    ({ type, data }) =>
      type === "data-second-version" && (data as { versionId?: string }).versionId === versionId, // added above
  );
