import { Problem, type WorkspaceView } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { workspacesCollection } from "./collections.ts";
import { toWorkspaceView } from "./workspace-view.ts";

export async function getWorkspace(platform: Platform, access: WorkspaceAccess): Promise<WorkspaceView> {
  const workspace = await platform.db.get(workspacesCollection, access.workspaceId);
  if (!workspace) throw new Problem("resource.not_found");
  return toWorkspaceView(workspace, access.role);
}
