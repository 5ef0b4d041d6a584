import type { AppView, ChatView } from "@second/contracts";

/**
 * - `plan`: before the first build the conversation is the page, and the way to the app stands beside it
 * - `split`: conversation and panels side by side
 */
export type AppLayout = "plan" | "split";

const hasApproval = (chat: ChatView | undefined): boolean =>
  chat?.messages.some(({ metadata }) =>
    Object.values(metadata?.decisions ?? {}).some(({ decision }) => decision === "approve"),
  ) ?? false;

export function appLayout(
  app: Pick<AppView, "draftVersionId" | "versionNumber">,
  chat: ChatView | undefined,
): AppLayout {
  if (app.draftVersionId !== null) return "split";
  return hasApproval(chat) ? "split" : "plan";
}

export type JourneyStep = "plan" | "build" | "preview";

/** How far an app is on its way from a sentence. */
export function journeyStep(app: Pick<AppView, "draftVersionId">, chat: ChatView | undefined): JourneyStep {
  if (app.draftVersionId !== null) return "preview";
  return hasApproval(chat) ? "build" : "plan";
}
