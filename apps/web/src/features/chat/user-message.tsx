"use client";
import type { StoredMessage } from "@second/contracts";
import { CircleCheck, MessageSquareText, Sparkles } from "lucide-react";
import { memo } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { field, text } from "./part-values.ts";

/** What a person said or decided, with their name. */
export const UserMessage = memo(function UserMessage({ message }: { message: StoredMessage }) {
  const { author, createdAt } = message.metadata ?? {};
  const decision = message.parts.find((part) => part.type === "data-second-decision");
  const name = author?.name ?? "Someone";
  if (decision) return <DecisionLine name={name} data={decision.data} at={createdAt} />;
  const said = message.parts.map((part) => (part.type === "text" ? text(part.text) : "")).join("");
  return (
    <article aria-label={name} className="grid gap-2">
      <header className="flex items-center gap-2">
        <Avatar name={name} size="sm" />
        <span className="min-w-0 flex-1 truncate font-medium text-sm">{name}</span>
        {createdAt && <RelativeTime at={createdAt} className="flex-none text-text-3 text-xs" />}
      </header>
      <p className="whitespace-pre-wrap break-words rounded-lg border border-line bg-sunken px-3 py-2 text-md">
        {said}
      </p>
    </article>
  );
});

function DecisionLine({ name, data, at }: { name: string; data: unknown; at: string | undefined }) {
  const decision = text(field(data, "decision"));
  const comment = text(field(data, "comment"));
  const Icon = decision === "approve" ? CircleCheck : decision === "choose" ? Sparkles : MessageSquareText;
  const words =
    decision === "approve"
      ? "approved the plan"
      : decision === "choose"
        ? "chose a suggestion"
        : "asked for changes to the plan";
  return (
    <div className="rounded-lg border border-line bg-surface px-3 py-2 text-sm">
      <p className="flex items-center gap-2">
        <Icon aria-hidden="true" className="size-4 flex-none text-text-3" />
        <span className="min-w-0 flex-1">
          <span className="font-medium">{name}</span> <span className="text-text-2">{words}</span>
        </span>
        {at && <RelativeTime at={at} className="flex-none text-text-3 text-xs" />}
      </p>
      {comment && <p className="mt-1 ml-6 whitespace-pre-wrap text-text-2">{comment}</p>}
    </div>
  );
}
