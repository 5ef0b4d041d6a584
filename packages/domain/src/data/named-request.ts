import { createHash } from "node:crypto";
import { Problem } from "@second/contracts";
import type { Reader } from "@second/store";
import type { Scope } from "../access/access.ts";
import type { DataActor } from "./actor.ts";
import { type ChangeRecord, documentChangesCollection } from "./collections.ts";
import { scopeKey } from "./document.ts";
import type { WriteOperation } from "./operations.ts";

const keyLengthMax = 128;

/** A request that its client named, so that sending it again changes nothing. */
export interface NamedRequest {
  /** Unique per user and scope. */
  key: string;
  hash: string;
}

/** @throws `request.invalid` for a key that is empty or too long. */
export function nameRequest(
  scope: Scope,
  actor: DataActor,
  { key, operations }: { key: string | null; operations: readonly WriteOperation[] },
): NamedRequest | null {
  if (key === null) return null;
  if (key.length < 1 || key.length > keyLengthMax) {
    throw new Problem("request.invalid", {
      detail: `An idempotency key has 1 to ${keyLengthMax} characters.`,
    });
  }
  return {
    key: `${scopeKey(scope)}:${actor.userId}:${key}`,
    hash: createHash("sha256").update(JSON.stringify(operations)).digest("hex"),
  };
}

/** The changes that the first request of this name made; null when none did. @throws `idempotency.reused` */
export async function findAnswered(reader: Reader, request: NamedRequest): Promise<ChangeRecord[] | null> {
  const first = await reader.first(documentChangesCollection, { filter: { requestKey: request.key } });
  if (first === null) return null;
  if (first.requestHash !== request.hash) throw new Problem("idempotency.reused");
  const others = Array.from({ length: first.size - 1 }, (_, i) => changeId(first.txn, i + 1));
  return [first, ...(others.length === 0 ? [] : await reader.getMany(documentChangesCollection, others))];
}

export const changeId = (txn: string, index: number) => `${txn}.${index}`;
