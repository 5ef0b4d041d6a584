import { Problem, type Role, roleHas, type WorkspacePermission } from "@second/contracts";
import type { Transaction } from "@second/store";
import { membershipId, membershipsCollection } from "../members/collections.ts";
import type { WorkspaceAccess } from "./access.ts";

/** A refusal that names the missing permission; the API records it as `access.denied`. */
export function forbidden(permission: string, detail?: string): Problem {
  return new Problem("access.forbidden", {
    extra: { permission },
    ...(detail === undefined ? {} : { detail }),
  });
}

/**
 * The member's role as the transaction sees it, for changes of rights that race with each other.
 * @throws `resource.not_found` for a former member, `access.forbidden` without the permission.
 */
export async function requireInTransaction(
  tx: Transaction,
  access: WorkspaceAccess,
  permission: WorkspacePermission,
): Promise<Role> {
  const membership = await tx.get(membershipsCollection, membershipId(access.workspaceId, access.userId));
  if (!membership) throw new Problem("resource.not_found");
  if (!roleHas(membership.role, permission)) throw forbidden(permission);
  return membership.role;
}
