import {
  type Role,
  roleHas,
  type WorkspacePermission,
  type WorkspaceView,
  workspacePermissions,
} from "@second/contracts";
import type { Workspace } from "./collections.ts";

const permissions = Object.keys(workspacePermissions) as WorkspacePermission[]; // the keys of that very table

/** A workspace as one of its members sees it. */
export function toWorkspaceView(workspace: Workspace, role: Role): WorkspaceView {
  return {
    id: workspace.id,
    slug: workspace.slug,
    name: workspace.name,
    createdAt: workspace.createdAt,
    role,
    permissions: permissions.filter((permission) => roleHas(role, permission)),
  };
}
