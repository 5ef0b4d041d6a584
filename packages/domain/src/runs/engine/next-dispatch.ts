import { appsCollection } from "../../apps/apps-collection.ts";
import { byAgent } from "../../audit/by-agent.ts";
import { recordAudit } from "../../audit/record.ts";
import type { Platform } from "../../platform.ts";
import { leaseMs } from "../claim-turn.ts";
import { agentSessionsCollection, heldAs, type Turn, turnsCollection } from "../collections.ts";
import { packParts } from "../message-parts.ts";
import { keepProgress } from "../turn-progress.ts";
import type { TurnEnd } from "./settle-turn.ts";
import type { Work } from "./work.ts";

/** Why a turn is handed over once more. */
type Reason = "worker_lost" | "context_too_long";

const notices: Record<Reason, { kind: string; text: string }> = {
  worker_lost: { kind: "resumed", text: "The agent was interrupted and continued." },
  context_too_long: {
    kind: "new-session",
    text: "This conversation had grown too long for the model, so the agent continued with a summary of it.",
  },
};

/**
 * Goes on with the turn in the same answer under a new dispatch and fencing number, and says so in the answer.
 * Answers the end instead when the turn is to stop or another process has it, and null when it goes on.
 */
export async function nextDispatch(platform: Platform, work: Work, reason: Reason): Promise<TurnEnd | null> {
  const { output, heard, options } = work;
  const next: Turn = { ...work.turn, dispatch: work.turn.dispatch + 1, handedOver: false };
  output.insert(`resumed/${next.dispatch}`, {
    type: "data-second-notice",
    id: `resumed-${next.dispatch}`,
    data: notices[reason],
  });
  const turn = await recordNext(platform, work, { next, reason });
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
async function recordNext(
  platform: Platform,
  work: Work,
  { next, reason }: { next: Turn; reason: Reason },
): Promise<Turn | null> {
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
        ...(reason === "worker_lost" ? { resumes: next.resumes + 1 } : { startedAnew: true }),
        fence,
        leaseUntil: platform.clock.now() + leaseMs,
      },
      if: heldAs(work.turn),
    });
    if (!turn) return null;
    await tx.update(appsCollection, app.id, { set: { fence } });
    if (reason === "context_too_long")
      await tx.delete(agentSessionsCollection, `${turn.runId}:${turn.runtimeId}`);
    await keepProgress(tx, turn, {
      number: 0,
      parts,
      open: output.open(),
      usage: heard.usage,
      filesChanged: heard.filesChanged,
    });
    await recordAudit(platform, tx, {
      ...byAgent({ ...turn, turnId: turn.id, userId: turn.createdBy }),
      name: "builder_run.resumed",
      target: { type: "run", id: turn.runId },
      metadata: { attempt: turn.attempt, reason },
      display: { actor: turn.createdByName, target: app.name },
    });
    return turn;
  });
}
