import { idFrom, type Role, type WorkspaceId, type WorkspaceView } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { SessionAccess } from "../access/access.ts";
import { proveWorkspace } from "../access/enter-workspace.ts";
import { forbidden } from "../access/require-in-transaction.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { usersCollection } from "../identity/collections.ts";
import { retryOnDuplicate } from "../identity/retry-on-duplicate.ts";
import { isoAt } from "../identity/times.ts";
import { membershipId, membershipsCollection } from "../members/collections.ts";
import type { Platform } from "../platform.ts";
import { claimSlug } from "./claim-slug.ts";
import { type Workspace, workspacesCollection } from "./collections.ts";
import { toWorkspaceView } from "./workspace-view.ts";

const creatorRole: Role = "owner";

async function requireCreation(platform: Platform, tx: Transaction, userId: string): Promise<void> {
  const rule = platform.config.workspaceCreation;
  if (rule === "anyone") return;
  const first = rule === "first-user" ? await tx.first(usersCollection, { sort: ["createdAt"] }) : null;
  if (first?.id === userId) return;
  throw forbidden("workspaces:create", "Workspaces are not created here. Ask an owner for an invitation.");
}

/**
 * Makes a workspace with its first owner. The first one that a person creates opens the provider step of onboarding.
 * @throws `access.forbidden` where the operator does not let this person create one.
 */
export async function createWorkspace(
  platform: Platform,
  access: SessionAccess,
  input: { name: string },
): Promise<WorkspaceView> {
  return retryOnDuplicate(() =>
    platform.db.transaction(async (tx) => {
      await requireCreation(platform, tx, access.userId);
      const now = isoAt(platform.clock.now());
      const id = idFrom("workspace", platform.ids.ulid());
      const slug = await claimSlug(platform, tx, { name: input.name, workspaceId: id });
      const workspace: Workspace = {
        id,
        name: input.name,
        slug,
        createdBy: access.userId,
        createdAt: now,
        memberCount: 1,
        ownerCount: 1,
        invitationCount: 0,
      };
      await tx.insert(workspacesCollection, workspace);
      await tx.insert(membershipsCollection, {
        id: membershipId(id, access.userId),
        workspaceId: id,
        userId: access.userId,
        role: creatorRole,
        joinedAt: now,
      });
      const user = await tx.get(usersCollection, access.userId);
      await tx.update(usersCollection, access.userId, {
        set: { hasJoined: true, ...(user?.providerStep === "unopened" ? { providerStep: "open" } : {}) },
      });
      const member = proveWorkspace(access, id as WorkspaceId, creatorRole);
      await recordAudit(platform, tx, {
        ...byMember(member, input.name),
        name: "workspace.created",
        target: { type: "workspace", id },
        metadata: { slug },
      });
      return toWorkspaceView(workspace, creatorRole);
    }),
  );
}
