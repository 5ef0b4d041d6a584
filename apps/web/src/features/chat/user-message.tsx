"use client";
import { type FixView, fixPartType, type StoredMessage } from "@second/contracts";
import { memo } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { FixCard } from "./fix-card.tsx";
import { field, text } from "./part-values.ts";
import { wordsOf } from "./progress.ts";

/**
 * What a person said, with their name. An approval is told by its card's line; a wish for changes and a chosen
 * suggestion are shown as what they are: words to the agent. An error that was handed on is a card.
 */
export const UserMessage = memo(function UserMessage({ message }: { message: StoredMessage }) {
  const { author, createdAt } = message.metadata ?? {};
  const decision = message.parts.find((part) => part.type === "data-second-decision")?.data;
  if (text(field(decision, "decision")) === "approve") return null;
  const name = author?.name ?? "Someone";
  const fix = message.parts.find(({ type }) => type === fixPartType);
  return (
    <article aria-label={name} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <header className="flex items-center gap-2">
        <Avatar name={name} />
        <span className="min-w-0 flex-1 truncate font-medium text-sm">{name}</span>
        {createdAt && <RelativeTime at={createdAt} className="flex-none text-text-3 text-xs" />}
      </header>
      {fix ? (
        // The part's data was written by the server.
        <FixCard fix={fix.data as FixView} />
      ) : (
        <p className="whitespace-pre-wrap rounded-lg border border-line bg-sunken px-3 py-2.5 text-base leading-5.5 [overflow-wrap:anywhere]">
          {wordsOf(message)}
        </p>
      )}
    </article>
  );
});
