"use client";
import type { AppView } from "@second/contracts";
import { resolveRuntimeChoice } from "@second/contracts";
import { ArrowDown } from "lucide-react";
import { type ReactNode, type Ref, useCallback, useImperativeHandle, useMemo, useRef } from "react";
import { toast } from "sonner";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import type { ComposerHandle } from "../composer/composer.tsx";
import { draftKey } from "../composer/draft.ts";
import { useDraft } from "../composer/use-draft.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Announcer } from "./announcer.tsx";
import { Answer, type AnswerActions } from "./answer.tsx";
import type { OpenCode } from "./build-errors.tsx";
import { ChatComposer } from "./chat-composer.tsx";
import { EmptyTranscript } from "./empty-transcript.tsx";
import { Transcript } from "./transcript.tsx";
import type { Conversation as ConversationState, RuntimeFields } from "./use-conversation.ts";
import { useFollow } from "./use-follow.ts";

/** What panels beside a conversation may do with its field. */
export interface ConversationHandle {
  /** Begins a message, to be finished by the person. */
  fill(text: string): void;
  /** The model that is chosen for the next message. */
  choice(): RuntimeFields | null;
}

interface ConversationProps {
  app: AppView;
  conversation: ConversationState;
  canRun: boolean;
  canEdit: boolean;
  /** Stands above the field: what keeps the conversation from going on. */
  notice?: ReactNode;
  onOpenVersion: (versionId: string) => void;
  onCompareVersion: (versionId: string) => void;
  onOpenCode: OpenCode;
  ref?: Ref<ConversationHandle>;
}

/** The conversation with the builder: what was said and done, and the field for what comes next. */
export function Conversation(props: ConversationProps) {
  const { app, conversation, canRun, canEdit, notice, onOpenVersion, onCompareVersion, onOpenCode } = props;
  const { workspaceId, user } = useWorkspace();
  const { query, chat, live, decide, retry, undo } = conversation;
  const follow = useFollow();
  const draft = useDraft(draftKey(user.id, workspaceId, app.id));
  const composer = useRef<ComposerHandle>(null);
  const picker = useRef<HTMLSpanElement>(null);
  const chosen = draft.draft.choice ?? app;
  const choice = useMemo(() => resolveRuntimeChoice(chosen), [chosen]);
  useImperativeHandle(
    props.ref,
    () => ({ fill: (text) => composer.current?.fill(text), choice: () => choice }),
    [choice],
  );

  const onDecide = useCallback<AnswerActions["onDecide"]>(
    async (body) => {
      try {
        await decide({ ...body });
      } catch (error) {
        const { code, message } = pageProblem(error);
        // Someone was faster, or the agent: the card becomes what they made of it.
        if (code === "decision.closed" || code === "decision.card_changed") {
          toast.info(message);
          await query.refetch();
          return;
        }
        throw error;
      }
    },
    [decide, query.refetch],
  );
  const onRetry = useCallback((questionId: string) => act(() => retry(questionId, choice)), [retry, choice]);
  const onUndo = useCallback((turnId: string) => act(() => undo(turnId)), [undo]);
  const onSwitchModel = useCallback(() => picker.current?.querySelector("button")?.focus(), []);
  const { toStartOf } = follow;
  const actions = useMemo(
    () => ({ onDecide, onOpenVersion, onCompareVersion, onOpenCode, onCardShown: toStartOf }),
    [onDecide, onOpenVersion, onCompareVersion, onOpenCode, toStartOf],
  );

  return (
    <div className="group/talk flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="relative min-h-0 flex-1">
        <div
          ref={follow.ref}
          role="log"
          aria-label="Conversation"
          // The announcer tells what is finished; the log itself would tell every word.
          aria-live="off"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          onScroll={follow.onScroll}
          className="h-full overflow-y-auto overflow-x-hidden overscroll-contain focus-inset"
        >
          <div className="mx-auto grid w-full max-w-200 grid-cols-[minmax(0,1fr)] gap-4.5 px-5 pt-5 pb-6 max-tablet:px-3.5 max-tablet:pt-4">
            {query.isPending && <ConversationSkeleton />}
            {query.isError &&
              (chat ? (
                <Callout
                  tone="warning"
                  title="The conversation may be out of date"
                  actions={
                    <Button size="xs" onClick={() => void query.refetch()}>
                      Try again
                    </Button>
                  }
                >
                  {pageProblem(query.error).message}
                </Callout>
              ) : (
                <ProblemView
                  problem={pageProblem(query.error)}
                  title="The conversation could not be loaded"
                  onRetry={() => void query.refetch()}
                />
              ))}
            {chat && chat.messages.length === 0 && (
              <EmptyTranscript onChoose={canRun ? (text) => composer.current?.fill(text) : null} />
            )}
            {chat && (
              <Transcript
                chat={chat}
                liveId={live?.id ?? null}
                actions={actions}
                onRetry={canRun ? onRetry : null}
                onUndo={canEdit ? onUndo : null}
                onSwitchModel={onSwitchModel}
              />
            )}
            {live && (
              <Answer
                parts={live.parts}
                metadata={live.metadata}
                live={live.ended ? null : live}
                cards="writing"
                actions={actions}
              />
            )}
          </div>
        </div>
        {!follow.isAtEnd && (
          <Button
            size="sm"
            className="-translate-x-1/2 absolute bottom-2 left-1/2 z-2 rounded-full shadow-md group-has-data-read-on/talk:hidden"
            onClick={follow.toEnd}
          >
            Jump to latest
            <ArrowDown aria-hidden="true" />
          </Button>
        )}
      </div>
      <Announcer chat={chat} parts={live?.parts ?? null} />
      {notice && (
        <div className="mx-auto w-full max-w-198 flex-none px-4 pb-2 max-tablet:px-2.5">{notice}</div>
      )}
      {canRun && (
        <ChatComposer
          conversation={conversation}
          draft={draft}
          choice={choice}
          composerRef={composer}
          pickerRef={picker}
        />
      )}
    </div>
  );
}

/** Runs an action whose failure is told at once; the page stays as it is. */
async function act(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    toast.error(pageProblem(error).message);
  }
}

function ConversationSkeleton() {
  return (
    <Loading label="Loading the conversation" className="grid gap-3">
      <Skeleton className="h-3.5 w-32" />
      <Skeleton className="h-12 w-full rounded-lg" />
      <Skeleton className="mt-3 h-3.5 w-40" />
      <Skeleton className="h-3.5 w-4/5" />
      <Skeleton className="h-3.5 w-3/5" />
    </Loading>
  );
}
