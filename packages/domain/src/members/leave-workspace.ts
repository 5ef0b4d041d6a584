import { Problem } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import type { Platform } from "../platform.ts";
import { membershipId, membershipsCollection } from "./collections.ts";
import { endMembership } from "./end-membership.ts";

/** Leaves the workspace. @throws `member.last_owner` when none would be left. */
export async function leaveWorkspace(platform: Platform, access: WorkspaceAccess): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const membership = await tx.get(membershipsCollection, membershipId(access.workspaceId, access.userId));
    if (!membership) throw new Problem("resource.not_found");
    await endMembership(tx, membership);
    await recordAudit(platform, tx, {
      ...byMember(access, access.userName),
      name: "member.left",
      target: { type: "member", id: access.userId },
      metadata: {},
    });
  });
  await publishHint(platform, { type: "member.changed", scope: "members", workspaceId: access.workspaceId });
}
