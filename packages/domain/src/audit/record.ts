import {
  type AuditEvent,
  type AuditEventName,
  type AuditMetadata,
  auditEvents,
  idFrom,
} from "@second/contracts";
import { defineCollection, type Transaction } from "@second/store";
import type { Platform } from "../platform.ts";

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

/**
 * Writes one audit event in the same transaction as the change it tells of: both happen or neither.
 * @throws when name or metadata are not in the catalogue: a programming error that must not pass silently.
 */
export async function recordAudit<N extends AuditEventName>(
  platform: Pick<Platform, "clock" | "ids">,
  tx: Transaction,
  entry: AuditEntry<N>,
): Promise<void> {
  const area = entry.name.slice(0, entry.name.indexOf("."));
  const metadata = auditEvents[entry.name].parse(entry.metadata) as Record<string, unknown>;
  await tx.insert(auditCollection, {
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
    metadata,
    ...(entry.changes === undefined ? {} : { changes: entry.changes }),
    relatedIds: entry.relatedIds ?? {},
    retention: { policy: securityAreas.has(area) ? "security" : "standard" },
    display: entry.display ?? {},
  });
}
