import type { MembershipView } from "@second/contracts";
import type { SessionAccess } from "../access/access.ts";
import { membershipsCollection } from "../members/collections.ts";
import type { Platform } from "../platform.ts";
import { workspacesCollection } from "./collections.ts";

/** The person's workspaces, in the order in which they joined. */
export async function listWorkspaces(platform: Platform, access: SessionAccess): Promise<MembershipView[]> {
  const { records } = await platform.db.list(membershipsCollection, {
    filter: { userId: access.userId },
    sort: ["joinedAt"],
    limit: 1000,
  });
  const workspaces = await platform.db.getMany(
    workspacesCollection,
    records.map((membership) => membership.workspaceId),
  );
  const byId = new Map(workspaces.map((workspace) => [workspace.id, workspace]));
  return records.flatMap(({ workspaceId, role }) => {
    const workspace = byId.get(workspaceId);
    return workspace ? [{ workspaceId, slug: workspace.slug, name: workspace.name, role }] : [];
  });
}
