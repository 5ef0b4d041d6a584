import { type InvitationLinkView, idFrom, Problem, type Role } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { WorkspaceAccess } from "../access/access.ts";
import { requireInTransaction } from "../access/require-in-transaction.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import { usersCollection } from "../identity/collections.ts";
import { retryOnDuplicate } from "../identity/retry-on-duplicate.ts";
import { hashToken, newToken } from "../identity/session-token.ts";
import { dayMs, isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { workspacesCollection } from "../workspaces/collections.ts";
import {
  type Invitation,
  invitationsCollection,
  membershipId,
  membershipsCollection,
} from "./collections.ts";
import { toLinkView } from "./invitation-views.ts";
import { limitReached, pendingInvitationsMax } from "./limits.ts";
import { isOwning } from "./owner-count.ts";

const validMs = 7 * dayMs;

async function isMember(tx: Transaction, workspaceId: string, email: string): Promise<boolean> {
  const user = await tx.first(usersCollection, { filter: { email } });
  return user !== null && (await tx.get(membershipsCollection, membershipId(workspaceId, user.id))) !== null;
}

/** Makes room for one more open invitation. @throws `limit.reached` beyond 200. */
async function requireRoom(platform: Platform, tx: Transaction, workspaceId: string): Promise<void> {
  await tx.update(workspacesCollection, workspaceId, { inc: { invitationCount: 1 } });
  const count = await tx.count(invitationsCollection, {
    workspaceId,
    status: "pending",
    expiresAt: { gt: isoAt(platform.clock.now()) },
  });
  if (count >= pendingInvitationsMax) throw limitReached("invitations", pendingInvitationsMax, count);
}

/** Replaces token and expiry: the former link is dead from here on. */
async function renew(
  platform: Platform,
  tx: Transaction,
  input: { access: WorkspaceAccess; invitation: Invitation; role: Role },
): Promise<{ invitation: Invitation; token: string }> {
  const { access, role } = input;
  const now = isoAt(platform.clock.now());
  if (input.invitation.expiresAt <= now) await requireRoom(platform, tx, access.workspaceId);
  const token = newToken(platform);
  const invitation = await tx.update(invitationsCollection, input.invitation.id, {
    set: {
      role,
      tokenHash: hashToken(token),
      expiresAt: isoAt(platform.clock.now() + validMs),
      invitedBy: access.userId,
      invitedByName: access.userName,
    },
    if: { status: "pending" },
  });
  if (!invitation) throw new Problem("invitation.unusable");
  await recordAudit(platform, tx, {
    ...byMember(access, invitation.email),
    name: "member.invitation_resent",
    target: { type: "invitation", id: invitation.id },
    metadata: { role },
  });
  return { invitation, token };
}

async function insertInvitation(
  platform: Platform,
  tx: Transaction,
  input: { access: WorkspaceAccess; email: string; role: Role },
): Promise<{ invitation: Invitation; token: string }> {
  const { access, email, role } = input;
  await requireRoom(platform, tx, access.workspaceId);
  const token = newToken(platform);
  const nowMs = platform.clock.now();
  const invitation: Invitation = {
    id: idFrom("invitation", platform.ids.ulid()),
    workspaceId: access.workspaceId,
    email,
    pendingEmail: email,
    role,
    status: "pending",
    tokenHash: hashToken(token),
    invitedBy: access.userId,
    invitedByName: access.userName,
    createdAt: isoAt(nowMs),
    expiresAt: isoAt(nowMs + validMs),
  };
  await tx.insert(invitationsCollection, invitation);
  await recordAudit(platform, tx, {
    ...byMember(access, email),
    name: "member.invited",
    target: { type: "invitation", id: invitation.id },
    metadata: { role },
  });
  return { invitation, token };
}

async function requireInviter(tx: Transaction, access: WorkspaceAccess, role: Role): Promise<void> {
  await requireInTransaction(tx, access, "members:invite");
  if (isOwning(role)) await requireInTransaction(tx, access, "members:manage-owner");
}

async function hint(platform: Platform, access: WorkspaceAccess): Promise<void> {
  await publishHint(platform, {
    type: "invitation.changed",
    scope: "members",
    workspaceId: access.workspaceId,
  });
}

/**
 * Invites an address; an open invitation of that address gets the new role and a new link instead. The answer shows
 * the link once. @throws `member.exists`, `limit.reached`, and `access.forbidden` when anyone but an owner invites one.
 */
export async function invitePerson(
  platform: Platform,
  access: WorkspaceAccess,
  input: { email: string; role: Role },
): Promise<InvitationLinkView> {
  const made = await retryOnDuplicate(() =>
    platform.db.transaction(async (tx) => {
      await requireInviter(tx, access, input.role);
      if (await isMember(tx, access.workspaceId, input.email)) throw new Problem("member.exists");
      const open = await tx.first(invitationsCollection, {
        filter: { workspaceId: access.workspaceId, pendingEmail: input.email },
      });
      if (open && isOwning(open.role)) await requireInviter(tx, access, open.role);
      return open
        ? renew(platform, tx, { access, invitation: open, role: input.role })
        : insertInvitation(platform, tx, { access, ...input });
    }),
  );
  await hint(platform, access);
  return toLinkView(platform, made.invitation, made.token);
}

/**
 * Gives an invitation a new link and seven more days. @throws `invitation.unusable` when it is no longer open,
 * `resource.not_found` for one of another workspace.
 */
export async function resendInvitation(
  platform: Platform,
  access: WorkspaceAccess,
  input: { invitationId: string },
): Promise<InvitationLinkView> {
  const made = await platform.db.transaction(async (tx) => {
    const invitation = await tx.get(invitationsCollection, input.invitationId);
    if (invitation?.workspaceId !== access.workspaceId) throw new Problem("resource.not_found");
    await requireInviter(tx, access, invitation.role);
    return renew(platform, tx, { access, invitation, role: invitation.role });
  });
  await hint(platform, access);
  return toLinkView(platform, made.invitation, made.token);
}
