import type { OnboardingState } from "@second/contracts";

export interface OnboardingFacts {
  signedIn: boolean;
  hasProfile: boolean;
  hasWorkspace: boolean;
  providerStepOpen: boolean;
}

/** The first step that is not done. */
export function onboardingState(facts: OnboardingFacts): OnboardingState {
  if (!facts.signedIn) return "missing_identity";
  if (!facts.hasProfile) return "needs_profile";
  if (!facts.hasWorkspace) return "needs_workspace";
  return facts.providerStepOpen ? "needs_provider" : "ready";
}

const home = "/";
const steps: Record<OnboardingState, string> = {
  missing_identity: "/onboarding/identity",
  needs_profile: "/onboarding/identity",
  needs_workspace: "/onboarding/workspace",
  needs_provider: "/onboarding/provider",
  ready: home,
};

const exempt =
  /^\/(?:api\/(?:health|ready|openapi\.json|internal|auth)|invite|preview|_next)(?:\/|$)|^\/[^/]+\.[a-z0-9]+$/;
const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** Pages that anyone may open in any state: invitations, previews by their own key, health, sign-in, static files. */
export function isOnboardingExempt(path: string): boolean {
  return exempt.test(path);
}

/**
 * Where a page request goes: a path on this origin, or null when the page may be shown. `target` is path and query.
 * Every state settles in at most two redirects.
 */
export function settlePage(input: {
  state: OnboardingState;
  target: string;
  authMode: "none" | "external";
}): string | null {
  const { state, target, authMode } = input;
  const path = target.split(/[?#]/, 1)[0] ?? home;
  if (isOnboardingExempt(path)) return null;
  if (state === "missing_identity" && authMode === "external")
    return path === "/login" ? null : `/login?returnTo=${encodeURIComponent(target)}`;
  const step = steps[state];
  if (state === "ready") return path === "/login" || isWithin(path, "/onboarding") ? home : null;
  return path === step ? null : step;
}
