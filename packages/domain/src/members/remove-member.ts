import { Problem } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import { requireInTransaction } from "../access/require-in-transaction.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import { usersCollection } from "../identity/collections.ts";
import type { Platform } from "../platform.ts";
import { membershipId, membershipsCollection } from "./collections.ts";
import { endMembership } from "./end-membership.ts";
import { isOwning } from "./owner-count.ts";

/**
 * Removes a member at once: their next request here finds nothing.
 * @throws `member.last_owner`, `access.forbidden` when someone other than an owner removes an owner,
 * `resource.not_found` for someone who is no member.
 */
export async function removeMember(
  platform: Platform,
  access: WorkspaceAccess,
  input: { userId: string },
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    await requireInTransaction(tx, access, "members:manage");
    const membership = await tx.get(membershipsCollection, membershipId(access.workspaceId, input.userId));
    if (!membership) throw new Problem("resource.not_found");
    if (isOwning(membership.role)) await requireInTransaction(tx, access, "members:manage-owner");
    await endMembership(tx, membership);
    const user = await tx.get(usersCollection, input.userId);
    await recordAudit(platform, tx, {
      ...byMember(access, user?.name),
      name: "member.removed",
      severity: "notice",
      target: { type: "member", id: input.userId },
      metadata: {},
    });
  });
  await publishHint(platform, { type: "member.changed", scope: "members", workspaceId: access.workspaceId });
}
