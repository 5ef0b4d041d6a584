import { Problem } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { AppAccess } from "../access/access.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import type { Platform } from "../platform.ts";
import { answerOpenCard } from "./cards.ts";
import { announce, leaseMs } from "./claim-turn.ts";
import { messagesCollection, runsCollection, type Turn, turnsCollection } from "./collections.ts";

/** Makes the app's queued turn the running one, within `tx`. Null when another turn runs or none is queued. */
export async function promoteQueued(
  platform: Platform,
  tx: Transaction,
  place: { appId: string; owner: string },
): Promise<Turn | null> {
  if (await tx.first(turnsCollection, { filter: { runningFor: place.appId } })) return null;
  const queued = await tx.first(turnsCollection, { filter: { queuedFor: place.appId } });
  const app = await tx.get(appsCollection, place.appId);
  if (!queued || !app) return null;
  const now = platform.clock.now();
  const nowText = new Date(now).toISOString();
  const { queuedFor: _, ...rest } = queued;
  const fence = app.fence + 1;
  const turn: Turn = {
    ...rest,
    state: "running",
    runningFor: app.id,
    fence,
    startedAt: nowText,
    waitsForPerson: false,
    leaseOwner: place.owner,
    leaseUntil: now + leaseMs,
    versionBeforeId: app.draftVersionId,
  };
  await tx.replace(turnsCollection, turn);
  await tx.update(appsCollection, app.id, { set: { fence, runState: "running", updatedAt: nowText } });
  await tx.update(runsCollection, turn.runId, {
    set: { state: "running", failure: null, updatedAt: nowText },
  });
  await recordAudit(platform, tx, {
    name: "builder_run.started",
    workspaceId: turn.workspaceId,
    actor: { kind: "user", userId: turn.createdBy },
    target: { type: "run", id: turn.runId },
    appId: turn.appId,
    metadata: { attempt: turn.attempt },
    relatedIds: { turnId: turn.id },
    display: { actor: turn.createdByName, target: app.name },
  });
  return turn;
}

/**
 * Starts the queued message that waits for a person; it answers a plan that was presented meanwhile.
 * @throws `run.busy` while another turn runs
 */
export async function startQueued(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; turnId: string; owner: string },
): Promise<Turn> {
  const turn = await platform.db.transaction(async (tx) => {
    const known = await tx.get(turnsCollection, request.turnId);
    if (known?.appId !== access.appId || known.runId !== request.runId)
      throw new Problem("resource.not_found");
    if (known.state !== "queued") return known;
    const promoted = await promoteQueued(platform, tx, { appId: access.appId, owner: request.owner });
    const app = await tx.get(appsCollection, access.appId);
    if (!promoted || !app) throw new Problem("run.busy");
    return answerOpenCard(platform, tx, { access, app, turn: promoted });
  });
  await announce(platform, turn);
  return turn;
}

/** Takes a queued message back. Repeating it is harmless; a message that runs already is stopped by `chat/stop`. */
export async function removeQueued(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; turnId: string },
): Promise<void> {
  const removed = await platform.db.transaction(async (tx) => {
    const turn = await tx.get(turnsCollection, request.turnId);
    if (turn?.appId !== access.appId || turn.runId !== request.runId) throw new Problem("resource.not_found");
    if (turn.state !== "queued") return null;
    const { queuedFor: _, ...rest } = turn;
    const stopped: Turn = {
      ...rest,
      state: "stopped",
      endedAt: new Date(platform.clock.now()).toISOString(),
    };
    await tx.replace(turnsCollection, stopped);
    await tx.delete(messagesCollection, turn.messageId);
    await recordAudit(platform, tx, {
      ...byMember(access),
      name: "builder_run.stopped",
      target: { type: "run", id: turn.runId },
      appId: turn.appId,
      metadata: {},
      relatedIds: { turnId: turn.id },
    });
    return stopped;
  });
  if (removed) await announce(platform, removed);
}
