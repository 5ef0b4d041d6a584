import type { AuditEventName, AuditMetadata } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { SessionAccess } from "../access/access.ts";
import { recordAudit } from "../audit/record.ts";
import { membershipsCollection } from "../members/collections.ts";
import type { Platform } from "../platform.ts";

type Person = Pick<SessionAccess, "userId" | "userName" | "requestId" | "sessionId">;

/** Writes an event about a person's own sessions into the log of each workspace they are in. */
export async function recordInWorkspaces<N extends AuditEventName>(
  platform: Platform,
  tx: Transaction,
  event: { person: Person; name: N; metadata: AuditMetadata<N>; sessionId?: string },
): Promise<void> {
  const { person } = event;
  const { records } = await tx.list(membershipsCollection, {
    filter: { userId: person.userId },
    limit: 1000,
  });
  for (const membership of records) {
    await recordAudit(platform, tx, {
      name: event.name,
      workspaceId: membership.workspaceId,
      actor: { kind: "user", userId: person.userId, role: membership.role },
      source: { requestId: person.requestId },
      target: { type: "session", id: event.sessionId ?? person.sessionId },
      metadata: event.metadata,
      display: { actor: person.userName },
    });
  }
}
