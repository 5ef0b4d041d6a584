import { idFrom, Problem } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import type { Platform } from "../platform.ts";
import { supersedeOpenCards } from "./cards.ts";
import { announce, type Claim, leaseMs } from "./claim-turn.ts";
import { messagesCollection, runsCollection, type Turn, turnsCollection } from "./collections.ts";
import { type ChatInput, chosenRuntime } from "./post-message.ts";
import { isEnded } from "./states.ts";

/**
 * Runs a message again as a new attempt of its turn. The earlier answer stays, marked as superseded.
 * @throws `run.busy` while a turn of the app runs, `resource.not_found` for a message without a turn
 */
export async function retryTurn(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; messageId: string; body: ChatInput; owner: string },
): Promise<Claim> {
  const choice = chosenRuntime(request.body);
  const claim = await platform.db.transaction(async (tx): Promise<Claim> => {
    const turn = await tx.first(turnsCollection, {
      filter: { runId: request.runId, messageId: request.messageId },
    });
    const app = await tx.get(appsCollection, access.appId);
    if (!turn || !app || turn.appId !== app.id) throw new Problem("resource.not_found");
    if (turn.state === "running") return { turn, isNew: false };
    const running = await tx.first(turnsCollection, { filter: { runningFor: app.id } });
    if (running || !isEnded(turn.state)) throw new Problem("run.busy");

    const now = platform.clock.now();
    const nowText = new Date(now).toISOString();
    const fence = app.fence + 1;
    const next: Turn = {
      ...turn,
      ...(choice ?? {}),
      answerId: idFrom("message", platform.ids.ulid()),
      state: "running",
      attempt: turn.attempt + 1,
      dispatch: turn.dispatch + 1,
      handedOver: false,
      resumes: 0,
      startedAnew: false,
      fence,
      startedAt: nowText,
      endedAt: null,
      runningFor: app.id,
      stopRequested: false,
      endCode: null,
      leaseOwner: request.owner,
      leaseUntil: now + leaseMs,
      // What an earlier attempt changed is undone with the turn, unless it was undone before.
      ...(turn.filesChanged && !turn.undone
        ? {}
        : { versionBeforeId: app.draftVersionId, filesChanged: false, undone: false }),
      failure: null,
      usage: null,
      buildFailure: null,
    };
    await tx.replace(turnsCollection, next);
    await supersedeOpenCards(tx, turn.runId);
    const earlier = await tx.get(messagesCollection, turn.answerId);
    if (earlier)
      await tx.update(messagesCollection, earlier.id, {
        set: { metadata: { ...earlier.metadata, superseded: true } },
      });
    await tx.update(appsCollection, app.id, { set: { fence, updatedAt: nowText, runState: "running" } });
    await tx.update(runsCollection, turn.runId, {
      set: { state: "running", failure: null, updatedAt: nowText },
    });
    await recordAudit(platform, tx, {
      ...byMember(access, app.name),
      name: "builder_run.started",
      target: { type: "run", id: turn.runId },
      appId: app.id,
      metadata: { attempt: next.attempt },
      relatedIds: { turnId: turn.id },
    });
    return { turn: next, isNew: true };
  });
  if (claim.isNew) await announce(platform, claim.turn);
  return claim;
}
