import type { Transaction } from "@second/store";
import type { Platform } from "../platform.ts";
import { type Turn, type TurnProgress, turnProgressCollection } from "./collections.ts";
import { unpackParts } from "./message-parts.ts";

type Kept = Pick<TurnProgress, "number" | "parts" | "open" | "usage" | "filesChanged">;

/** Keeps the answer so far of a turn's present dispatch, its parts packed. */
export async function keepProgress(tx: Transaction, turn: Turn, kept: Kept): Promise<void> {
  const { id, workspaceId, attempt, dispatch } = turn;
  const record: TurnProgress = { id, workspaceId, attempt, dispatch, ...kept };
  if (!(await tx.replace(turnProgressCollection, record))) await tx.insert(turnProgressCollection, record);
}

/** The answer so far with whole parts, or null when the present dispatch has none. */
export async function readProgress(platform: Platform, turn: Turn): Promise<TurnProgress | null> {
  const kept = await platform.db.get(turnProgressCollection, turn.id);
  if (kept?.dispatch !== turn.dispatch) return null;
  return { ...kept, parts: await unpackParts(platform.blobs, kept.parts) };
}
