import type { MembershipView, SessionView } from "@second/contracts";
import type { SessionAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { listWorkspaces } from "../workspaces/list-workspaces.ts";
import { usersCollection } from "./collections.ts";
import { onboardingState } from "./onboarding.ts";

/** What a page must know first: who is here, how far they are, and where they belong. */
export async function readSession(platform: Platform, access: SessionAccess | null): Promise<SessionView> {
  const { authMode, insecure } = platform.config;
  const user = access && (await platform.db.get(usersCollection, access.userId));
  const memberships: MembershipView[] = access && user ? await listWorkspaces(platform, access) : [];
  return {
    state: onboardingState({
      signedIn: user !== null,
      hasProfile: user !== null && user.name !== "" && user.email !== "",
      hasWorkspace: memberships.length > 0,
      providerStepOpen: user?.providerStep === "open",
    }),
    user: user && { id: user.id, name: user.name, email: user.email },
    memberships,
    authMode,
    insecure,
  };
}
