"use client";
import { CircleHelp } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { type PageProblem, pageProblem } from "../session/problem.ts";
import type { PlanCardView } from "./blocks.ts";

type Plan = NonNullable<PlanCardView["plan"]>;

export interface PlanDecision {
  toolCallId: string;
  cardHash: string;
  decision: "approve" | "changes";
  comment?: string;
}

const commentLengthMax = 4000;

/** What was assumed wrongly, and what a person wrote, as one comment for the agent. */
function changesComment(wrong: readonly string[], comment: string): string {
  const named = wrong.map((assumption) => `This assumption is wrong: ${assumption}`);
  return [...named, comment.trim()].filter(Boolean).join("\n");
}

interface PlanDecisionProps {
  card: { callId: string; cardHash: string };
  plan: Plan;
  /** Rejects with a problem when it was not accepted. */
  onDecide: (decision: PlanDecision) => Promise<void>;
}

/** The end of a plan: what was assumed, each right or wrong, and the decision. */
export function PlanDecisionFooter({ card, plan, onDecide }: PlanDecisionProps) {
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [isWriting, setWriting] = useState(false);
  const [comment, setComment] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<PageProblem | null>(null);
  const id = useId();
  const needsChanges = isWriting || wrong.length > 0;
  const text = changesComment(wrong, comment);
  const isTooLong = text.length > commentLengthMax;

  async function decide(decision: "approve" | "changes") {
    setBusy(true);
    setProblem(null);
    try {
      await onDecide({
        toolCallId: card.callId,
        cardHash: card.cardHash,
        decision,
        ...(decision === "changes" ? { comment: text } : {}),
      });
    } catch (error) {
      setProblem(pageProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="@container">
      {plan.assumptions && plan.assumptions.length > 0 && (
        <Assumptions
          assumptions={plan.assumptions}
          wrong={wrong}
          onChange={(assumption, isWrong) =>
            setWrong((before) =>
              isWrong ? [...before, assumption] : before.filter((each) => each !== assumption),
            )
          }
        />
      )}
      <div className="rounded-b-xl border-line-strong border-t bg-sunken px-4 py-3.5 @lg:pr-5 @lg:pl-7">
        {problem && <Callout tone="danger" live="alert" title={problem.message} className="mb-3" />}
        {needsChanges && (
          <div className="mb-3">
            <label htmlFor={id} className="font-medium text-sm">
              What should change?
            </label>
            <textarea
              id={id}
              rows={3}
              // The person asked for this field a moment ago.
              // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
              autoFocus={isWriting}
              value={comment}
              aria-describedby={`${id}-hint`}
              aria-invalid={isTooLong || undefined}
              onChange={(event) => setComment(event.target.value)}
              className="field-text mt-1.5 block w-full rounded-md border border-control-line bg-surface px-3 py-2"
            />
          </div>
        )}
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2.5">
          <p id={`${id}-hint`} className="min-w-0 flex-1 basis-60 text-pretty text-sm text-text-2">
            {isTooLong
              ? `This is ${(text.length - commentLengthMax).toLocaleString("en")} characters too long.`
              : needsChanges
                ? "The agent writes a new plan; nothing is built yet."
                : approvalWords(plan)}
          </p>
          <div className="flex flex-none flex-wrap justify-end gap-2 max-tablet:w-full max-tablet:[&>button]:h-10 max-tablet:[&>button]:flex-1">
            {needsChanges ? (
              <Button
                onClick={() => {
                  setWriting(false);
                  setWrong([]);
                }}
              >
                Cancel
              </Button>
            ) : (
              <Button onClick={() => setWriting(true)}>Request changes</Button>
            )}
            {needsChanges ? (
              <Button
                variant="primary"
                busy={busy}
                disabled={text === "" || isTooLong}
                onClick={() => void decide("changes")}
              >
                Request changes
              </Button>
            ) : (
              <Button variant="primary" busy={busy} onClick={() => void decide("approve")}>
                Approve and build
              </Button>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

function approvalWords({ data }: Plan): string {
  const count = data?.length ?? 0;
  const stores = count > 0 ? ` It stores ${count} collection${count === 1 ? "" : "s"};` : "";
  return `Approving starts the build.${stores} nothing leaves the workspace.`;
}

function Assumptions({
  assumptions,
  wrong,
  onChange,
}: {
  assumptions: readonly string[];
  wrong: readonly string[];
  onChange: (assumption: string, isWrong: boolean) => void;
}) {
  return (
    <section
      data-plan-section
      className="border-warning-line border-t bg-warning-soft px-4 py-3.5 @lg:px-7 @lg:pb-4"
    >
      <h4 className="flex items-center gap-2 font-medium text-sm text-warning">
        <CircleHelp aria-hidden="true" className="size-4" />
        {assumptions.length === 1
          ? "The agent assumed one thing. Is it right?"
          : `${assumptions.length} things the agent assumed. Are they right?`}
      </h4>
      <ul className="mt-2 grid gap-2">
        {assumptions.map((assumption) => (
          <li key={assumption} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
            <span className="min-w-0 flex-1 basis-60 text-pretty text-base">{assumption}</span>
            <Segmented
              label={assumption}
              value={wrong.includes(assumption) ? "no" : "yes"}
              onChange={(value) => onChange(assumption, value === "no")}
              options={[
                { value: "yes", label: "Yes" },
                { value: "no", label: "No, change" },
              ]}
              className="border-warning-line bg-surface [&>[data-state=on]]:bg-text [&>[data-state=on]]:text-surface"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
