import { createHash } from "node:crypto";
import type { Manifest, SessionState } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { Platform } from "../platform.ts";
import { agentSessionsCollection, type Turn, treesCollection, turnsCollection } from "./collections.ts";

/** Names a tree by its content: equal manifests have equal hashes. */
export function treeHash(tree: Manifest): string {
  const hash = createHash("sha256");
  for (const path of Object.keys(tree).sort()) hash.update(`${path}\0${tree[path]?.sha256}\n`);
  return hash.digest("hex");
}

/** Fetches from the worker what is not stored yet, and makes it durable. Precedes the transaction that names it. */
export async function storeBlobs(platform: Platform, ...trees: Manifest[]): Promise<void> {
  const hashes = [...new Set(trees.flatMap((tree) => Object.values(tree).map((file) => file.sha256)))];
  const missing = await platform.blobs.claim(hashes);
  const lanes = 8;
  await Promise.all(
    Array.from({ length: Math.min(lanes, missing.length) }, async (_, lane) => {
      for (let index = lane; index < missing.length; index += lanes) {
        const hash = missing[index];
        if (hash) await platform.blobs.put(hash, await platform.workers.fetchBlob(hash));
      }
    }),
  );
}

/** Writes the app's working tree and the agent's session as of a checkpoint. */
export async function recordCheckpoint(
  tx: Transaction,
  turn: Turn,
  checkpoint: { tree: Manifest; session: SessionState | null },
): Promise<void> {
  const { workspaceId } = turn;
  await putRecord(tx, {
    id: turn.appId,
    workspaceId,
    tree: checkpoint.tree,
    hash: treeHash(checkpoint.tree),
  });
  if (!checkpoint.session) return;
  const id = `${turn.runId}:${turn.runtimeId}`;
  const known = await tx.get(agentSessionsCollection, id);
  const coveredTurns = known?.coveredTurns.includes(turn.id) ? known.coveredTurns : await turnsUpTo(tx, turn);
  const session = { id, workspaceId, runId: turn.runId, state: checkpoint.session, coveredTurns };
  if (known) await tx.replace(agentSessionsCollection, session);
  else await tx.insert(agentSessionsCollection, session);
}

/** What an agent knows that works on a turn: it has seen the earlier ones, or was told of them. */
async function turnsUpTo(tx: Transaction, turn: Turn): Promise<string[]> {
  const { records } = await tx.list(turnsCollection, {
    filter: { runId: turn.runId, createdAt: { lte: turn.createdAt } },
  });
  return records.map(({ id }) => id);
}

async function putRecord(
  tx: Transaction,
  record: { id: string; workspaceId: string; tree: Manifest; hash: string },
): Promise<void> {
  if (!(await tx.replace(treesCollection, record))) await tx.insert(treesCollection, record);
}

/** Keeps the tree that a turn starts from, for its undo; none when the app is still the template. */
export async function keepTreeBefore(tx: Transaction, turn: Turn): Promise<void> {
  const present = await tx.get(treesCollection, turn.appId);
  if (present) await putRecord(tx, { ...present, id: turn.id });
  // An earlier attempt may have kept one that was undone since.
  else await tx.delete(treesCollection, turn.id);
}
