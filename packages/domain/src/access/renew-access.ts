import { problemOf } from "@second/contracts";
import { sessionsCollection } from "../identity/collections.ts";
import type { Platform } from "../platform.ts";
import { type AppAccess, prove, type SessionAccess, type WorkspaceAccess } from "./access.ts";
import { enterApp } from "./enter-app.ts";
import { isLive } from "./enter-session.ts";
import { enterWorkspace } from "./enter-workspace.ts";

/**
 * The same access read from the store anew, for streams that outlive their request. Null once the session, the
 * membership or the sight of the app is gone. Callers compare the rights that they rely on.
 */
export async function renewAccess<A extends SessionAccess | WorkspaceAccess | AppAccess>(
  platform: Platform,
  access: A,
): Promise<A | null> {
  const session = await platform.db.get(sessionsCollection, access.sessionId);
  if (!session || !isLive(platform, session)) return null;
  if (!("workspaceId" in access)) return access;
  try {
    const member = await enterWorkspace(platform, prove<SessionAccess>(access), access.workspaceId);
    // The kind of access stays what it was: a member's for a member's, an app's for an app's.
    return prove<A>("appId" in access ? await enterApp(platform, member, access.appId) : member);
  } catch (error) {
    const code = problemOf(error)?.code;
    if (code === "resource.not_found" || code === "workspace.required") return null;
    throw error;
  }
}
