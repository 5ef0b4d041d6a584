"use client";
import { Ban, CircleCheck, CircleHelp, MessageSquareText } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { PlanCardView } from "./blocks.ts";

export interface PlanDecision {
  toolCallId: string;
  cardHash: string;
  decision: "approve" | "changes";
  comment?: string;
}

interface PlanCardProps {
  card: PlanCardView;
  /** Null when a person may not decide, or the card is not the newest. */
  onDecide: ((decision: PlanDecision) => Promise<void>) | null;
}

/** A plan is read as a document; the decision stands at its end. Decided and older ones are one line. */
export function PlanCard({ card, onDecide }: PlanCardProps) {
  const { plan, decision } = card;
  if (!plan) return <PlanSkeleton title={card.title} />;
  if (decision || !onDecide) return <DecidedPlan card={card} />;
  return (
    <section
      aria-label={`Plan: ${plan.title}`}
      className="overflow-hidden rounded-xl border border-line-strong bg-surface"
    >
      <PlanText plan={plan} />
      <PlanFooter card={card} plan={plan} onDecide={onDecide} />
    </section>
  );
}

type Plan = NonNullable<PlanCardView["plan"]>;

function PlanText({ plan }: { plan: Plan }) {
  return (
    <>
      <div className="px-5 pt-5 pb-4">
        <p className="text-text-3 text-xs">Plan</p>
        <h3 className="text-xl tracking-tight">{plan.title}</h3>
        <p className="mt-1 text-md text-text-2">{plan.overview}</p>
      </div>
      <Row title="What it does">
        <ol className="grid gap-2.5">
          {plan.features.map((feature, index) => (
            <li key={feature.name} className="grid grid-cols-[20px_minmax(0,1fr)]">
              <span className="font-mono text-text-3 text-xs leading-6">{index + 1}</span>
              <span className="min-w-0">
                <span className="font-medium text-base">{feature.name}</span>
                <span className="block text-sm text-text-2">{feature.description}</span>
              </span>
            </li>
          ))}
        </ol>
      </Row>
      {plan.data && plan.data.length > 0 && (
        <Row title="What it stores">
          {plan.data.map(({ collection, fields, note }) => (
            <div key={collection} className="not-first:mt-3">
              <p className="text-sm">
                <span className="font-medium">{collection}</span> <span className="text-text-2">{note}</span>
              </p>
              <ul className="mt-1.5 flex flex-wrap gap-1.5">
                {fields.map((field) => (
                  <li
                    key={field}
                    className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs"
                  >
                    {field}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </Row>
      )}
      {plan.dataFlow && <Row title="Where data goes">{plan.dataFlow}</Row>}
      {plan.agents && <Row title="Agents">{plan.agents}</Row>}
      {plan.backend && <Row title="Behind it">{plan.backend}</Row>}
      {plan.notDoing && plan.notDoing.length > 0 && (
        <Row title="What it will not do">
          <ul className="grid gap-1.5">
            {plan.notDoing.map((each) => (
              <li key={each} className="flex items-start gap-2">
                <Ban aria-hidden="true" className="mt-1 size-3.5 flex-none text-text-3" />
                {each}
              </li>
            ))}
          </ul>
        </Row>
      )}
    </>
  );
}

function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="@container border-line border-t px-5 py-3.5">
      <div className="grid gap-1.5 @lg:grid-cols-[132px_minmax(0,1fr)] @lg:gap-3">
        <h4 className="pt-0.5 text-sm text-text-2">{title}</h4>
        <div className="min-w-0 text-base">{children}</div>
      </div>
    </div>
  );
}

function PlanFooter({
  card,
  plan,
  onDecide,
}: {
  card: PlanCardView;
  plan: Plan;
  onDecide: (decision: PlanDecision) => Promise<void>;
}) {
  const assumptions = plan.assumptions ?? [];
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [isWriting, setWriting] = useState(false);
  const [comment, setComment] = useState("");
  const [busy, setBusy] = useState(false);
  const id = useId();
  const needsChanges = isWriting || wrong.length > 0;
  const collections = plan.data?.length ?? 0;

  async function decide(decision: "approve" | "changes") {
    if (!card.cardHash) return;
    setBusy(true);
    const wrongText = wrong.map((each) => `This assumption is wrong: ${each}`);
    const text = [...wrongText, comment.trim()].filter(Boolean).join("\n");
    try {
      await onDecide({
        toolCallId: card.callId,
        cardHash: card.cardHash,
        decision,
        ...(decision === "changes" ? { comment: text } : {}),
      });
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      {assumptions.length > 0 && (
        <div className="border-warning-line border-t bg-warning-soft px-5 py-3.5">
          <p className="flex items-center gap-2 font-medium text-sm text-warning">
            <CircleHelp aria-hidden="true" className="size-4" />
            {assumptions.length === 1
              ? "The agent assumed one thing. Is it right?"
              : `${assumptions.length} things the agent assumed. Are they right?`}
          </p>
          <ul className="mt-2 grid gap-2">
            {assumptions.map((assumption) => (
              <li key={assumption} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
                <span className="min-w-0 flex-1 basis-60 text-base">{assumption}</span>
                <Segmented
                  label={assumption}
                  value={wrong.includes(assumption) ? "no" : "yes"}
                  onChange={(value) =>
                    setWrong((before) =>
                      value === "no" ? [...before, assumption] : before.filter((each) => each !== assumption),
                    )
                  }
                  options={[
                    { value: "yes", label: "Yes" },
                    { value: "no", label: "No, change" },
                  ]}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="border-line border-t bg-sunken px-5 py-3.5">
        {needsChanges && (
          <div className="mb-3">
            <label htmlFor={id} className="font-medium text-sm">
              What should change?
            </label>
            <textarea
              id={id}
              rows={3}
              maxLength={4000}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
              className="field-text mt-1.5 block w-full rounded-md border border-control-line bg-surface px-3 py-2"
            />
          </div>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <p className="min-w-0 flex-1 basis-56 text-sm text-text-2">
            {needsChanges
              ? "The agent writes a new plan; nothing is built yet."
              : `Approving starts the build.${collections > 0 ? ` It stores ${collections} collection${collections === 1 ? "" : "s"};` : ""} nothing leaves the workspace.`}
          </p>
          {needsChanges ? (
            <>
              <Button
                className="max-tablet:h-10"
                onClick={() => {
                  setWriting(false);
                  setWrong([]);
                }}
              >
                Cancel
              </Button>
              <Button
                variant="primary"
                className="max-tablet:h-10"
                busy={busy}
                disabled={wrong.length === 0 && comment.trim() === ""}
                onClick={() => void decide("changes")}
              >
                Request changes
              </Button>
            </>
          ) : (
            <>
              <Button className="max-tablet:h-10" onClick={() => setWriting(true)}>
                Request changes
              </Button>
              <Button
                variant="primary"
                className="max-tablet:h-10"
                busy={busy}
                onClick={() => void decide("approve")}
              >
                Approve and build
              </Button>
            </>
          )}
        </div>
      </div>
    </>
  );
}

function DecidedPlan({ card }: { card: PlanCardView }) {
  const { decision, plan } = card;
  const [isOpen, setOpen] = useState(false);
  const isApproved = decision?.decision === "approve";
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-10 w-full items-center gap-2 px-3 py-1.5 text-left text-sm focus-inset hover:bg-hover"
      >
        {isApproved ? (
          <CircleCheck aria-hidden="true" className="size-4 flex-none text-success" />
        ) : (
          <MessageSquareText aria-hidden="true" className="size-4 flex-none text-text-3" />
        )}
        <span className="min-w-0 flex-1 truncate">
          <span className="font-medium">
            {decision ? (isApproved ? "Plan approved" : "Changes requested") : "Earlier plan"}
          </span>
          <span className="text-text-2">{decision ? ` by ${decision.by.name}` : `: ${plan?.title}`}</span>
        </span>
        {decision && <RelativeTime at={decision.at} className="flex-none text-text-3 text-xs" />}
      </button>
      {isOpen && plan && <PlanText plan={plan} />}
    </div>
  );
}

function PlanSkeleton({ title }: { title: string | null }) {
  return (
    <div aria-busy="true" className={cn("rounded-xl border border-line-strong bg-surface px-5 py-5")}>
      <p className="text-text-3 text-xs">Writing the plan…</p>
      <h3 className="min-h-7 text-xl tracking-tight">{title ?? <Skeleton className="h-5 w-48" />}</h3>
      <div className="mt-3 grid gap-2.5">
        {["w-full", "w-4/5", "w-3/5", "w-2/3"].map((width) => (
          <Skeleton key={width} className={cn("h-3.5", width)} />
        ))}
      </div>
    </div>
  );
}
