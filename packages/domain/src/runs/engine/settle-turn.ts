import {
  type FailureView,
  findRuntime,
  type MessageMetadata,
  type ProblemCode,
  problems,
  type UsageView,
} from "@second/contracts";
import type { Transaction } from "@second/store";
import { appsCollection } from "../../apps/apps-collection.ts";
import { byAgent } from "../../audit/by-agent.ts";
import { recordAudit } from "../../audit/record.ts";
import type { Platform } from "../../platform.ts";
import { versionFilesCollection } from "../../versions/collections.ts";
import { type BuiltResult, recordBuild } from "../../versions/record-build.ts";
import { storeBlobs, treeHash } from "../checkpoint.ts";
import { announce } from "../claim-turn.ts";
import {
  heldAs,
  messagesCollection,
  runsCollection,
  type Turn,
  turnProgressCollection,
  turnsCollection,
} from "../collections.ts";
import { blobsOfParts, packParts } from "../message-parts.ts";
import { messageOrder } from "../post-message.ts";
import { promoteQueued } from "../queue.ts";
import type { EndedState } from "../states.ts";
import { acknowledge } from "./listen.ts";
import type { TurnOutput } from "./turn-output.ts";
import type { Heard } from "./work.ts";

/** How the agent's part of a turn ended. */
export type TurnEnd =
  | { kind: "completed" | "presented" | "stopped" }
  | { kind: "failed"; code: string; detail?: string };

interface Settling {
  end: TurnEnd;
  heard: Heard;
  output: TurnOutput;
  owner: string;
}

const endStates: Record<TurnEnd["kind"], EndedState> = {
  completed: "completed",
  presented: "waiting_for_approval",
  stopped: "stopped",
  failed: "failed",
};

/**
 * Records how a turn ended: state, answer, usage and audit in one transaction, then closes the log. A completed turn
 * that changed files without a build is built once here. Resolves with the queued turn that starts next, or null.
 */
export async function settle(platform: Platform, turn: Turn, settling: Settling): Promise<Turn | null> {
  const { output, heard } = settling;
  const end = await buildIfNeeded(platform, turn, settling);
  const state = endStates[end.kind];
  const now = platform.clock.now();
  const failure = end.kind === "failed" ? failureOf(turn, end, now) : null;
  const usage = usageOf(turn, heard);
  if (usage) output.insert("usage", { type: "data-second-usage", id: "usage", data: usage });
  const durationMs = now - Date.parse(turn.startedAt ?? turn.createdAt);
  const metadata: MessageMetadata = {
    turnState: state,
    durationMs,
    ...(failure ? { failure } : {}),
    ...(usage ? { usage } : {}),
  };
  const closed = output.close({
    kind: end.kind === "failed" ? "error" : end.kind === "stopped" ? "abort" : "finish",
    ...(failure ? { errorText: failure.message } : {}),
    metadata: { ...metadata },
  });
  const parts = await packParts(platform.blobs, output.parts());

  const outcome = await platform.db.transaction(async (tx) => {
    const ended = await tx.update(turnsCollection, turn.id, {
      set: { state, endedAt: new Date(now).toISOString(), failure, usage, leaseOwner: null },
      unset: ["runningFor"],
      if: heldAs(turn),
    });
    if (!ended) return null;
    await tx.delete(turnProgressCollection, turn.id);
    await tx.insert(messagesCollection, {
      id: turn.answerId,
      workspaceId: turn.workspaceId,
      appId: turn.appId,
      runId: turn.runId,
      turnId: turn.id,
      order: messageOrder(turn, "answer"),
      role: "assistant",
      parts,
      hasBlobs: blobsOfParts(parts).length > 0,
      metadata: { ...output.metadata(), ...metadata },
    });
    const nowText = new Date(now).toISOString();
    await tx.update(runsCollection, turn.runId, { set: { state, failure, usage, updatedAt: nowText } });
    await tx.update(appsCollection, turn.appId, { set: { runState: state, updatedAt: nowText } });
    await recordEnd(platform, tx, { turn, state, failure });
    const next = await nextTurn(platform, tx, { turn, state, owner: settling.owner });
    return { ended, next };
  });
  if (!outcome) {
    platform.log.warn("turn.fenced", { turnId: turn.id, attempt: turn.attempt });
    return null;
  }
  try {
    await closed.publish();
  } catch (error) {
    // What is recorded counts; the log only tells of it, and whoever follows it reads the chat again.
    platform.log.warn("turn.log_cut", { turnId: turn.id, error: String(error) });
  }
  await announce(platform, outcome.ended);
  if (outcome.next) await announce(platform, outcome.next);
  await acknowledge(platform, { turn }, heard.lastNumber);
  return outcome.next;
}

/** After `completed` the queued message starts; after any other end a person is asked. */
async function nextTurn(
  platform: Platform,
  tx: Transaction,
  { turn, state, owner }: { turn: Turn; state: EndedState; owner: string },
): Promise<Turn | null> {
  if (state === "completed") return promoteQueued(platform, tx, { appId: turn.appId, owner });
  const queued = await tx.first(turnsCollection, { filter: { queuedFor: turn.appId } });
  if (queued) await tx.update(turnsCollection, queued.id, { set: { waitsForPerson: true } });
  return null;
}

async function buildIfNeeded(platform: Platform, turn: Turn, settling: Settling): Promise<TurnEnd> {
  const { end, heard, output } = settling;
  if (end.kind !== "completed" || !heard.filesChanged || !heard.tree) return end;
  const app = await platform.db.get(appsCollection, turn.appId);
  const files = app?.draftVersionId
    ? await platform.db.get(versionFilesCollection, app.draftVersionId)
    : null;
  if (files && treeHash(files.source) === treeHash(heard.tree)) return end;
  await output.status("building");
  const build = await platform.workers.build({
    workspaceId: turn.workspaceId,
    appId: turn.appId,
    fence: turn.fence,
  });
  if (build.status === "failed")
    return { kind: "failed", code: "turn.build_incomplete", detail: build.message };
  await tellBuild(platform, turn, { build, output });
  return end;
}

async function tellBuild(
  platform: Platform,
  turn: Turn,
  { build, output }: { build: BuiltResult; output: TurnOutput },
): Promise<void> {
  await storeBlobs(platform, build.source, build.artifact);
  const version = await platform.db.transaction((tx) =>
    recordBuild(platform, tx, {
      turnId: turn.id,
      held: heldAs(turn),
      build,
      summary: "Built after the agent finished without building.",
    }),
  );
  if (!version) return;
  output.insert("platform-build/version", {
    type: "data-second-version",
    id: "platform-build",
    data: { versionId: version.id, number: version.number, summary: version.summary },
  });
  output.insert("platform-build/notice", {
    type: "data-second-notice",
    id: "platform-build",
    data: { kind: "built", text: "The agent changed files without building, so Second built them." },
  });
}

async function recordEnd(
  platform: Platform,
  tx: Transaction,
  { turn, state, failure }: { turn: Turn; state: EndedState; failure: FailureView | null },
): Promise<void> {
  const entry = {
    ...byAgent({ ...turn, turnId: turn.id, userId: turn.createdBy }),
    target: { type: "run", id: turn.runId },
    display: { actor: turn.createdByName },
  };
  if (state === "failed")
    await recordAudit(platform, tx, {
      ...entry,
      name: "builder_run.failed",
      outcome: "failure",
      metadata: { code: failure?.code ?? "unknown" },
    });
  else if (state === "stopped")
    await recordAudit(platform, tx, { ...entry, name: "builder_run.stopped", metadata: {} });
  else await recordAudit(platform, tx, { ...entry, name: "builder_run.completed", metadata: {} });
}

function failureOf(turn: Turn, end: { code: string; detail?: string }, now: number): FailureView {
  const known = Object.hasOwn(problems, end.code) ? (end.code as ProblemCode) : "model.failed";
  return {
    code: known,
    message: problems[known].title.slice(0, 240),
    ...(end.detail ? { detail: end.detail.slice(0, 240) } : {}),
    retryable: problems[known].retry !== "never",
    occurredAt: new Date(now).toISOString(),
    turnId: turn.id,
  };
}

/** The demo costs nothing, whatever its runtime reports. */
function usageOf(turn: Turn, heard: Heard): UsageView | null {
  if (!heard.usage) return null;
  const isFree = findRuntime(turn.runtimeId)?.costKind === "none";
  const models = Object.entries(heard.usage.models).map(([model, usage]) => [
    isFree ? turn.runtimeModel : model,
    isFree ? { ...usage, costUsd: null } : usage,
  ]);
  return {
    totalCostUsd: isFree ? null : heard.usage.totalCostUsd,
    costKind: isFree ? "none" : "billed",
    modelUsage: Object.fromEntries(models),
    steps: heard.usage.steps,
    durationMs: heard.usage.durationMs,
  };
}
