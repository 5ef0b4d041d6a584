import type { AppliedOperation, WriteContext } from "./apply-operation.ts";
import type { ChangeRecord } from "./collections.ts";
import { documentText } from "./document.ts";
import { changeId, type NamedRequest } from "./named-request.ts";

/** The change records of one transaction; the first carries the request's name. */
export function toChanges(
  applied: readonly AppliedOperation[],
  { context, named, txn }: { context: WriteContext; named: NamedRequest | null; txn: string },
): ChangeRecord[] {
  const { scope } = context;
  return applied.flatMap(({ kind, before, after, version }, index) => {
    const record = after ?? before;
    if (record === null) return [];
    const change: ChangeRecord = {
      id: changeId(txn, index),
      workspaceId: scope.workspaceId,
      appId: scope.appId,
      side: scope.side,
      collection: record.collection,
      docId: record.docId,
      document: record.id,
      version,
      kind,
      before: before && documentText(before),
      after: after && documentText(after),
      actorId: context.userId,
      cause: "user",
      txn,
      index,
      size: applied.length,
      at: context.at,
    };
    return named !== null && index === 0
      ? { ...change, requestKey: named.key, requestHash: named.hash }
      : change;
  });
}
