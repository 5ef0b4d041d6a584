import {
  type InvitationOfferView,
  type MembershipView,
  Problem,
  type Role,
  type WorkspaceId,
} from "@second/contracts";
import type { Reader, Transaction } from "@second/store";
import type { SessionAccess } from "../access/access.ts";
import { proveWorkspace } from "../access/enter-workspace.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import { usersCollection } from "../identity/collections.ts";
import { hashToken } from "../identity/session-token.ts";
import { isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { type Workspace, workspacesCollection } from "../workspaces/collections.ts";
import {
  type Invitation,
  invitationsCollection,
  membershipId,
  membershipsCollection,
} from "./collections.ts";
import { limitReached, membersMax } from "./limits.ts";
import { isOwning, moveOwner } from "./owner-count.ts";

async function findByToken(
  reader: Reader,
  token: string,
): Promise<{ invitation: Invitation; workspace: Workspace }> {
  const invitation = await reader.first(invitationsCollection, { filter: { tokenHash: hashToken(token) } });
  const workspace = invitation && (await reader.get(workspacesCollection, invitation.workspaceId));
  if (!workspace) throw new Problem("invitation.unusable");
  return { invitation, workspace };
}

function isOpen(platform: Platform, invitation: Invitation): boolean {
  return invitation.status === "pending" && invitation.expiresAt > isoAt(platform.clock.now());
}

/** What a link offers. @throws `invitation.unusable`, the same for unknown, used, revoked and expired links. */
export async function readInvitationOffer(platform: Platform, token: string): Promise<InvitationOfferView> {
  const { invitation, workspace } = await findByToken(platform.db, token);
  if (!isOpen(platform, invitation)) throw new Problem("invitation.unusable");
  return {
    workspaceName: workspace.name,
    role: invitation.role,
    invitedBy: invitation.invitedByName,
    email: invitation.email,
    expiresAt: invitation.expiresAt,
  };
}

async function join(
  platform: Platform,
  tx: Transaction,
  input: { access: SessionAccess; invitation: Invitation; workspace: Workspace },
): Promise<void> {
  const { access, invitation, workspace } = input;
  const { role } = invitation;
  const counted = await tx.update(workspacesCollection, workspace.id, {
    inc: { memberCount: 1 },
    if: { memberCount: { lt: membersMax } },
  });
  if (!counted) throw limitReached("members", membersMax, workspace.memberCount);
  if (isOwning(role)) await moveOwner(tx, workspace.id, 1);
  await tx.insert(membershipsCollection, {
    id: membershipId(workspace.id, access.userId),
    workspaceId: workspace.id,
    userId: access.userId,
    role,
    joinedAt: isoAt(platform.clock.now()),
  });
  await tx.update(usersCollection, access.userId, { set: { hasJoined: true } });
  await recordAudit(platform, tx, {
    ...byMember(proveWorkspace(access, workspace.id as WorkspaceId, role), access.userName),
    name: "member.invitation_accepted",
    target: { type: "invitation", id: invitation.id },
    metadata: { role },
  });
}

/**
 * Joins the workspace of an invitation, once. In mode `none` whoever opens the link may; otherwise only the person
 * with the invited address. A member who opens a link keeps their role and leaves the invitation to its addressee.
 * @throws `invitation.unusable` for an unknown, used, revoked or expired link, `limit.reached` when the workspace is full.
 */
export async function acceptInvitation(
  platform: Platform,
  access: SessionAccess,
  token: string,
): Promise<MembershipView> {
  const { membership, isJoined } = await platform.db.transaction(async (tx) => {
    const { invitation, workspace } = await findByToken(tx, token);
    const toView = (role: Role): MembershipView => ({
      workspaceId: workspace.id,
      slug: workspace.slug,
      name: workspace.name,
      role,
    });
    const present = await tx.get(membershipsCollection, membershipId(workspace.id, access.userId));
    const isOwnAcceptance = invitation.status === "accepted" && invitation.acceptedBy === access.userId;
    if (present && (isOwnAcceptance || isOpen(platform, invitation)))
      return { membership: toView(present.role), isJoined: false };
    const isAddressee = platform.config.authMode === "none" || access.userEmail === invitation.email;
    if (!isOpen(platform, invitation) || !isAddressee) throw new Problem("invitation.unusable");
    const accepted = await tx.update(invitationsCollection, invitation.id, {
      set: { status: "accepted", acceptedBy: access.userId },
      unset: ["pendingEmail"],
      if: { status: "pending", tokenHash: invitation.tokenHash },
    });
    if (!accepted) throw new Problem("invitation.unusable");
    await join(platform, tx, { access, invitation, workspace });
    return { membership: toView(invitation.role), isJoined: true };
  });
  if (isJoined)
    for (const type of ["member.changed", "invitation.changed"] as const)
      await publishHint(platform, { type, scope: "members", workspaceId: membership.workspaceId });
  return membership;
}
