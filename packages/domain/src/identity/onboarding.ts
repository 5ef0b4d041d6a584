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
