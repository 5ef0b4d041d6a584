import type { Transaction } from "@second/store";
import { workspacesCollection } from "../workspaces/collections.ts";
import { collaboratorsCollection, type Membership, membershipsCollection } from "./collections.ts";
import { isOwning, moveOwner } from "./owner-count.ts";

/** Ends a membership with all that hangs on it. The apps that the person made stay. */
export async function endMembership(tx: Transaction, membership: Membership): Promise<void> {
  if (isOwning(membership.role)) await moveOwner(tx, membership.workspaceId, -1);
  await tx.update(workspacesCollection, membership.workspaceId, { inc: { memberCount: -1 } });
  await tx.delete(membershipsCollection, membership.id);
  for (;;) {
    const { records } = await tx.list(collaboratorsCollection, {
      filter: { workspaceId: membership.workspaceId, userId: membership.userId },
      limit: 1000,
    });
    if (records.length === 0) return;
    for (const collaborator of records) await tx.delete(collaboratorsCollection, collaborator.id);
  }
}
