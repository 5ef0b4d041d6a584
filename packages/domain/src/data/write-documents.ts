import { idFrom, Problem, problemOf } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import type { DataActor } from "./actor.ts";
import {
  type AppliedOperation,
  applyOperation,
  type PreparedOperation,
  prepareOperation,
  type WriteContext,
} from "./apply-operation.ts";
import { auditWrites } from "./audit-writes.ts";
import { type ChangeRecord, documentChangesCollection } from "./collections.ts";
import { scopeKey } from "./document.ts";
import { findAnswered, nameRequest } from "./named-request.ts";
import type { WriteOperation } from "./operations.ts";
import { type DataProcess, dataProcess } from "./process.ts";
import type { StorageChange } from "./storage-use.ts";
import { toChanges } from "./to-changes.ts";

export interface WriteRequest {
  operations: readonly WriteOperation[];
  /** The client's name for the request (`Idempotency-Key`), or null. */
  key: string | null;
  /** A batch is audited as one bulk event, and a failure names its operation. */
  isBatch: boolean;
}

const attemptsMax = 5;

/**
 * Makes all changes or none: documents, change records and one audit event in one transaction. A repeated request
 * answers what the first one did. Returns the change records in the order of the operations.
 */
export async function writeDocuments(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  request: WriteRequest,
): Promise<ChangeRecord[]> {
  const { names, storage, userWrites, scopeWrites } = dataProcess(platform);
  userWrites.spend(actor.userId, request.operations.length);
  scopeWrites.spend(scopeKey(scope), request.operations.length);
  const named = nameRequest(scope, actor, request);
  const answered = named && (await findAnswered(platform.db, named));
  if (answered) return answered;

  const prepared: PreparedOperation[] = [];
  for (const [index, operation] of request.operations.entries()) {
    await failingAt(request, index, async () => {
      prepared.push(prepareOperation(operation, () => platform.ids.ulid()));
      if (operation.op === "insert") await names.admit(scope, operation.collection);
    });
  }

  for (let attempt = 1; ; attempt++) {
    try {
      const context = { scope, userId: actor.userId, at: new Date(platform.clock.now()).toISOString() };
      const { changes, growth } = await platform.db.transaction(async (tx) => {
        const applied = await applyAll(tx, { prepared, context, request });
        const growth = growthOf(applied);
        for (const one of growth) await storage.admit(scope, one);
        const changes = toChanges(applied, { context, named, txn: idFrom("change", platform.ids.ulid()) });
        await tx.insertMany(documentChangesCollection, changes);
        await auditWrites(platform, tx, { applied, actor, context, isBulk: request.isBatch });
        return { changes, growth };
      });
      await noteGrowth(platform, scope, { storage, growth });
      return changes;
    } catch (error) {
      // Someone else wrote the same version, or answered the same request, between our reading and writing.
      const index = duplicateIndex(error);
      if (index === null || attempt === attemptsMax) throw error;
      const others = index === "one_per_request" && named ? await findAnswered(platform.db, named) : null;
      if (others) return others;
    }
  }
}

async function applyAll(
  tx: Transaction,
  work: { prepared: readonly PreparedOperation[]; context: WriteContext; request: WriteRequest },
): Promise<AppliedOperation[]> {
  const applied: AppliedOperation[] = [];
  for (const [index, operation] of work.prepared.entries()) {
    await failingAt(work.request, index, async () => {
      applied.push(await applyOperation(tx, operation, work.context));
    });
  }
  return applied;
}

/** Runs one operation's part. In a batch its problem tells which operation it was. */
async function failingAt(request: WriteRequest, index: number, part: () => Promise<void>): Promise<void> {
  try {
    await part();
  } catch (error) {
    const problem = duplicateIndex(error) === "id" ? new Problem("document.exists") : problemOf(error);
    if (problem === null || !request.isBatch) throw problem ?? error;
    throw new Problem(problem.code, {
      ...problem.details,
      extra: { ...problem.details.extra, index },
    });
  }
}

/** The unique index that a store's error tells of. */
function duplicateIndex(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error) || !("index" in error)) return null;
  return error.code === "store.duplicate" ? String(error.index) : null;
}

/** The write is committed: a size that cannot be noted must not make it look failed, or its sender would write again. */
async function noteGrowth(
  { log }: Pick<Platform, "log">,
  scope: Scope,
  { storage, growth }: Pick<DataProcess, "storage"> & { growth: readonly StorageChange[] },
): Promise<void> {
  for (const one of growth) {
    try {
      await storage.changed(scope, one);
    } catch (error) {
      log.warn("data.size_not_noted", { scope: scopeKey(scope), error: String(error) });
    }
  }
}

/** What a transaction adds, by collection. */
function growthOf(applied: readonly AppliedOperation[]): StorageChange[] {
  const byCollection = new Map<string, StorageChange>();
  for (const { before, after } of applied) {
    const collection = (after ?? before)?.collection ?? "";
    const growth = byCollection.get(collection) ?? { collection, documents: 0, bytes: 0 };
    growth.documents += (after === null ? 0 : 1) - (before === null ? 0 : 1);
    growth.bytes +=
      (after === null ? 0 : Buffer.byteLength(after.body)) -
      (before === null ? 0 : Buffer.byteLength(before.body));
    byCollection.set(collection, growth);
  }
  return [...byCollection.values()];
}
