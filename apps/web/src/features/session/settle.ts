import type { MembershipView, SessionView } from "@second/contracts";

export const onboardingSteps = ["identity", "workspace", "provider"] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

/** Where a page request wants to go. Invitation pages are not listed: they pass in every state. */
export type Place =
  | { kind: "root" }
  | { kind: "login" }
  | { kind: "onboarding"; step: OnboardingStep | null }
  | { kind: "new_workspace" }
  /** `path` is the whole wanted path, kept for after sign-in. */
  | { kind: "workspace"; slug: string; path: string };

export type Verdict = { kind: "pass" } | { kind: "redirect"; to: string } | { kind: "not_found" };

export interface SettleInput {
  session: Pick<SessionView, "state" | "authMode" | "memberships">;
  place: Place;
  /** Slug of the workspace this browser was in last. Only a preference. */
  remembered: string | undefined;
}

const stepOf = {
  missing_identity: "identity",
  needs_profile: "identity",
  needs_workspace: "workspace",
  needs_provider: "provider",
} as const;

/** A path of this origin, or null: what `returnTo` may name. */
export function safeReturnPath(value: string | null | undefined): string | null {
  if (!value?.startsWith("/") || value.startsWith("//") || /[\\\p{Cc}]/u.test(value)) return null;
  return value;
}

/** The workspace to open when none is named: the remembered one, else the first. */
export function homePath(memberships: readonly MembershipView[], remembered: string | undefined): string {
  const membership = memberships.find((each) => each.slug === remembered) ?? memberships[0];
  return membership ? `/w/${membership.slug}` : "/onboarding/workspace";
}

/**
 * Decides a page request by how far onboarding is. Every state and page settles in at most two redirects, all on
 * this origin: a redirect leads to the one page that passes in that state, or to a workspace of the person's own.
 */
export function settle({ session, place, remembered }: SettleInput): Verdict {
  const { state, memberships } = session;
  const returnTo = place.kind === "workspace" ? `?returnTo=${encodeURIComponent(place.path)}` : "";
  if (state === "missing_identity" && session.authMode === "external") {
    return place.kind === "login" ? { kind: "pass" } : { kind: "redirect", to: `/login${returnTo}` };
  }
  if (state !== "ready") {
    const step = stepOf[state];
    if (place.kind === "onboarding" && place.step === step) return { kind: "pass" };
    return { kind: "redirect", to: `/onboarding/${step}${step === "identity" ? returnTo : ""}` };
  }
  if (place.kind === "new_workspace") return { kind: "pass" };
  if (place.kind !== "workspace") return { kind: "redirect", to: homePath(memberships, remembered) };
  if (memberships.some((each) => each.slug === place.slug)) return { kind: "pass" };
  const renamed = memberships.find((each) => each.formerSlugs?.includes(place.slug));
  if (!renamed) return { kind: "not_found" };
  const rest = place.path.slice(`/w/${place.slug}`.length);
  return { kind: "redirect", to: `/w/${renamed.slug}${rest}` };
}
