import { type MemberView, Problem, type Role } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import { requireInTransaction } from "../access/require-in-transaction.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import { usersCollection } from "../identity/collections.ts";
import { requireRotation } from "../identity/require-rotation.ts";
import type { Platform } from "../platform.ts";
import { membershipId, membershipsCollection } from "./collections.ts";
import { isOwning, moveOwner } from "./owner-count.ts";

/**
 * Gives a member another role. Their sessions get new tokens.
 * @throws `member.own_role` for oneself, `access.forbidden` when `owner` is granted or taken by anyone but an owner,
 * `member.last_owner` when none would be left, `resource.not_found` for someone who is no member.
 */
export async function changeRole(
  platform: Platform,
  access: WorkspaceAccess,
  input: { userId: string; role: Role },
): Promise<MemberView> {
  if (input.userId === access.userId) throw new Problem("member.own_role");
  const id = membershipId(access.workspaceId, input.userId);
  const { view, isChanged } = await platform.db.transaction(async (tx) => {
    await requireInTransaction(tx, access, "members:manage");
    const membership = await tx.get(membershipsCollection, id);
    const user = membership && (await tx.get(usersCollection, input.userId));
    if (!membership || !user) throw new Problem("resource.not_found");
    const view: MemberView = {
      userId: user.id,
      name: user.name,
      email: user.email,
      role: input.role,
      joinedAt: membership.joinedAt,
    };
    if (membership.role === input.role) return { view, isChanged: false };
    const wasOwning = isOwning(membership.role);
    const willOwn = isOwning(input.role);
    if (wasOwning || willOwn) await requireInTransaction(tx, access, "members:manage-owner");
    if (wasOwning !== willOwn) await moveOwner(tx, access.workspaceId, willOwn ? 1 : -1);
    await tx.update(membershipsCollection, id, { set: { role: input.role } });
    await requireRotation(platform, tx, input.userId);
    await recordAudit(platform, tx, {
      ...byMember(access, user.name),
      name: "member.role_changed",
      severity: "notice",
      target: { type: "member", id: input.userId },
      metadata: { fromRole: membership.role, toRole: input.role },
      changes: { changedFields: ["role"] },
    });
    return { view, isChanged: true };
  });
  if (isChanged)
    await publishHint(platform, {
      type: "member.changed",
      scope: "members",
      workspaceId: access.workspaceId,
    });
  return view;
}
