import { type InvitationView, Problem } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import { requireInTransaction } from "../access/require-in-transaction.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import { isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { invitationsCollection } from "./collections.ts";
import { toInvitationView } from "./invitation-views.ts";

/** Kills an open invitation's link. Repeating it is harmless. @throws `invitation.unusable` when it was accepted. */
export async function revokeInvitation(
  platform: Platform,
  access: WorkspaceAccess,
  input: { invitationId: string },
): Promise<InvitationView> {
  const { invitation, isChanged } = await platform.db.transaction(async (tx) => {
    await requireInTransaction(tx, access, "members:invite");
    const found = await tx.get(invitationsCollection, input.invitationId);
    if (found?.workspaceId !== access.workspaceId) throw new Problem("resource.not_found");
    if (found.status === "revoked") return { invitation: found, isChanged: false };
    const revoked = await tx.update(invitationsCollection, found.id, {
      set: { status: "revoked" },
      unset: ["pendingEmail"],
      if: { status: "pending" },
    });
    if (!revoked)
      throw new Problem("invitation.unusable", { detail: "This invitation was already accepted." });
    await recordAudit(platform, tx, {
      ...byMember(access, revoked.email),
      name: "member.invitation_revoked",
      target: { type: "invitation", id: revoked.id },
      metadata: {},
    });
    return { invitation: revoked, isChanged: true };
  });
  if (isChanged)
    await publishHint(platform, {
      type: "invitation.changed",
      scope: "members",
      workspaceId: access.workspaceId,
    });
  return toInvitationView(invitation, isoAt(platform.clock.now()));
}
