import { type AppId, type AppPermission, Problem, relationsHave, type Side } from "@second/contracts";
import { appsCollection } from "../apps/apps-collection.ts";
import { collaboratorId, collaboratorsCollection } from "../members/collections.ts";
import type { Platform } from "../platform.ts";
import { type AppAccess, prove, type Scope, type WorkspaceAccess } from "./access.ts";
import { relationsOf } from "./relations.ts";

/** Proves that a member may see an app. @throws `resource.not_found`, the same for hidden, foreign and unknown apps. */
export async function enterApp(
  platform: Platform,
  member: WorkspaceAccess,
  appId: AppId,
): Promise<AppAccess> {
  const app = await platform.db.get(appsCollection, appId);
  if (app?.workspaceId !== member.workspaceId) throw new Problem("resource.not_found");
  const person = { role: member.role, isCreator: app.createdBy === member.userId, isCollaborator: false };
  let relations = relationsOf(person);
  if (relations.length === 0) {
    const collaborator = await platform.db.get(collaboratorsCollection, collaboratorId(appId, member.userId));
    relations = relationsOf({ ...person, isCollaborator: collaborator !== null });
  }
  if (!relationsHave(relations, "app:view")) throw new Problem("resource.not_found");
  return prove<AppAccess>({
    ...member,
    appId,
    relations,
    may: (permission: AppPermission) => relationsHave(relations, permission),
  });
}

/** The documents of one side. @throws `resource.not_found` for the draft of someone who may not see drafts. */
export function scopeOf(access: AppAccess, side: Side): Scope {
  if (side === "draft" && !access.may("app:view-draft")) throw new Problem("resource.not_found");
  return prove<Scope>({ workspaceId: access.workspaceId, appId: access.appId, side });
}
