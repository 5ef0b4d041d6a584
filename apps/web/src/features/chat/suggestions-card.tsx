"use client";
import { useState } from "react";
import { cn } from "../../ui/cn.ts";
import type { SuggestionsCardView } from "./blocks.ts";

/** Things to build or change; choosing one sends it. */
export function SuggestionsCard({
  card,
  onDecide,
}: {
  card: SuggestionsCardView;
  onDecide:
    | ((body: { toolCallId: string; cardHash: string; decision: "choose"; choice: number }) => Promise<void>)
    | null;
}) {
  const [busy, setBusy] = useState(false);
  const { cardHash } = card;
  const isOpen = onDecide !== null && card.decision === null && cardHash !== null;

  async function choose(choice: number) {
    if (!onDecide || !cardHash) return;
    setBusy(true);
    try {
      await onDecide({ toolCallId: card.callId, cardHash, decision: "choose", choice });
    } finally {
      setBusy(false);
    }
  }

  return (
    <ul className="@container grid gap-2 @md:grid-cols-2" aria-label="Suggestions">
      {card.suggestions.map((suggestion, index) => (
        <li key={suggestion.title} className="min-w-0">
          <button
            type="button"
            disabled={!isOpen || busy}
            onClick={() => void choose(index)}
            className={cn(
              "flex h-full w-full items-start gap-2.5 rounded-lg border border-line bg-surface px-3 py-2.5 text-left",
              isOpen ? "hover:border-control-line" : "cursor-default",
            )}
          >
            <span aria-hidden="true">{suggestion.emoji}</span>
            <span className="min-w-0">
              <span className="block font-medium text-sm">{suggestion.title}</span>
              <span className="block text-text-2 text-xs">{suggestion.subtitle}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
