import { type MemberView, Problem } from "@second/contracts";
import type { Reader } from "@second/store";
import type { AppAccess, WorkspaceAccess } from "../access/access.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import { usersCollection } from "../identity/collections.ts";
import { isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import {
  collaboratorId,
  collaboratorsCollection,
  membershipId,
  membershipsCollection,
} from "./collections.ts";
import { collaboratorsMax, limitReached } from "./limits.ts";

/** Apps of the workspace that the member edits with others, for lists of what they may see. */
export async function collaboratorAppIds(reader: Reader, access: WorkspaceAccess): Promise<string[]> {
  const { records } = await reader.list(collaboratorsCollection, {
    filter: { workspaceId: access.workspaceId, userId: access.userId },
    limit: 10_000,
  });
  return records.map((collaborator) => collaborator.appId);
}

/** Collaborators of the app, in the order in which they were added. */
export async function listCollaborators(platform: Platform, access: AppAccess): Promise<MemberView[]> {
  const { db } = platform;
  const { records } = await db.list(collaboratorsCollection, {
    filter: { appId: access.appId },
    sort: ["addedAt"],
    limit: collaboratorsMax,
  });
  const userIds = records.map((collaborator) => collaborator.userId);
  const users = new Map((await db.getMany(usersCollection, userIds)).map((user) => [user.id, user]));
  const memberships = await db.getMany(
    membershipsCollection,
    userIds.map((userId) => membershipId(access.workspaceId, userId)),
  );
  const roles = new Map(memberships.map((membership) => [membership.userId, membership.role]));
  return records.flatMap(({ userId, addedAt }) => {
    const user = users.get(userId);
    const role = roles.get(userId);
    return user && role ? [{ userId, name: user.name, email: user.email, role, joinedAt: addedAt }] : [];
  });
}

function hint(platform: Platform, access: AppAccess): Promise<void> {
  return publishHint(platform, {
    type: "app.changed",
    scope: "apps",
    workspaceId: access.workspaceId,
    appId: access.appId,
  });
}

/**
 * Lets a member edit the app. Repeating it changes nothing.
 * @throws `resource.not_found` for someone who is no member, `limit.reached` beyond 50.
 */
export async function addCollaborator(
  platform: Platform,
  access: AppAccess,
  input: { userId: string },
): Promise<void> {
  const id = collaboratorId(access.appId, input.userId);
  const isAdded = await platform.db.transaction(async (tx) => {
    const membership = await tx.get(membershipsCollection, membershipId(access.workspaceId, input.userId));
    const user = membership && (await tx.get(usersCollection, input.userId));
    if (!user) throw new Problem("resource.not_found");
    if (await tx.get(collaboratorsCollection, id)) return false;
    const count = await tx.count(collaboratorsCollection, { appId: access.appId });
    if (count >= collaboratorsMax) throw limitReached("collaborators", collaboratorsMax, count);
    await tx.insert(collaboratorsCollection, {
      id,
      workspaceId: access.workspaceId,
      appId: access.appId,
      userId: input.userId,
      addedBy: access.userId,
      addedAt: isoAt(platform.clock.now()),
    });
    await recordAudit(platform, tx, {
      ...byMember(access, user.name),
      name: "app.collaborator_added",
      appId: access.appId,
      target: { type: "member", id: input.userId },
      metadata: {},
    });
    return true;
  });
  if (isAdded) await hint(platform, access);
}

/** Takes a collaborator's rights back. Repeating it changes nothing. */
export async function removeCollaborator(
  platform: Platform,
  access: AppAccess,
  input: { userId: string },
): Promise<void> {
  const isRemoved = await platform.db.transaction(async (tx) => {
    if (!(await tx.delete(collaboratorsCollection, collaboratorId(access.appId, input.userId)))) return false;
    const user = await tx.get(usersCollection, input.userId);
    await recordAudit(platform, tx, {
      ...byMember(access, user?.name),
      name: "app.collaborator_removed",
      appId: access.appId,
      target: { type: "member", id: input.userId },
      metadata: {},
    });
    return true;
  });
  if (isRemoved) await hint(platform, access);
}
