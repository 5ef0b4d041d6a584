import type { MembershipView } from "@second/contracts";
import type { SessionAccess } from "../access/access.ts";
import { isoAt } from "../identity/times.ts";
import { membershipsCollection } from "../members/collections.ts";
import type { Platform } from "../platform.ts";
import { workspaceSlugsCollection, workspacesCollection } from "./collections.ts";

/** Addresses that still redirect, by workspace. */
async function formerSlugs(
  platform: Platform,
  workspaceIds: readonly string[],
): Promise<Map<string, string[]>> {
  const byWorkspace = new Map<string, string[]>();
  if (workspaceIds.length === 0) return byWorkspace;
  const { records } = await platform.db.list(workspaceSlugsCollection, {
    filter: { workspaceId: { in: workspaceIds }, redirectsUntil: { gt: isoAt(platform.clock.now()) } },
  });
  for (const { id, workspaceId } of records)
    byWorkspace.set(workspaceId, [...(byWorkspace.get(workspaceId) ?? []), id]);
  return byWorkspace;
}

/** The person's workspaces, in the order in which they joined, with the addresses that lead there after a rename. */
export async function listWorkspaces(platform: Platform, access: SessionAccess): Promise<MembershipView[]> {
  const { records } = await platform.db.list(membershipsCollection, {
    filter: { userId: access.userId },
    sort: ["joinedAt"],
    limit: 1000,
  });
  const ids = records.map((membership) => membership.workspaceId);
  const workspaces = await platform.db.getMany(workspacesCollection, ids);
  const former = await formerSlugs(platform, ids);
  const byId = new Map(workspaces.map((workspace) => [workspace.id, workspace]));
  return records.flatMap(({ workspaceId, role }) => {
    const workspace = byId.get(workspaceId);
    if (!workspace) return [];
    const slugs = former.get(workspaceId);
    const { slug, name } = workspace;
    return [{ workspaceId, slug, name, role, ...(slugs ? { formerSlugs: slugs } : {}) }];
  });
}
