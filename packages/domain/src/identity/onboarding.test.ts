import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OnboardingFacts, onboardingState } from "./onboarding.ts";

describe("onboarding", () => {
  it.each([
    [{}, "missing_identity"],
    [{ signedIn: true }, "needs_profile"],
    [{ signedIn: true, hasProfile: true }, "needs_workspace"],
    [{ signedIn: true, hasProfile: true, hasWorkspace: true, providerStepOpen: true }, "needs_provider"],
    [{ signedIn: true, hasProfile: true, hasWorkspace: true }, "ready"],
  ] as const)("is at the first step that is not done: %j", (facts, state) => {
    const none = { signedIn: false, hasProfile: false, hasWorkspace: false, providerStepOpen: false };
    expect(onboardingState({ ...none, ...facts })).toBe(state);
  });

  it("never goes back when a further step is done", () => {
    const order = ["missing_identity", "needs_profile", "needs_workspace", "needs_provider", "ready"];
    const facts = fc.record({
      signedIn: fc.boolean(),
      hasProfile: fc.boolean(),
      hasWorkspace: fc.boolean(),
      providerStepOpen: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, fc.constantFrom("signedIn", "hasProfile", "hasWorkspace"), (before, step) => {
        const after: OnboardingFacts = { ...before, [step]: true };
        expect(order.indexOf(onboardingState(after))).toBeGreaterThanOrEqual(
          order.indexOf(onboardingState(before)),
        );
      }),
    );
  });
});
