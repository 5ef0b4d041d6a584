"use client";
import { Lightbulb, Sparkles } from "lucide-react";
import { useState } from "react";
import { Callout } from "../../ui/callout.tsx";
import { type PageProblem, pageProblem } from "../session/problem.ts";
import type { SuggestionsCardView } from "./blocks.ts";
import { DecidedLine } from "./decided-line.tsx";
import type { CardState } from "./plan-card.tsx";

export interface SuggestionChoice {
  toolCallId: string;
  cardHash: string;
  decision: "choose";
  choice: number;
}

interface SuggestionsCardProps {
  card: SuggestionsCardView;
  state: CardState;
  /** Rejects with a problem when it was not accepted. */
  onDecide: (choice: SuggestionChoice) => Promise<void>;
}

/** Things to build or change; choosing one sends it. */
export function SuggestionsCard({ card, state, onDecide }: SuggestionsCardProps) {
  const [busy, setBusy] = useState<number | null>(null);
  const [problem, setProblem] = useState<PageProblem | null>(null);
  const { cardHash, decision } = card;

  async function choose(choice: number) {
    if (!cardHash || busy !== null) return;
    setBusy(choice);
    setProblem(null);
    try {
      await onDecide({ toolCallId: card.callId, cardHash, decision: "choose", choice });
    } catch (error) {
      setProblem(pageProblem(error));
    } finally {
      setBusy(null);
    }
  }

  if (decision || state === "inert")
    return (
      <DecidedLine
        icon={
          decision ? (
            <Sparkles aria-hidden="true" className="text-text-3" />
          ) : (
            <Lightbulb aria-hidden="true" className="text-text-3" />
          )
        }
        title={decision ? "Suggestion chosen" : "Earlier suggestions"}
        detail={decision ? ` by ${decision.by.name}` : ""}
        at={decision?.at ?? null}
      >
        <ul className="grid gap-2 px-3 py-2.5">
          {card.suggestions.map((suggestion) => (
            <li key={suggestion.title} className="text-sm">
              <span className="font-medium">{suggestion.title}</span>{" "}
              <span className="text-text-2">{suggestion.subtitle}</span>
            </li>
          ))}
        </ul>
      </DecidedLine>
    );
  return (
    <div className="@container grid gap-2">
      {problem && <Callout tone="danger" live="alert" title={problem.message} />}
      <ul aria-label="Suggestions" className="grid gap-2 @lg:grid-cols-2">
        {card.suggestions.map((suggestion, index) => (
          <li key={suggestion.title} className="min-w-0">
            <button
              type="button"
              aria-disabled={state !== "open" || busy !== null}
              aria-busy={busy === index || undefined}
              onClick={() => {
                if (state === "open") void choose(index);
              }}
              className="flex h-full w-full items-start gap-2.5 rounded-lg border border-line-strong bg-surface px-3 py-2.5 text-left shadow-xs hover:border-control-line aria-busy:bg-hover"
            >
              <span aria-hidden="true" className="leading-5">
                {suggestion.emoji}
              </span>
              <span className="min-w-0">
                <span className="block font-medium text-sm">{suggestion.title}</span>
                <span className="block text-pretty text-sm text-text-2">{suggestion.subtitle}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
