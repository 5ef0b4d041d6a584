import type { ChatView } from "@second/contracts";
import { expect, it } from "vitest";
import { appLayout, journeyStep } from "./layout-state.ts";

const chat = (decision: "approve" | "changes"): ChatView =>
  ({
    messages: [
      { id: "m", role: "assistant", parts: [], metadata: { decisions: { c: { decision, by: {} } } } },
    ],
  }) as unknown as ChatView;

it("[CARD-1] gives the plan the whole width until it is approved, or something is built", () => {
  const none = { draftVersionId: null };
  expect(appLayout(none, undefined)).toBe("plan");
  expect(appLayout(none, chat("changes"))).toBe("plan");
  expect(appLayout(none, chat("approve"))).toBe("split");
  expect(appLayout({ draftVersionId: "ver_1" }, undefined)).toBe("split");
});

it("knows how far an app is", () => {
  const none = { draftVersionId: null };
  expect(journeyStep(none, chat("changes"))).toBe("plan");
  expect(journeyStep(none, chat("approve"))).toBe("build");
  expect(journeyStep({ draftVersionId: "ver_1" }, undefined)).toBe("preview");
});
