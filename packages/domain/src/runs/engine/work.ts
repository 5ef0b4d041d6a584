import { type Manifest, type ProblemCode, problemOf, type WorkerEvent } from "@second/contracts";
import type { Turn, TurnProgress } from "../collections.ts";
import type { EngineTiming } from "./timing.ts";
import type { TurnOutput } from "./turn-output.ts";

export type End = Extract<WorkerEvent, { type: "end" }>;
export type Usage = Extract<WorkerEvent, { type: "usage" }>;

/** What was heard of an attempt so far. */
export interface Heard {
  end: End | null;
  /** Of the dispatches before the present one, and of all. */
  usageBefore: Usage | null;
  usage: Usage | null;
  tree: Manifest | null;
  filesChanged: boolean;
  /** Number of the present dispatch's last event. */
  lastNumber: number;
}

export interface WorkOptions {
  owner: string;
  timing: EngineTiming;
  /** Aborted when this process lets go of the turn, or finds that another has it: nothing more is written then. */
  letGo: AbortController;
  /** Told when the turn goes on under another fencing number. */
  onResumed: (turn: Turn) => void;
}

/** One process's work on one attempt. */
export interface Work {
  /** As of the present dispatch. */
  turn: Turn;
  readonly options: WorkOptions;
  readonly output: TurnOutput;
  readonly heard: Heard;
  readonly stop: AbortSignal;
}

export function heardSoFar(progress: TurnProgress | null, tree: Manifest | null): Heard {
  return {
    end: null,
    usageBefore: null,
    usage: progress?.usage ?? null,
    tree: progress ? tree : null,
    filesChanged: progress?.filesChanged ?? false,
    lastNumber: progress?.number ?? 0,
  };
}

/** The usage of two dispatches together. */
export function addUsage(one: Usage | null, other: Usage): Usage {
  if (!one) return other;
  const models = { ...one.models };
  for (const [model, used] of Object.entries(other.models)) {
    const known = models[model];
    models[model] = known
      ? {
          inputTokens: known.inputTokens + used.inputTokens,
          outputTokens: known.outputTokens + used.outputTokens,
          cacheReadInputTokens: known.cacheReadInputTokens + used.cacheReadInputTokens,
          cacheCreationInputTokens: known.cacheCreationInputTokens + used.cacheCreationInputTokens,
          costUsd: sum(known.costUsd, used.costUsd),
        }
      : used;
  }
  return {
    type: "usage",
    models,
    totalCostUsd: sum(one.totalCostUsd, other.totalCostUsd),
    steps: one.steps + other.steps,
    durationMs: one.durationMs + other.durationMs,
  };
}

const sum = (one: number | null, other: number | null) =>
  one === null && other === null ? null : (one ?? 0) + (other ?? 0);

/** True for the refusal of a log that a newer owner writes. */
export const isFenced = (error: unknown) => codeOf(error) === "bus.fenced";
export const isLogFull = (error: unknown) => codeOf(error) === "bus.log_full";

/** The problem with which an error ends a turn; null for one that is nobody's words. */
export function codeFor(error: unknown): ProblemCode | null {
  if (isLogFull(error)) return "turn.limit_reached";
  if (codeOf(error) === "store.disk_full") return "system.disk_full";
  return problemOf(error)?.code ?? null;
}

function codeOf(error: unknown): unknown {
  if (problemOf(error)) return null;
  return typeof error === "object" && error !== null && "code" in error ? error.code : null;
}
