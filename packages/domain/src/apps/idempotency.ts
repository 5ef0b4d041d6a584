import { createHash } from "node:crypto";
import { Problem } from "@second/contracts";
import { defineCollection, type Transaction } from "@second/store";

interface IdempotencyRecord {
  /** `<userId>:<workspaceId>:<route>:<key>` */
  id: string;
  workspaceId: string;
  bodyHash: string;
  answer: unknown;
  createdAt: string;
}

export const idempotencyCollection = defineCollection<IdempotencyRecord>()({
  name: "idempotency",
  fields: { createdAt: "string" },
  indexes: [{ name: "by_age", fields: ["createdAt"] }],
  feed: "none",
});

const keptMs = 24 * 60 * 60 * 1000;
const pruneMax = 50;

export interface IdempotencyKey {
  id: string;
  bodyHash: string;
}

/** Null when the request carries no key. @throws `request.invalid` for a key over 128 characters. */
export function idempotencyKey(
  place: { userId: string; workspaceId: string; route: string },
  key: string | null,
  body: unknown,
): IdempotencyKey | null {
  if (key === null) return null;
  if (key.length < 1 || key.length > 128)
    throw new Problem("request.invalid", {
      fields: [{ pointer: "/headers/idempotency-key", message: "must have 1 to 128 characters" }],
    });
  return {
    id: `${place.userId}:${place.workspaceId}:${place.route}:${key}`,
    bodyHash: createHash("sha256").update(JSON.stringify(body)).digest("hex"),
  };
}

/**
 * The first answer under this key, for 24 h; else runs `work` and keeps its answer in the same transaction.
 * @throws `idempotency.reused` when the key came with another body.
 */
export async function answerOnce<T>(
  tx: Transaction,
  once: { key: IdempotencyKey | null; workspaceId: string; nowMs: number },
  work: () => Promise<T>,
): Promise<T> {
  const { key } = once;
  if (!key) return work();
  const known = await tx.get(idempotencyCollection, key.id);
  const isFresh = known !== null && once.nowMs - Date.parse(known.createdAt) < keptMs;
  if (known && isFresh) {
    if (known.bodyHash !== key.bodyHash) throw new Problem("idempotency.reused");
    return known.answer as T; // written by this function from the same use-case
  }
  const answer = await work();
  if (known) await tx.delete(idempotencyCollection, known.id);
  await pruneAnswers(tx, once.nowMs);
  await tx.insert(idempotencyCollection, {
    id: key.id,
    workspaceId: once.workspaceId,
    bodyHash: key.bodyHash,
    answer,
    createdAt: new Date(once.nowMs).toISOString(),
  });
  return answer;
}

/** Forgets answers past their time, a few with each new one, so that they never pile up. */
async function pruneAnswers(tx: Transaction, nowMs: number): Promise<void> {
  const { records } = await tx.list(idempotencyCollection, {
    filter: { createdAt: { lte: new Date(nowMs - keptMs).toISOString() } },
    sort: ["createdAt"],
    limit: pruneMax,
  });
  for (const { id } of records) await tx.delete(idempotencyCollection, id);
}
