import {
  type AuditEvent,
  type AuditEventName,
  type AuditMetadata,
  auditEvents,
  idFrom,
  Problem,
} from "@second/contracts";
import { defineCollection, type Transaction } from "@second/store";
import type { Platform } from "../platform.ts";
import { shortenFieldNames, shortenMetadata } from "./limit-size.ts";

export const auditCollection = defineCollection<AuditEvent>()({
  name: "audit_events",
  fields: { workspaceId: "string", eventName: "string", occurredAt: "string", appId: "string" },
  indexes: [{ name: "by_time", fields: ["workspaceId", "-occurredAt"] }],
  feed: "ids",
});

export interface AuditEntry<N extends AuditEventName> {
  name: N;
  workspaceId: string;
  /** A person, or what acted in their name. */
  actor: AuditEvent["actor"];
  target: AuditEvent["target"];
  metadata: AuditMetadata<N>;
  source?: Partial<AuditEvent["source"]>;
  outcome?: AuditEvent["outcome"];
  severity?: AuditEvent["severity"];
  appId?: string;
  side?: string;
  changes?: AuditEvent["changes"];
  relatedIds?: Record<string, string>;
  display?: AuditEvent["display"];
}

const securityAreas = new Set(["auth", "access", "member", "token"]);

/** Errors of the store that mean "this event cannot be kept". A full disk keeps its own, more useful code. */
function isStorageFailure(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && code.startsWith("store.") && code !== "store.disk_full";
}

/**
 * Writes one audit event in the same transaction as the change it tells of: both happen or neither. What is larger
 * than an event may be is cut and marked `_truncated`.
 * @throws `audit.unavailable` when the event cannot be kept; an error when name or metadata are not in the
 * catalogue, a programming error that must not pass silently.
 */
export async function recordAudit<N extends AuditEventName>(
  platform: Pick<Platform, "clock" | "ids">,
  tx: Transaction,
  entry: AuditEntry<N>,
): Promise<void> {
  const area = entry.name.slice(0, entry.name.indexOf("."));
  const { metadata, cut } = shortenMetadata(entry.metadata);
  auditEvents[entry.name].parse(metadata);
  const fields = entry.changes && shortenFieldNames(entry.changes.changedFields);
  const event: AuditEvent = {
    id: idFrom("auditEvent", platform.ids.ulid()),
    schemaVersion: 1,
    workspaceId: entry.workspaceId,
    eventName: entry.name,
    category: area,
    outcome: entry.outcome ?? "success",
    severity: entry.severity ?? "info",
    occurredAt: new Date(platform.clock.now()).toISOString(),
    actor: entry.actor,
    source: { kind: "web_server", trust: "server_trusted", ...entry.source },
    target: entry.target,
    ...(entry.appId === undefined ? {} : { appId: entry.appId }),
    ...(entry.side === undefined ? {} : { side: entry.side }),
    metadata: cut || fields?.cut ? { ...metadata, _truncated: true } : metadata,
    ...(entry.changes && fields ? { changes: { ...entry.changes, changedFields: fields.names } } : {}),
    relatedIds: entry.relatedIds ?? {},
    retention: { policy: securityAreas.has(area) ? "security" : "standard" },
    display: entry.display ?? {},
  };
  try {
    await tx.insert(auditCollection, event);
  } catch (error) {
    throw isStorageFailure(error) ? new Problem("audit.unavailable", { cause: error }) : error;
  }
}
