import { builderToolPrefix, type DoneBuildingResult, problems, type ToolCallAnswer } from "@second/contracts";
import { appsCollection } from "../../apps/apps-collection.ts";
import { recordAudit } from "../../audit/record.ts";
import type { Platform } from "../../platform.ts";
import { leaseMs } from "../claim-turn.ts";
import {
  cardsCollection,
  heldAs,
  type ToolCallRecord,
  type Turn,
  toolCallsCollection,
  turnsCollection,
} from "../collections.ts";
import { packParts } from "../message-parts.ts";
import { keepProgress } from "../turn-progress.ts";
import { addVersion } from "./listen.ts";
import type { TurnEnd } from "./settle-turn.ts";
import { pause } from "./timing.ts";
import type { Work } from "./work.ts";

const resumedText = "The agent was interrupted and continued.";

/**
 * Prepares a turn whose worker was lost to be handed over again: what the platform's tools answered is told, what was
 * open is closed, and the turn goes on in the same answer under a new dispatch and fencing number. Answers the end
 * instead when there is nothing to go on with, and null when it goes on.
 */
export async function resume(platform: Platform, work: Work): Promise<TurnEnd | null> {
  const { output, heard, options, stop } = work;
  const calls = await answeredCalls(platform, work.turn);
  await tellAnswers(platform, work, calls);
  await output.interrupt();
  if (calls.some(({ tool, answer }) => tool !== "done_building" && !answer.isError))
    return { kind: "presented" };

  const waitMs = options.timing.resumeAfterMs[work.turn.resumes];
  if (waitMs === undefined) return { kind: "failed", code: "turn.worker_lost" };
  platform.log.warn("turn.resuming", { turnId: work.turn.id, dispatch: work.turn.dispatch, waitMs });
  await output.status("interrupted");
  await pause(waitMs, AbortSignal.any([stop, options.letGo.signal]));
  if (stop.aborted || options.letGo.signal.aborted) return { kind: "stopped" };

  const next: Turn = { ...work.turn, dispatch: work.turn.dispatch + 1, handedOver: false };
  output.insert(`resumed/${next.dispatch}`, {
    type: "data-second-notice",
    id: `resumed-${next.dispatch}`,
    data: { kind: "resumed", text: resumedText },
  });
  const turn = await recordResumed(platform, work, next);
  if (!turn) {
    options.letGo.abort();
    return { kind: "stopped" };
  }
  if (turn.stopRequested) return { kind: "stopped" };
  work.turn = turn;
  output.continueAs(turn);
  Object.assign(heard, { end: null, usageBefore: heard.usage, lastNumber: 0 });
  options.onResumed(turn);
  await output.flush();
  return null;
}

/** Null when another process has the turn. A turn that is to stop comes back as it is. */
async function recordResumed(platform: Platform, work: Work, next: Turn): Promise<Turn | null> {
  const { output, heard } = work;
  const parts = await packParts(platform.blobs, output.parts());
  return platform.db.transaction(async (tx) => {
    const app = await tx.get(appsCollection, next.appId);
    const now = await tx.get(turnsCollection, next.id);
    if (!app || !now) return null;
    if (now.stopRequested) return now;
    const fence = app.fence + 1;
    const turn = await tx.update(turnsCollection, next.id, {
      set: {
        dispatch: next.dispatch,
        handedOver: false,
        resumes: next.resumes + 1,
        fence,
        leaseUntil: platform.clock.now() + leaseMs,
      },
      if: heldAs(work.turn),
    });
    if (!turn) return null;
    await tx.update(appsCollection, app.id, { set: { fence } });
    await keepProgress(tx, turn, {
      number: 0,
      parts,
      open: output.open(),
      usage: heard.usage,
      filesChanged: heard.filesChanged,
    });
    await recordAudit(platform, tx, {
      name: "builder_run.resumed",
      workspaceId: turn.workspaceId,
      actor: { kind: "agent", userId: turn.createdBy, runId: turn.runId },
      target: { type: "run", id: turn.runId },
      appId: turn.appId,
      metadata: { attempt: turn.attempt },
      relatedIds: { turnId: turn.id },
      display: { actor: turn.createdByName, target: app.name },
    });
    return turn;
  });
}

async function answeredCalls(platform: Platform, turn: Turn): Promise<ToolCallRecord[]> {
  const { records } = await platform.db.list(toolCallsCollection, { filter: { turnId: turn.id } });
  return records.filter(({ attempt }) => attempt === turn.attempt);
}

/** Answers that were recorded, but had not come back through the worker when it was lost. */
async function tellAnswers(platform: Platform, work: Work, calls: ToolCallRecord[]): Promise<void> {
  const told = new Set(
    work.output
      .parts()
      .filter(({ state, preliminary }) => state === "output-available" && preliminary !== true)
      .map(({ toolCallId }) => toolCallId),
  );
  for (const { id, callId, tool, answer } of calls) {
    if (told.has(callId)) continue;
    const place = `answered/${callId}`;
    const card = await platform.db.get(cardsCollection, id);
    const event = { type: "tool-result", callId, output: answer.result, isError: answer.isError } as const;
    work.output.add(`${place}/input`, {
      type: "tool-input",
      callId,
      toolName: `${builderToolPrefix}${tool}`,
      input: card?.payload ?? { summary: doneOf(answer)?.summary ?? "" },
    });
    work.output.add(place, event);
    addVersion(work.output, place, event);
  }
}

function doneOf({ result }: ToolCallAnswer): { summary: string; versionNumber: number } | null {
  const done = result as DoneBuildingResult | null; // our own tool's recorded answer
  return done?.status === "complete" ? done : null;
}

/** What an agent that goes on must know, before what it was asked. */
export async function interruptionNote(platform: Platform, turn: Turn): Promise<string> {
  const versions = (await answeredCalls(platform, turn)).flatMap(({ answer }) => doneOf(answer) ?? []);
  const recorded = versions.map(({ versionNumber }) => `version ${versionNumber}`).join(", ");
  return [
    "<system-reminder>",
    `You were interrupted while you worked on the request below (${problems["turn.worker_lost"].title})`,
    "The files are as of shortly before. Look at them first, keep what is done, and continue.",
    ...(recorded
      ? [`done_building has recorded ${recorded} already; call it again only after further changes.`]
      : []),
    "</system-reminder>\n\n",
  ].join("\n");
}
