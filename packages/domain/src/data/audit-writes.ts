import type { AuditEvent } from "@second/contracts";
import type { Transaction } from "@second/store";
import { recordAudit } from "../audit/record.ts";
import type { Platform } from "../platform.ts";
import type { DataActor } from "./actor.ts";
import type { AppliedOperation, WriteContext } from "./apply-operation.ts";
import { changedFields } from "./apply-patch.ts";
import { canonicalJson } from "./canonical.ts";
import { fieldsOf } from "./document.ts";

const namesInEvent = 25;
const fieldsInEvent = 100;
const eventNames = {
  insert: "app_data.document.inserted",
  update: "app_data.document.updated",
  delete: "app_data.document.deleted",
} as const;

/** One event for a whole transaction of document writes: ids, versions, field names and keyed hashes, never a value. */
export async function auditWrites(
  platform: Platform,
  tx: Transaction,
  {
    applied,
    actor,
    context,
    isBulk,
  }: { applied: AppliedOperation[]; actor: DataActor; context: WriteContext; isBulk: boolean },
): Promise<void> {
  const { scope } = context;
  const touched = applied.map((one) => {
    const record = one.after ?? one.before;
    return { id: record?.docId ?? "", collection: record?.collection ?? "", version: one.version };
  });
  const [first] = touched;
  if (first === undefined) return;
  const shared = {
    workspaceId: scope.workspaceId,
    actor: { kind: "user", userId: actor.userId, role: actor.role } satisfies AuditEvent["actor"],
    source: { requestId: actor.requestId },
    display: { actor: actor.userName },
    appId: scope.appId,
    side: scope.side,
    changes: describeChanges(platform, scope.workspaceId, applied),
  };
  if (!isBulk) {
    const [only] = applied;
    await recordAudit(platform, tx, {
      ...shared,
      name: eventNames[only?.kind ?? "update"],
      target: { type: "document", id: first.id },
      metadata: { collection: first.collection, version: first.version, cause: "user" },
    });
    return;
  }
  const named = touched.slice(0, namesInEvent);
  await recordAudit(platform, tx, {
    ...shared,
    name: "app_data.bulk_written",
    target: { type: "app", id: scope.appId },
    metadata: {
      count: touched.length,
      documentIds: named.map((one) => one.id),
      versions: named.map((one) => one.version),
      collections: [...new Set(touched.map((one) => one.collection))].slice(0, namesInEvent),
      cause: "user",
    },
  });
}

function describeChanges(
  platform: Platform,
  workspaceId: string,
  applied: AppliedOperation[],
): NonNullable<AuditEvent["changes"]> {
  const states = applied.map(({ before, after }) => ({
    before: before && fieldsOf(before),
    after: after && fieldsOf(after),
  }));
  const names = new Set(states.flatMap(({ before, after }) => changedFields(before, after)));
  const hash = (which: "before" | "after") => {
    const values = states.map((state) => state[which]);
    if (values.every((value) => value === null)) return null;
    const text = canonicalJson(values.length === 1 ? values[0] : values);
    return platform.keys.sign("audit-values", `${workspaceId}\n${text}`).toString("hex");
  };
  const beforeHash = hash("before");
  const afterHash = hash("after");
  return {
    changedFields: [...names].slice(0, fieldsInEvent),
    ...(beforeHash === null ? {} : { beforeHash }),
    ...(afterHash === null ? {} : { afterHash }),
  };
}
