"use client";
import type { AppView } from "@second/contracts";
import { findRuntime, promptLengthMax, resolveRuntimeChoice } from "@second/contracts";
import { CornerDownLeft, Square } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Composer } from "../composer/composer.tsx";
import { draftKey } from "../composer/draft.ts";
import { useDraft } from "../composer/use-draft.ts";
import { runtimeOptions } from "../runtimes/choices.ts";
import { RuntimePicker } from "../runtimes/runtime-picker.tsx";
import { useRuntimes } from "../runtimes/use-runtimes.ts";
import { type PageProblem, pageProblem } from "../session/problem.ts";
import { useOnline } from "../session/use-online.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Clock } from "./clock.tsx";
import { Queue } from "./queue.tsx";
import { type Conversation, newMessageId } from "./use-conversation.ts";

/** The field beneath a conversation. It takes text in every state; while the agent works, the text is queued. */
export function ChatComposer({ app, conversation }: { app: AppView; conversation: Conversation }) {
  const { workspaceId, user } = useWorkspace();
  const isOnline = useOnline();
  const runtimes = useRuntimes(workspaceId);
  const { draft, change, clear } = useDraft(draftKey(user.id, workspaceId, app.id));
  const [sending, setSending] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const [problem, setProblem] = useState<PageProblem | null>(null);
  const [messageId, setMessageId] = useState(newMessageId);

  const { chat } = conversation;
  const isRunning = chat?.turnId != null;
  const isWaiting = chat?.state === "waiting_for_approval";
  const choice = resolveRuntimeChoice(draft.choice ?? app) ?? null;

  async function send() {
    setSending(true);
    setProblem(null);
    try {
      // The same id goes with every try of one text, so that a lost answer starts nothing twice.
      await conversation.send(draft.text.trim(), choice, messageId);
      clear();
      setMessageId(newMessageId());
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
    <div className="mx-auto w-full max-w-190 flex-none px-3.5 pb-3.5">
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
        size="compact"
        value={draft.text}
        onChange={(text) => change({ text })}
        onSubmit={() => void send()}
        label="Message to the builder"
        placeholder={
          isRunning
            ? "Add to this; it is read next"
            : isWaiting
              ? "Ask about the plan, or say what to change"
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
            <RuntimePicker
              options={runtimeOptions(runtimes.data?.runtimes ?? [])}
              choice={choice}
              onChange={(next) => change({ choice: next })}
            />
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
              <Clock since={conversation.live?.metadata.createdAt ?? null} />
              <span>You can close this page; the agent goes on.</span>
            </>
          ) : (
            <span>{findRuntime(choice?.runtimeId ?? "")?.label}</span>
          )
        }
      />
    </div>
  );
}
