import { Problem, type Role, roleHas } from "@second/contracts";
import type { Transaction } from "@second/store";
import { workspacesCollection } from "../workspaces/collections.ts";

/** Whether a role keeps its workspace owned. */
export const isOwning = (role: Role) => roleHas(role, "members:manage-owner");

/**
 * Counts an owner in or out on the workspace's own record, so that two such changes at once conflict instead of
 * both passing. @throws `member.last_owner` when none would be left.
 */
export async function moveOwner(tx: Transaction, workspaceId: string, step: 1 | -1): Promise<void> {
  const moved = await tx.update(workspacesCollection, workspaceId, {
    inc: { ownerCount: step },
    ...(step === -1 ? { if: { ownerCount: { gt: 1 } } } : {}),
  });
  if (!moved) throw new Problem("member.last_owner");
}
