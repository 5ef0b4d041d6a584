import type { AppView, ChatView } from "@second/contracts";
import { approvalOf } from "../chat/index.ts";

/**
 * - `plan`: before the first build the conversation is the page, and the way to the app stands beside it
 * - `split`: conversation and panels side by side
 */
export type AppLayout = "plan" | "split";

export function appLayout(app: Pick<AppView, "draftVersionId">, chat: ChatView | undefined): AppLayout {
  return app.draftVersionId !== null || approvalOf(chat) ? "split" : "plan";
}

export type JourneyStep = "plan" | "build" | "preview";

/** How far an app is on its way from a sentence. */
export function journeyStep(app: Pick<AppView, "draftVersionId">, chat: ChatView | undefined): JourneyStep {
  if (app.draftVersionId !== null) return "preview";
  return approvalOf(chat) ? "build" : "plan";
}
