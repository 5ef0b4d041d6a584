"use client";
import { CircleCheck, MessageSquareText, ScrollText } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { PlanCardView } from "./blocks.ts";
import { DecidedLine } from "./decided-line.tsx";
import { type PlanDecision, PlanDecisionFooter } from "./plan-decision.tsx";
import { PlanText } from "./plan-text.tsx";
import { ReadOn } from "./read-on.tsx";

/**
 * - `writing`: the agent's turn has not ended
 * - `open`: a person decides
 * - `inert`: decided, or a newer card or message took its place
 */
export type CardState = "writing" | "open" | "inert";

interface PlanCardProps {
  card: PlanCardView;
  state: CardState;
  onDecide: (decision: PlanDecision) => Promise<void>;
  /** The card of this call is there to be read; told each time it appears, also when it only changed its place. */
  onShown: (callId: string, card: Element) => void;
}

/** A plan is read as a document; the decision stands at its end. Decided and older ones are one line. */
export function PlanCard({ card, state, onDecide, onShown }: PlanCardProps) {
  const { plan, decision, callId, cardHash } = card;
  if (!plan) return state === "inert" ? null : <PlanSkeleton title={card.title} />;
  if (decision || state === "inert") return <DecidedPlan card={card} plan={plan} />;
  return (
    <OpenPlan plan={plan} onShown={(element) => onShown(callId, element)}>
      {state === "open" && cardHash ? (
        <PlanDecisionFooter card={{ callId, cardHash }} plan={plan} onDecide={onDecide} />
      ) : (
        <p className="flex items-center gap-2 rounded-b-xl border-line-strong border-t bg-sunken px-4 py-5 text-sm text-text-2">
          <Spinner />
          You decide in a moment.
        </p>
      )}
    </OpenPlan>
  );
}

type Plan = NonNullable<PlanCardView["plan"]>;

function OpenPlan({
  plan,
  onShown,
  children,
}: {
  plan: Plan;
  onShown: (card: Element) => void;
  children: ReactNode;
}) {
  const whole = useRef<HTMLElement>(null);
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it appears
  useLayoutEffect(() => {
    if (whole.current) onShown(whole.current);
  }, []);
  return (
    <section
      ref={whole}
      aria-label={`Plan: ${plan.title}`}
      // What is marked or half written in it must not be put away.
      data-keep
      className="@container scroll-mt-4 rounded-xl border border-line-strong bg-surface shadow-sm"
    >
      <PlanText plan={plan} />
      <ReadOn document={whole} end={end} />
      <div ref={end}>{children}</div>
    </section>
  );
}

function DecidedPlan({ card, plan }: { card: PlanCardView; plan: Plan }) {
  const { decision } = card;
  const isApproved = decision?.decision === "approve";
  return (
    <DecidedLine
      icon={
        isApproved ? (
          <CircleCheck aria-hidden="true" className="text-success" />
        ) : decision ? (
          <MessageSquareText aria-hidden="true" className="text-text-3" />
        ) : (
          <ScrollText aria-hidden="true" className="text-text-3" />
        )
      }
      title={decision ? (isApproved ? "Plan approved" : "Changes requested") : "Earlier plan"}
      detail={decision ? ` by ${decision.by.name}` : `: ${plan.title}`}
      at={decision?.at ?? null}
    >
      <PlanText plan={plan} />
    </DecidedLine>
  );
}

function PlanSkeleton({ title }: { title: string | null }) {
  return (
    <div
      aria-busy="true"
      className="rounded-xl border border-line-strong bg-surface px-4 pt-5 pb-6 shadow-sm"
    >
      <p className="flex items-center gap-2 text-text-3 text-xs">
        <Spinner className="size-3" />
        Writing the plan
      </p>
      {title ? (
        <h3 className="mt-1 text-xl tracking-tight">{title}</h3>
      ) : (
        <Skeleton className="mt-2 h-5 w-48" />
      )}
      <div className="mt-4 grid gap-2.5">
        <Skeleton className="h-3.5 w-full" />
        <Skeleton className="h-3.5 w-4/5" />
        <Skeleton className="mt-4 h-3.5 w-3/5" />
        <Skeleton className="h-3.5 w-2/3" />
        <Skeleton className="h-3.5 w-1/2" />
      </div>
    </div>
  );
}
