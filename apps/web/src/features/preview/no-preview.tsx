import type { AppView } from "@second/contracts";
import { AppWindow } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";

const texts: Record<AppView["runState"], { title: string; text: string }> = {
  pending: {
    title: "The agent is about to start",
    text: "The app appears here as soon as its first version is built.",
  },
  running: {
    title: "The agent is at work",
    text: "The app appears here as soon as its first version is built.",
  },
  waiting_for_approval: {
    title: "Your decision is next",
    text: "Read the plan, then approve it. Building starts right after.",
  },
  completed: { title: "Nothing is built yet", text: "Ask the agent to build, and the app appears here." },
  failed: {
    title: "Nothing is built yet",
    text: "The last attempt did not work out. See why in the conversation, and try again.",
  },
  stopped: {
    title: "Nothing is built yet",
    text: "The agent was stopped before a first version. Try again when you like.",
  },
};

/** Where the app will be, before its first version and while nothing is being built. */
export function NoPreview({ app, progress }: { app: Pick<AppView, "runState">; progress?: ReactNode }) {
  const { title, text } = texts[app.runState];
  return (
    <div className="grid min-h-full place-items-center px-6 py-8">
      <div className="w-full max-w-100">
        <EmptyState icon={AppWindow} title={title} level={2}>
          {text}
        </EmptyState>
        {progress}
      </div>
    </div>
  );
}
