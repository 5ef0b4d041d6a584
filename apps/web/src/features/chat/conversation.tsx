"use client";
import type { AppView, MessageMetadata, StoredMessage } from "@second/contracts";
import { ArrowDown, ChevronRight } from "lucide-react";
import { Fragment, useCallback, useMemo, useState } from "react";
import { toast } from "sonner";
import { Button } from "../../ui/button.tsx";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { Answer, type AnswerActions } from "./answer.tsx";
import { ChatComposer } from "./chat-composer.tsx";
import { TurnFooter } from "./turn-footer.tsx";
import type { Conversation as ConversationState } from "./use-conversation.ts";
import { useFollow } from "./use-follow.ts";
import { UserMessage } from "./user-message.tsx";

interface ConversationProps {
  app: AppView;
  conversation: ConversationState;
  canRun: boolean;
  canEdit: boolean;
  onOpenVersion: (versionId: string) => void;
}

/** The conversation with the builder: what was said and done, and the field for what comes next. */
export function Conversation({ app, conversation, canRun, canEdit, onOpenVersion }: ConversationProps) {
  const { query, chat, live } = conversation;
  const follow = useFollow([chat?.messages.length, live?.parts]);
  const { decide } = conversation;

  const onDecide = useCallback<AnswerActions["onDecide"]>(
    async (body) => {
      try {
        await decide({ ...body });
      } catch (error) {
        const problem = pageProblem(error);
        toast.error(problem.message);
        void query.refetch();
      }
    },
    [decide, query.refetch],
  );
  const actions = useMemo(() => ({ onDecide, onOpenVersion }), [onDecide, onOpenVersion]);
  const messages = chat?.messages ?? [];
  const lastAnswer = messages.findLast(({ role, metadata }) => role === "assistant" && !metadata?.superseded);
  const isRunning = chat?.turnId !== null && chat?.turnId !== undefined;

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="relative min-h-0 flex-1">
        <div
          ref={follow.ref}
          onScroll={follow.onScroll}
          className="h-full overflow-y-auto overscroll-contain"
        >
          <div
            role="log"
            aria-label="Conversation"
            aria-live="polite"
            aria-busy={isRunning}
            className="mx-auto grid w-full max-w-190 gap-5 px-4.5 pt-5 pb-8"
          >
            {query.isPending && <ConversationSkeleton />}
            {query.isError && !chat && (
              <ProblemView
                problem={pageProblem(query.error)}
                title="The conversation could not be loaded"
                onRetry={() => void query.refetch()}
              />
            )}
            {messages.map((message) =>
              message.role === "user" ? (
                <UserMessage key={message.id} message={message} />
              ) : message.id === live?.id ? null : (
                <StoredAnswer
                  key={message.id}
                  message={message}
                  isNewest={message === lastAnswer && !isRunning}
                  actions={actions}
                  footer={(metadata) => (
                    <TurnFooter
                      metadata={metadata}
                      onRetry={
                        canRun && message === lastAnswer && !isRunning
                          ? () => act(() => conversation.retry(questionOf(messages, message), null))
                          : null
                      }
                      onUndo={
                        canEdit && !isRunning && metadata.turnId
                          ? () => act(() => conversation.undo(metadata.turnId ?? ""))
                          : null
                      }
                    />
                  )}
                />
              ),
            )}
            {isRunning && live && (
              <Answer
                parts={live.parts}
                metadata={live.metadata}
                isLive={!live.ended}
                phase={live.phase}
                isNewest={false}
                actions={actions}
              />
            )}
          </div>
        </div>
        {!follow.isAtEnd && (
          <Button
            size="sm"
            className="-translate-x-1/2 absolute bottom-3 left-1/2 rounded-full shadow-md"
            onClick={follow.toEnd}
          >
            <ArrowDown aria-hidden="true" />
            Jump to latest
          </Button>
        )}
      </div>
      {canRun && <ChatComposer app={app} conversation={conversation} />}
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

/** The question that an answer belongs to. */
function questionOf(messages: readonly StoredMessage[], answer: StoredMessage): string {
  const { turnId } = answer.metadata ?? {};
  return messages.find(({ role, metadata }) => role === "user" && metadata?.turnId === turnId)?.id ?? "";
}

function StoredAnswer({
  message,
  isNewest,
  actions,
  footer,
}: {
  message: StoredMessage;
  isNewest: boolean;
  actions: AnswerActions;
  footer: (metadata: MessageMetadata) => React.ReactNode;
}) {
  const metadata = message.metadata ?? {};
  const [isOpen, setOpen] = useState(false);
  const answer = (
    <Fragment>
      <Answer
        parts={message.parts}
        metadata={metadata}
        isLive={false}
        phase={null}
        isNewest={isNewest}
        actions={actions}
      />
      {!metadata.superseded && footer(metadata)}
    </Fragment>
  );
  if (!metadata.superseded) return <div className="grid gap-2.5">{answer}</div>;
  return (
    <div className="grid gap-2.5">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="group flex min-h-6 items-center gap-1.5 justify-self-start rounded-md text-sm text-text-3 hover:text-text"
      >
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 transition-transform duration-(--dur-1) group-aria-expanded:rotate-90"
        />
        Earlier attempt{metadata.failure ? `: ${metadata.failure.message}` : ""}
      </button>
      {isOpen && answer}
    </div>
  );
}

function ConversationSkeleton() {
  return (
    <Loading label="Loading the conversation" className="grid gap-3">
      <Skeleton className="h-3.5 w-32" />
      <Skeleton className="h-12 w-full rounded-lg" />
      <Skeleton className="h-3.5 w-4/5" />
      <Skeleton className="h-3.5 w-3/5" />
    </Loading>
  );
}
