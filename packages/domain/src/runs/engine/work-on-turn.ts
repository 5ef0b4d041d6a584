import {
  builderToolPrefix,
  type DoneBuildingResult,
  type Manifest,
  problemOf,
  type SessionState,
  type WorkerEvent,
} from "@second/contracts";
import type { Platform } from "../../platform.ts";
import { recordCheckpoint, storeBlobs } from "../checkpoint.ts";
import type { Turn } from "../collections.ts";
import { turnsCollection } from "../collections.ts";
import { stopTopic } from "../stop-turn.ts";
import { settle, type TurnEnd } from "./settle-turn.ts";
import { startAttempt } from "./start-attempt.ts";
import { createTurnOutput, type TurnOutput } from "./turn-output.ts";

export interface WorkOptions {
  /** The attempt runs in the worker already: attach to it instead of starting it. */
  attach: boolean;
  owner: string;
  /** Aborted when this process lets go of the turn: nothing more is written then. */
  signal: AbortSignal;
}

type End = Extract<WorkerEvent, { type: "end" }>;
type Usage = Extract<WorkerEvent, { type: "usage" }>;

/** What was heard of an attempt so far. */
export interface Heard {
  end: End | null;
  usage: Usage | null;
  tree: Manifest | null;
  session: SessionState | null;
  filesChanged: boolean;
  lastNumber: number;
}

/** Drives one attempt from start to its recorded end. Resolves with the queued turn that starts next, or null. */
export async function workOnTurn(platform: Platform, turn: Turn, options: WorkOptions): Promise<Turn | null> {
  const output = createTurnOutput(platform, turn);
  const stop = new AbortController();
  const unsubscribe = await platform.bus.subscribe(stopTopic(turn.id), () => stop.abort());
  const heard: Heard = {
    end: null,
    usage: null,
    tree: null,
    session: null,
    filesChanged: false,
    lastNumber: 0,
  };
  try {
    await output.status("starting");
    const end = await run(platform, turn, { options, output, heard, stop: stop.signal });
    if (options.signal.aborted) return null;
    const settling = { heard, output, owner: options.owner };
    try {
      return await settle(platform, turn, { ...settling, end });
    } catch (error) {
      // A turn must end: what could not be built or stored is told as its failure.
      const code = problemOf(error)?.code ?? "system.unexpected";
      platform.log.error("turn.settle_failed", { turnId: turn.id, code, error: String(error) });
      return await settle(platform, turn, { ...settling, end: { kind: "failed", code } });
    }
  } finally {
    await unsubscribe();
  }
}

interface Work {
  options: WorkOptions;
  output: TurnOutput;
  heard: Heard;
  stop: AbortSignal;
}

async function run(platform: Platform, turn: Turn, work: Work): Promise<TurnEnd> {
  const askWorkerToStop = () => {
    void platform.workers.stopTurn({ turnId: turn.id, attempt: turn.attempt }).catch((error: unknown) => {
      platform.log.warn("turn.stop_failed", { turnId: turn.id, code: problemOf(error)?.code ?? "unknown" });
    });
  };
  try {
    if (!work.options.attach) {
      if (await stopWasRequested(platform, turn)) return { kind: "stopped" };
      const started = await startAttempt(platform, turn, {
        stop: work.stop,
        signal: work.options.signal,
        onWaiting: () => work.output.status("waiting"),
      });
      if (!started) return { kind: "stopped" };
    }
    // A stop that came while the attempt was starting reached nobody yet.
    if (work.stop.aborted || (await stopWasRequested(platform, turn))) askWorkerToStop();
    else work.stop.addEventListener("abort", askWorkerToStop, { once: true });
    await listen(platform, turn, work);
  } catch (error) {
    if (work.options.signal.aborted) return { kind: "stopped" };
    if (await stopWasRequested(platform, turn)) return { kind: "stopped" };
    const isFull =
      typeof error === "object" && error !== null && "code" in error && error.code === "bus.log_full";
    if (isFull) askWorkerToStop();
    const code = isFull ? "turn.limit_reached" : problemOf(error)?.code;
    platform.log.warn("turn.interrupted", { turnId: turn.id, code: code ?? "unknown", error: String(error) });
    return { kind: "failed", code: code ?? "turn.worker_lost" };
  } finally {
    work.stop.removeEventListener("abort", askWorkerToStop);
  }
  return endOf(platform, turn, work.heard);
}

async function stopWasRequested(platform: Platform, turn: Turn): Promise<boolean> {
  const now = await platform.db.get(turnsCollection, turn.id);
  return now?.stopRequested === true && now.attempt === turn.attempt;
}

/** Reads the worker's events to the attempt's end, translating each into the run log. */
async function listen(platform: Platform, turn: Turn, work: Work): Promise<void> {
  const { heard, output } = work;
  const events = platform.workers.events({
    turnId: turn.id,
    attempt: turn.attempt,
    after: 0,
    signal: work.options.signal,
  });
  for await (const batch of events) {
    for (const { number, event } of batch) {
      heard.lastNumber = number;
      output.add(number, event);
      if (event.type === "end") heard.end = event;
      else if (event.type === "usage") heard.usage = event;
      else if (event.type === "tool-result") addVersion(output, number, event);
      else if (event.type === "checkpoint") await keepCheckpoint(platform, turn, { event, heard });
    }
    await output.flush();
  }
}

async function keepCheckpoint(
  platform: Platform,
  turn: Turn,
  { event, heard }: { event: Extract<WorkerEvent, { type: "checkpoint" }>; heard: Heard },
): Promise<void> {
  await storeBlobs(platform, event.tree);
  heard.tree = event.tree;
  heard.session = event.session;
  heard.filesChanged ||= event.filesChanged;
  await platform.db.transaction(async (tx) => {
    const held = await tx.update(turnsCollection, turn.id, {
      set: { filesChanged: heard.filesChanged },
      if: { state: "running", attempt: turn.attempt, fence: turn.fence },
    });
    if (held) await recordCheckpoint(tx, turn, event);
  });
}

function addVersion(
  output: TurnOutput,
  number: number,
  event: Extract<WorkerEvent, { type: "tool-result" }>,
): void {
  if (event.isError || output.toolOf(event.callId) !== `${builderToolPrefix}done_building`) return;
  const result = event.output as Partial<DoneBuildingResult> | null; // our own tool's answer, read leniently
  if (result?.status !== "complete") return;
  output.insert(`${number}/version`, {
    type: "data-second-version",
    id: event.callId,
    data: { versionId: result.versionId, number: result.versionNumber, summary: result.summary },
  });
}

async function endOf(platform: Platform, turn: Turn, heard: Heard): Promise<TurnEnd> {
  const { end } = heard;
  if (!end) return { kind: "failed", code: "turn.worker_lost" };
  const now = await platform.db.get(turnsCollection, turn.id);
  if (now?.endCode && end.reason !== "completed" && end.reason !== "presented")
    return { kind: "failed", code: now.endCode };
  if (end.reason === "failed")
    return {
      kind: "failed",
      code: end.code ?? "model.failed",
      ...(end.detail === undefined ? {} : { detail: end.detail }),
    };
  return { kind: end.reason };
}
