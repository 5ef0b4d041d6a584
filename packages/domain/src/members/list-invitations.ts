import type { InvitationView } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import { isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { invitationsCollection } from "./collections.ts";
import { toInvitationView } from "./invitation-views.ts";

const listMax = 1000;

/** Invitations, newest first, without their links. */
export async function listInvitations(
  platform: Platform,
  access: WorkspaceAccess,
): Promise<InvitationView[]> {
  const { records } = await platform.db.list(invitationsCollection, {
    filter: { workspaceId: access.workspaceId },
    sort: ["-createdAt"],
    limit: listMax,
  });
  const now = isoAt(platform.clock.now());
  return records.map((invitation) => toInvitationView(invitation, now));
}
