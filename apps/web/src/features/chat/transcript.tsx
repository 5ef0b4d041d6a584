"use client";
import type { ChatView, MessageMetadata, StoredMessage } from "@second/contracts";
import { memo, type ReactNode, useState } from "react";
import { DisclosureChevron } from "../../ui/disclosure-chevron.tsx";
import { Answer, type AnswerActions } from "./answer.tsx";
import { TurnFooter, type TurnFooterActions } from "./turn-footer.tsx";
import { UserMessage } from "./user-message.tsx";

interface TranscriptProps {
  chat: ChatView;
  /** The answer that is being written; it is shown elsewhere. */
  liveId: string | null;
  actions: AnswerActions;
  /** Null for those who may not run the builder. */
  onRetry: ((questionId: string) => Promise<void>) | null;
  /** Null for those who may not edit. */
  onUndo: ((turnId: string) => Promise<void>) | null;
  onSwitchModel: () => void;
}

/** What was said and done, oldest first. */
export const Transcript = memo(function Transcript(props: TranscriptProps) {
  const { chat, liveId, actions, onRetry, onUndo, onSwitchModel } = props;
  const { messages } = chat;
  const isRunning = chat.turnId !== null;
  const newest = messages.findLast(({ role, metadata }) => role === "assistant" && !metadata?.superseded);

  function footerActions(message: StoredMessage): TurnFooterActions {
    const question = questionOf(messages, message);
    const turnId = message.metadata?.turnId;
    const isIdleNewest = message === newest && !isRunning;
    return {
      onRetry: onRetry && isIdleNewest && question ? () => onRetry(question) : null,
      onUndo: onUndo && !isRunning && turnId ? () => onUndo(turnId) : null,
      onSwitchModel: onRetry && isIdleNewest ? onSwitchModel : null,
    };
  }

  return (
    <>
      {messages.map((message, index) =>
        message.role === "user" ? (
          <UserMessage key={message.id} message={message} />
        ) : isRunning && message.id === liveId ? null : (
          <StoredAnswer
            key={message.id}
            message={message}
            isRecent={index >= messages.length - recentMessages}
            isOpen={message === newest && !isRunning && onRetry !== null}
            actions={actions}
            footer={<TurnFooter metadata={message.metadata ?? {}} actions={footerActions(message)} />}
          />
        ),
      )}
    </>
  );
});

const recentMessages = 12;

/** The question that an answer belongs to. */
function questionOf(messages: readonly StoredMessage[], answer: StoredMessage): string | null {
  const { turnId } = answer.metadata ?? {};
  return messages.find(({ role, metadata }) => role === "user" && metadata?.turnId === turnId)?.id ?? null;
}

const noMetadata: MessageMetadata = {};

interface StoredAnswerProps {
  message: StoredMessage;
  /** Its cards wait for a decision of this person. */
  isOpen: boolean;
  isRecent: boolean;
  actions: AnswerActions;
  footer: ReactNode;
}

function StoredAnswer({ message, isOpen, isRecent, actions, footer }: StoredAnswerProps) {
  const metadata = message.metadata ?? noMetadata;
  const answer = (
    <Answer
      parts={message.parts}
      metadata={metadata}
      live={null}
      cards={isOpen ? "open" : "inert"}
      isRecent={isRecent}
      actions={actions}
    />
  );
  if (metadata.superseded) return <EarlierAttempt metadata={metadata}>{answer}</EarlierAttempt>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      {answer}
      {footer}
    </div>
  );
}

/** An attempt that another one replaced: one line that opens it. */
function EarlierAttempt({ metadata, children }: { metadata: MessageMetadata; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const why = metadata.failure?.message ?? (metadata.turnState === "stopped" ? "Stopped" : null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="group flex min-h-6 min-w-0 max-w-full items-center gap-1.5 justify-self-start rounded-md text-sm text-text-3 hover:text-text"
      >
        <DisclosureChevron />
        <span className="truncate">Earlier attempt{why ? `: ${why}` : ""}</span>
      </button>
      {isOpen && children}
    </div>
  );
}
