import type { InvitationLinkView, InvitationView } from "@second/contracts";
import type { Platform } from "../platform.ts";
import type { Invitation } from "./collections.ts";

function isExpired(invitation: Invitation, now: string): boolean {
  return invitation.status === "pending" && invitation.expiresAt <= now;
}

export function toInvitationView(invitation: Invitation, now: string): InvitationView {
  return {
    id: invitation.id,
    email: invitation.email,
    role: invitation.role,
    status: isExpired(invitation, now) ? "expired" : invitation.status,
    invitedBy: invitation.invitedByName,
    createdAt: invitation.createdAt,
    expiresAt: invitation.expiresAt,
  };
}

/** The only view that shows the link: nobody can read it again later. */
export function toLinkView(
  platform: Pick<Platform, "config">,
  invitation: Invitation,
  token: string,
): InvitationLinkView {
  return {
    ...toInvitationView(invitation, ""),
    link: `${platform.config.publicUrl}/invite/${token}`,
  };
}
