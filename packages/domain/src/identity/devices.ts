import { type DeviceView, Problem } from "@second/contracts";
import type { SessionAccess } from "../access/access.ts";
import { isLive } from "../access/enter-session.ts";
import type { Platform } from "../platform.ts";
import { sessionsCollection } from "./collections.ts";
import { recordInWorkspaces } from "./record-in-workspaces.ts";

/** The person's sessions, last used first. */
export async function listDevices(platform: Platform, access: SessionAccess): Promise<DeviceView[]> {
  const { records } = await platform.db.list(sessionsCollection, {
    filter: { userId: access.userId },
    sort: ["-lastActiveAt"],
    limit: 200,
  });
  return records
    .filter((session) => isLive(platform, session))
    .map((session) => ({
      id: session.id,
      device: session.device,
      createdAt: session.createdAt,
      lastActiveAt: session.lastActiveAt,
      current: session.id === access.sessionId,
    }));
}

/** Ends one of the person's sessions. @throws `resource.not_found` for an unknown one and for another person's. */
export async function revokeDevice(
  platform: Platform,
  access: SessionAccess,
  sessionId: string,
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const session = await tx.get(sessionsCollection, sessionId);
    if (session?.userId !== access.userId) throw new Problem("resource.not_found");
    await tx.delete(sessionsCollection, sessionId);
    await recordInWorkspaces(platform, tx, {
      person: access,
      name: "auth.session_revoked",
      metadata: { count: 1 },
      sessionId,
    });
  });
}

/** Ends all of the person's sessions but this one. Answers how many. */
export async function revokeOtherDevices(
  platform: Platform,
  access: SessionAccess,
): Promise<{ revoked: number }> {
  return platform.db.transaction(async (tx) => {
    const { records } = await tx.list(sessionsCollection, {
      filter: { userId: access.userId },
      limit: 10_000,
    });
    const others = records.filter((session) => session.id !== access.sessionId);
    for (const session of others) await tx.delete(sessionsCollection, session.id);
    if (others.length > 0)
      await recordInWorkspaces(platform, tx, {
        person: access,
        name: "auth.session_revoked",
        metadata: { count: others.length },
      });
    return { revoked: others.length };
  });
}
