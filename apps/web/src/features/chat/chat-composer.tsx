"use client";
import { findRuntime, promptLengthMax, type RuntimeChoice, type UsageView } from "@second/contracts";
import { CornerDownLeft, Square, Timer } from "lucide-react";
import { type RefObject, useState } from "react";
import { toast } from "sonner";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { moneyText } from "../../ui/money.ts";
import { Composer, type ComposerHandle } from "../composer/composer.tsx";
import { attemptFor } from "../composer/draft.ts";
import type { useDraft } from "../composer/use-draft.ts";
import { runtimeOptions } from "../runtimes/choices.ts";
import { RuntimePicker } from "../runtimes/runtime-picker.tsx";
import { useRuntimes } from "../runtimes/use-runtimes.ts";
import { type PageProblem, pageProblem } from "../session/problem.ts";
import { useOnline } from "../session/use-online.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Clock } from "./clock.tsx";
import { durationText } from "./duration.ts";
import { Queue } from "./queue.tsx";
import { type Conversation, newMessageId } from "./use-conversation.ts";

interface ChatComposerProps {
  conversation: Conversation;
  draft: ReturnType<typeof useDraft>;
  choice: RuntimeChoice | null;
  composerRef: RefObject<ComposerHandle | null>;
  /** Around the choice of a model. */
  pickerRef: RefObject<HTMLSpanElement | null>;
}

/** The field beneath a conversation. It takes text in every state; while the agent works, the text is queued. */
export function ChatComposer({ conversation, draft, choice, composerRef, pickerRef }: ChatComposerProps) {
  const { workspaceId } = useWorkspace();
  const isOnline = useOnline();
  const runtimes = useRuntimes(workspaceId);
  const [sending, setSending] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const [problem, setProblem] = useState<PageProblem | null>(null);

  const { chat } = conversation;
  const isRunning = chat?.turnId != null;
  const isWaiting = chat?.state === "waiting_for_approval";

  async function send() {
    setSending(true);
    setProblem(null);
    try {
      // The id belongs to the text, also over a reload: sent again it starts nothing twice, and another text is another message.
      const attempt = attemptFor(draft.draft, draft.draft.text.trim(), newMessageId);
      draft.change({ attempt });
      await conversation.send(attempt.body, choice, attempt.key);
      draft.clear(attempt.body);
    } catch (error) {
      setProblem(pageProblem(error));
    } finally {
      setSending(false);
    }
  }

  async function stop() {
    setStopping(true);
    try {
      await conversation.stop();
    } catch (error) {
      toast.error(pageProblem(error).message);
    } finally {
      setStopping(false);
    }
  }

  return (
    <div className="@container mx-auto w-full max-w-198 flex-none px-4 pb-3.5 max-tablet:px-2.5 max-tablet:pb-2.5">
      {problem && (
        <Callout
          tone="danger"
          live="alert"
          title={problem.message}
          className="mb-2"
          actions={
            <Button size="xs" onClick={() => void send()}>
              Try again
            </Button>
          }
        >
          Your text is kept.
        </Callout>
      )}
      <Queue conversation={conversation} />
      <Composer
        ref={composerRef}
        size="compact"
        value={draft.draft.text}
        onChange={(text) => draft.change({ text })}
        onSubmit={() => void send()}
        label="Message to the builder"
        placeholder={
          isRunning
            ? "Add to this; it is read next"
            : isWaiting
              ? "Ask about it, or say what to change"
              : "Ask for a change, or describe a problem"
        }
        lengthMax={promptLengthMax}
        busy={sending}
        blocked={isOnline ? null : "You are offline. The agent keeps working."}
        submitLabel={
          isRunning ? (
            "Queue"
          ) : (
            <>
              Send
              <CornerDownLeft aria-hidden="true" />
            </>
          )
        }
        left={
          choice && (
            // Where the conversation is narrow the model's name is enough: its agent and settings need room.
            <span
              ref={pickerRef}
              className="flex min-w-0 flex-1 gap-1 [&>button]:min-w-0 [&>button]:flex-initial @max-xl:[&>button:not(:first-child)]:hidden @max-sm:[&>button>span>span]:hidden"
            >
              <RuntimePicker
                options={runtimeOptions(runtimes.data?.runtimes ?? [])}
                choice={choice}
                onChange={(next) => draft.change({ choice: next })}
              />
            </span>
          )
        }
        right={
          isRunning && (
            <Button size="sm" className="max-tablet:h-10" busy={isStopping} onClick={() => void stop()}>
              <Square aria-hidden="true" />
              Stop
            </Button>
          )
        }
        sheet={
          isRunning ? (
            <>
              <Timer aria-hidden="true" />
              <Clock since={conversation.live?.metadata.createdAt ?? null} />
              <span className="min-w-0 truncate">You can close this page; the agent goes on.</span>
            </>
          ) : (
            <LastTurn usage={chat?.usage ?? null} runtimeId={choice?.runtimeId ?? null} />
          )
        }
      />
    </div>
  );
}

/** What the last turn took; before the first, who will answer. */
function LastTurn({ usage, runtimeId }: { usage: UsageView | null; runtimeId: string | null }) {
  if (!usage) return <span>{findRuntime(runtimeId ?? "")?.label}</span>;
  const isPaid = usage.totalCostUsd !== null && usage.costKind !== "none";
  return (
    <>
      <Timer aria-hidden="true" />
      <span className="min-w-0 truncate">
        The last turn took {durationText(usage.durationMs)}
        {isPaid && (
          <>
            {" · "}
            <span className="font-medium">{moneyText(usage.totalCostUsd ?? 0)}</span>{" "}
            {usage.costKind === "estimate" && "(estimate)"}
          </>
        )}
        {usage.costKind === "none" && " · Demo, no AI"}
      </span>
    </>
  );
}
