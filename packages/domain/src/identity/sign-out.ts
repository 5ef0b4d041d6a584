import type { SessionAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { sessionsCollection } from "./collections.ts";
import { recordInWorkspaces } from "./record-in-workspaces.ts";

/** Ends the session. Null, nobody signed in, is as good. */
export async function signOut(
  platform: Platform,
  access: SessionAccess | null,
): Promise<{ redirectTo: string }> {
  if (access)
    await platform.db.transaction(async (tx) => {
      if (!(await tx.delete(sessionsCollection, access.sessionId))) return;
      await recordInWorkspaces(platform, tx, { person: access, name: "auth.signed_out", metadata: {} });
    });
  return { redirectTo: platform.config.authMode === "none" ? "/onboarding/identity" : "/login" };
}
