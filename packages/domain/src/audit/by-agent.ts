import type { AuditEvent } from "@second/contracts";

interface Acting {
  workspaceId: string;
  appId: string;
  runId: string;
  turnId: string;
  /** The person whose message the turn answers. */
  userId: string;
}

/** What every audit entry of the builder's own act has in common: agent, run, and who asked for it. Spread it first. */
export function byAgent({ workspaceId, appId, runId, turnId, userId }: Acting): {
  workspaceId: string;
  actor: AuditEvent["actor"];
  appId: string;
  relatedIds: Record<string, string>;
} {
  return {
    workspaceId,
    actor: { kind: "agent", agentId: "builder", userId, runId },
    appId,
    relatedIds: { turnId },
  };
}

/** The source of what an agent did by calling a tool of the platform. */
export const agentSource = (requestId: string): Partial<AuditEvent["source"]> => ({
  kind: "builder_agent",
  trust: "internal_trusted",
  requestId,
});
