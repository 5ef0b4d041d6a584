import { Problem, type Role, roleHas, type WorkspaceId } from "@second/contracts";
import { usersCollection } from "../identity/collections.ts";
import { membershipId, membershipsCollection } from "../members/collections.ts";
import type { Platform } from "../platform.ts";
import { prove, type SessionAccess, type WorkspaceAccess } from "./access.ts";

export function proveWorkspace(
  session: SessionAccess,
  workspaceId: WorkspaceId,
  role: Role,
): WorkspaceAccess {
  return prove<WorkspaceAccess>({
    sessionId: session.sessionId,
    userId: session.userId,
    userName: session.userName,
    userEmail: session.userEmail,
    requestId: session.requestId,
    workspaceId,
    role,
    has: (permission: Parameters<WorkspaceAccess["has"]>[0]) => roleHas(role, permission),
  });
}

/**
 * Proves that a person is a member now. @throws `resource.not_found`, the same for a foreign and an unknown workspace;
 * `workspace.required` for a person who has never been in any.
 */
export async function enterWorkspace(
  platform: Platform,
  session: SessionAccess,
  workspaceId: WorkspaceId,
): Promise<WorkspaceAccess> {
  const membership = await platform.db.get(membershipsCollection, membershipId(workspaceId, session.userId));
  if (membership) return proveWorkspace(session, workspaceId, membership.role);
  const user = await platform.db.get(usersCollection, session.userId);
  throw new Problem(user && !user.hasJoined ? "workspace.required" : "resource.not_found");
}
