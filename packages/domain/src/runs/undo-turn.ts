import { Problem } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import type { Platform } from "../platform.ts";
import { hintRestored, idleApp, restoreWithin } from "../versions/restore-version.ts";
import { runsCollection, treesCollection, turnsCollection } from "./collections.ts";

/**
 * Restores the state before a turn: its working tree, and a new version equal to the one before it. History is not
 * rewritten; the agent is told with the next message.
 * @throws `run.busy`, `run.nothing_to_undo`, `resource.not_found`
 */
export async function undoTurn(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; turnId: string },
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const turn = await tx.get(turnsCollection, request.turnId);
    if (turn?.appId !== access.appId || turn.runId !== request.runId) throw new Problem("resource.not_found");
    const app = await idleApp(tx, access.appId);
    if (!turn.filesChanged || turn.undone) throw new Problem("run.nothing_to_undo");

    if (turn.versionBeforeId && turn.versionBeforeId !== app.draftVersionId)
      await restoreWithin(platform, tx, { access, app, versionId: turn.versionBeforeId });
    if (!turn.versionBeforeId && app.draftVersionId) {
      await tx.update(appsCollection, app.id, { set: { draftVersionId: null, draftVersionNumber: null } });
      await recordAudit(platform, tx, {
        ...byMember(access, app.name),
        name: "app.version.restored",
        target: { type: "app", id: app.id },
        appId: app.id,
        metadata: { number: app.versionCount, fromNumber: 0 },
        relatedIds: { turnId: turn.id },
      });
    }
    const before = await tx.get(treesCollection, turn.id);
    if (before) await tx.replace(treesCollection, { ...before, id: app.id });
    else await tx.delete(treesCollection, app.id);
    await tx.update(turnsCollection, turn.id, { set: { undone: true } });
    await tx.update(runsCollection, turn.runId, {
      set: {
        note: "The person undid your last changes; the files are as they were before. Read them again.",
      },
    });
  });
  await hintRestored(platform, access);
}
