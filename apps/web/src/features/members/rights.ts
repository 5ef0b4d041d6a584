import type { MemberView, Role, WorkspacePermission } from "@second/contracts";

type Can = (permission: WorkspacePermission) => boolean;

/** What the viewer may do with one member. The server decides again; this only hides what would be refused. */
export interface MemberRights {
  /** Roles the viewer may give, the present one included; empty when none may be given. */
  roles: Role[];
  canRemove: boolean;
}

export function memberRights(member: MemberView, viewerId: string, can: Can): MemberRights {
  const isSelf = member.userId === viewerId;
  const isOutOfReach = member.role === "owner" && !can("members:manage-owner");
  if (isSelf || isOutOfReach || !can("members:manage")) return { roles: [], canRemove: false };
  return { roles: grantableRoles(can), canRemove: true };
}

/** The roles the viewer may invite or promote to: only owners make owners. */
export function grantableRoles(can: Can): Role[] {
  return can("members:manage-owner") ? ["owner", "admin", "member"] : ["admin", "member"];
}
