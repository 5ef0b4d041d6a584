import type { AuditEvent } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";

/** What every audit entry of a member's own act has in common. Spread it first. */
export function byMember(
  access: WorkspaceAccess,
  targetName?: string,
): {
  workspaceId: string;
  actor: AuditEvent["actor"];
  source: Partial<AuditEvent["source"]>;
  display: NonNullable<AuditEvent["display"]>;
} {
  return {
    workspaceId: access.workspaceId,
    actor: { kind: "user", userId: access.userId, role: access.role },
    source: { requestId: access.requestId },
    display: { actor: access.userName, ...(targetName === undefined ? {} : { target: targetName }) },
  };
}
