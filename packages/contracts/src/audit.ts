import { z } from "zod";
import { roles } from "./permissions.ts";

const role = z.enum(roles);
const text = z.string().max(512);
const ids = z.array(z.string()).max(25);
const none = z.strictObject({});
const documentWritten = z.strictObject({ collection: text, version: z.number().int(), cause: text });

/** Event name → the metadata it may carry. A closed list: an unlisted name or key is a programming error. */
export const auditEvents = {
  "auth.signed_in": none,
  "auth.signed_out": none,
  "auth.session_revoked": z.strictObject({ count: z.number().int() }),
  "access.denied": z.strictObject({ permission: text, route: text }),
  "workspace.created": z.strictObject({ slug: text }),
  "workspace.renamed": z.strictObject({ slug: text }),
  "member.invited": z.strictObject({ role }),
  "member.invitation_resent": z.strictObject({ role }),
  "member.invitation_revoked": none,
  "member.invitation_accepted": z.strictObject({ role }),
  "member.role_changed": z.strictObject({ fromRole: role, toRole: role }),
  "member.removed": none,
  "member.left": none,
  "app.created": z.strictObject({ runtimeId: text, runtimeModel: text }),
  "app.renamed": z.strictObject({ automatic: z.boolean() }),
  "app.collaborator_added": none,
  "app.collaborator_removed": none,
  "app.version.created": z.strictObject({ number: z.number().int(), origin: text }),
  "app.version.restored": z.strictObject({ number: z.number().int(), fromNumber: z.number().int() }),
  "builder_run.created": none,
  "builder_run.started": z.strictObject({ attempt: z.number().int() }),
  "builder_run.resumed": z.strictObject({
    attempt: z.number().int(),
    reason: z.enum(["worker_lost", "context_too_long"]),
  }),
  "builder_run.completed": none,
  "builder_run.failed": z.strictObject({ code: text }),
  "builder_run.stopped": none,
  "builder_run.claim_rejected": z.strictObject({ code: text }),
  "builder_message.submitted": z.strictObject({ length: z.number().int(), queued: z.boolean() }),
  "plan.approved": z.strictObject({ cardHash: text }),
  "plan.changes_requested": z.strictObject({ cardHash: text }),
  "tool.denied": z.strictObject({ tool: text, reason: text }),
  "app_data.document.inserted": documentWritten,
  "app_data.document.updated": documentWritten,
  "app_data.document.deleted": documentWritten,
  "app_data.bulk_written": z.strictObject({
    count: z.number().int(),
    collections: ids,
    documentIds: ids,
    versions: z.array(z.number().int()).max(25),
    cause: text,
  }),
} as const;

export type AuditEventName = keyof typeof auditEvents;
export type AuditMetadata<N extends AuditEventName> = z.infer<(typeof auditEvents)[N]>;

export const auditOutcomes = ["success", "failure", "denied", "started", "completed"] as const;
export const auditActorKinds = ["user", "agent", "app", "worker", "system"] as const;
export const auditSourceKinds = [
  "web_server",
  "worker",
  "app_iframe",
  "app_agent",
  "builder_agent",
  "system",
] as const;

/** One append-only record of what was done. Names of people stand in `display` only. */
export interface AuditEvent {
  id: string;
  schemaVersion: 1;
  workspaceId: string;
  eventName: AuditEventName;
  category: string;
  outcome: (typeof auditOutcomes)[number];
  severity: "debug" | "info" | "notice" | "warning" | "error" | "critical";
  /** ISO 8601, UTC. */
  occurredAt: string;
  /** An agent's act names the agent, its run, and the user who set it going. */
  actor: {
    kind: (typeof auditActorKinds)[number];
    agentId?: string;
    userId?: string;
    role?: string;
    runId?: string;
  };
  source: {
    kind: (typeof auditSourceKinds)[number];
    trust: "server_trusted" | "internal_trusted" | "client_untrusted";
    requestId?: string;
  };
  target: { type: string; id: string };
  appId?: string;
  side?: string;
  metadata: Record<string, unknown>;
  changes?: { changedFields: string[]; beforeHash?: string; afterHash?: string };
  relatedIds: Record<string, string>;
  retention: { policy: "security" | "standard" };
  display: { actor?: string; target?: string };
}
