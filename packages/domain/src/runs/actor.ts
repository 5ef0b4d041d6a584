import type { AuditEvent } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";

/** A member as the audit log names them. */
export function personActor(access: Pick<WorkspaceAccess, "userId" | "role">): AuditEvent["actor"] {
  return { kind: "user", userId: access.userId, role: access.role };
}
