import { type AppMemberView, type MemberView, Problem } from "@second/contracts";
import type { AppAccess, WorkspaceAccess } from "../access/access.ts";
import { relationsOf } from "../access/relations.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import { usersCollection } from "../identity/collections.ts";
import type { Platform } from "../platform.ts";
import { collaboratorsCollection, membershipsCollection } from "./collections.ts";
import { collaboratorsMax, membersMax } from "./limits.ts";

async function membersWithUsers(platform: Platform, workspaceId: string) {
  const { records } = await platform.db.list(membershipsCollection, {
    filter: { workspaceId },
    sort: ["joinedAt"],
    limit: membersMax,
  });
  const users = await platform.db.getMany(
    usersCollection,
    records.map((membership) => membership.userId),
  );
  const byId = new Map(users.map((user) => [user.id, user]));
  return records.flatMap((membership) => {
    const user = byId.get(membership.userId);
    return user ? [{ membership, user }] : [];
  });
}

/** Everyone in the workspace, in the order in which they joined. */
export async function listMembers(platform: Platform, access: WorkspaceAccess): Promise<MemberView[]> {
  const members = await membersWithUsers(platform, access.workspaceId);
  return members.map(({ membership, user }) => ({
    userId: user.id,
    name: user.name,
    email: user.email,
    role: membership.role,
    joinedAt: membership.joinedAt,
  }));
}

/** Members who may open the app, without their addresses. */
export async function listAppMembers(platform: Platform, access: AppAccess): Promise<AppMemberView[]> {
  const app = await platform.db.get(appsCollection, access.appId);
  if (!app) throw new Problem("resource.not_found");
  const { records } = await platform.db.list(collaboratorsCollection, {
    filter: { appId: access.appId },
    limit: collaboratorsMax,
  });
  const collaborators = new Set(records.map((collaborator) => collaborator.userId));
  const members = await membersWithUsers(platform, access.workspaceId);
  return members
    .filter(({ membership, user }) => {
      const isCreator = app.createdBy === user.id;
      return (
        relationsOf({ role: membership.role, isCreator, isCollaborator: collaborators.has(user.id) }).length >
        0
      );
    })
    .map(({ user }) => ({ id: user.id, name: user.name, avatar: null }));
}
