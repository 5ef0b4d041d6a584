import type { MembershipView, OnboardingState } from "@second/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { homePath, onboardingSteps, type Place, safeReturnPath, settle } from "./settle.ts";

const states: OnboardingState[] = [
  "missing_identity",
  "needs_profile",
  "needs_workspace",
  "needs_provider",
  "ready",
];
const acme: MembershipView = { workspaceId: "ws_1", slug: "acme", name: "Acme", role: "owner" };
const beta: MembershipView = {
  workspaceId: "ws_2",
  slug: "beta",
  name: "Beta",
  role: "member",
  formerSlugs: ["old-beta"],
};

/** The place that a path of ours leads to, as the pages read it. */
function placeOf(to: string): Place {
  const { pathname } = new URL(to, "http://localhost");
  const [, area, name] = pathname.split("/");
  if (pathname === "/") return { kind: "root" };
  if (area === "login") return { kind: "login" };
  if (area === "workspaces") return { kind: "new_workspace" };
  if (area === "onboarding")
    return { kind: "onboarding", step: onboardingSteps.find((step) => step === name) ?? null };
  return { kind: "workspace", slug: name ?? "", path: to };
}

const paths = [
  "/",
  "/login",
  "/onboarding",
  "/onboarding/identity",
  "/onboarding/workspace",
  "/onboarding/provider",
  "/workspaces/new",
  "/w/acme",
  "/w/acme/apps/app_1?tab=data",
  "/w/old-beta/settings/members",
  "/w/elsewhere",
];

describe("where a page request goes", () => {
  it("[GOV-34] settles every state and page in at most two redirects, on this origin", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.constantFrom("none" as const, "external" as const),
        fc.constantFrom(...paths),
        fc.constantFrom(undefined, "acme", "beta", "gone"),
        (state, authMode, path, remembered) => {
          const memberships = state === "ready" || state === "needs_provider" ? [acme, beta] : [];
          const seen = [path];
          for (;;) {
            const verdict = settle({
              session: { state, authMode, memberships },
              place: placeOf(seen.at(-1) ?? ""),
              remembered,
            });
            if (verdict.kind !== "redirect") break;
            expect(safeReturnPath(verdict.to)).toBe(verdict.to);
            seen.push(verdict.to);
            expect(seen.length).toBeLessThanOrEqual(3);
          }
        },
      ),
    );
  });

  it.each([
    ["missing_identity", "none", "/w/acme/apps", "/onboarding/identity?returnTo=%2Fw%2Facme%2Fapps"],
    ["missing_identity", "external", "/w/acme", "/login?returnTo=%2Fw%2Facme"],
    ["needs_profile", "none", "/", "/onboarding/identity"],
    ["needs_workspace", "none", "/w/acme", "/onboarding/workspace"],
    ["needs_provider", "none", "/onboarding/identity", "/onboarding/provider"],
    ["ready", "none", "/onboarding/provider", "/w/acme"],
    ["ready", "none", "/", "/w/acme"],
  ] as const)("leads %s in mode %s from %s to %s", (state, authMode, path, to) => {
    const memberships = state === "ready" ? [acme] : [];
    const verdict = settle({
      session: { state, authMode, memberships },
      place: placeOf(path),
      remembered: undefined,
    });
    expect(verdict).toEqual({ kind: "redirect", to });
  });

  it("[GOV-39] leads an old address to the present one, with the rest of the path", () => {
    const session = { state: "ready" as const, authMode: "none" as const, memberships: [acme, beta] };
    const place = placeOf("/w/old-beta/apps/app_1?tab=data");
    expect(settle({ session, place, remembered: undefined })).toEqual({
      kind: "redirect",
      to: "/w/beta/apps/app_1?tab=data",
    });
  });

  it("[GOV-40] resolves an address among one's own workspaces only", () => {
    const session = { state: "ready" as const, authMode: "none" as const, memberships: [acme] };
    expect(settle({ session, place: placeOf("/w/beta"), remembered: "beta" })).toEqual({ kind: "not_found" });
    expect(homePath([acme], "beta")).toBe("/w/acme");
    expect(homePath([acme, beta], "beta")).toBe("/w/beta");
  });
});

it("takes only paths of this origin to return to", () => {
  for (const bad of [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "",
    "w/acme",
    "/a\nb",
    null,
  ])
    expect(safeReturnPath(bad)).toBeNull();
  expect(safeReturnPath("/w/acme?x=1#y")).toBe("/w/acme?x=1#y");
});
