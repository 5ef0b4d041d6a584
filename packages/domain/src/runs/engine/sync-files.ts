import { createHash } from "node:crypto";
import { type Manifest, Problem, problemOf } from "@second/contracts";
import { appsCollection } from "../../apps/apps-collection.ts";
import type { Platform } from "../../platform.ts";
import { versionFilesCollection } from "../../versions/collections.ts";
import { treeHash } from "../checkpoint.ts";
import { leaseMs } from "../claim-turn.ts";
import { heldAs, runsCollection, type Turn, treesCollection, turnsCollection } from "../collections.ts";

/**
 * Brings the worker's directory to the files that a turn starts from: the working tree or, when bytes of it are missing
 * or damaged in the store, those of the draft's version, which the working tree then is. Answers that version's number.
 * @throws `app.files_damaged` when that version's files are not whole either
 */
export async function syncFiles(platform: Platform, turn: Turn): Promise<{ wentBackTo: number | null }> {
  const working = await platform.db.get(treesCollection, turn.appId);
  try {
    await send(platform, turn, working?.tree ?? null);
    return { wentBackTo: null };
  } catch (error) {
    if (problemOf(error)?.code !== "app.files_damaged") throw error;
    platform.log.error("turn.files_damaged", { turnId: turn.id, appId: turn.appId });
    const app = await platform.db.get(appsCollection, turn.appId);
    const number = app?.draftVersionNumber ?? null;
    const files = app?.draftVersionId
      ? await platform.db.get(versionFilesCollection, app.draftVersionId)
      : null;
    if (number === null || !files) throw error;
    await send(platform, turn, files.source);
    await goBackTo(platform, turn, { number, source: files.source });
    return { wentBackTo: number };
  }
}

function send(platform: Platform, turn: Turn, manifest: Manifest | null): Promise<void> {
  return platform.workers.syncFiles({
    workspaceId: turn.workspaceId,
    appId: turn.appId,
    fence: turn.fence,
    manifest,
    blob: async (sha256) => {
      const bytes = await platform.blobs.get(sha256);
      if (bytes && createHash("sha256").update(bytes).digest("hex") === sha256) return bytes;
      const path = Object.entries(manifest ?? {}).find(([, file]) => file.sha256 === sha256)?.[0];
      throw new Problem("app.files_damaged", {
        detail: `${path ?? "A file"} is ${bytes ? "damaged" : "missing"} in the server's storage.`,
      });
    },
  });
}

/** @throws `version.conflict` when another process has taken the turn over */
async function goBackTo(
  platform: Platform,
  turn: Turn,
  { number, source }: { number: number; source: Manifest },
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const held = await tx.update(turnsCollection, turn.id, {
      set: { leaseUntil: platform.clock.now() + leaseMs },
      if: heldAs(turn),
    });
    if (!held) throw new Problem("version.conflict");
    await tx.update(treesCollection, turn.appId, { set: { tree: source, hash: treeHash(source) } });
    const run = await tx.get(runsCollection, turn.runId);
    const note = `Newer files were damaged; they are as of version ${number} now. Read them again.`;
    await tx.update(runsCollection, turn.runId, { set: { note: run?.note ? `${run.note}\n${note}` : note } });
  });
}
