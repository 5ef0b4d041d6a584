import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../../ui/cn.ts";

export interface StepProps {
  number: number;
  title: string;
  state: "done" | "now" | "later";
  /** What was entered, on a finished step. */
  summary?: ReactNode;
  /** A quiet button at the end of the line. */
  action?: ReactNode;
  children?: ReactNode;
}

/** One line of the card, and below it, while it is its turn, the step itself. */
export function Step({ number, title, state, summary, action, children }: StepProps) {
  return (
    <section
      aria-label={`Step ${number} of 3: ${title}`}
      aria-current={state === "now" ? "step" : undefined}
      className="border-line px-5 py-4 not-first:border-t max-tablet:px-3.5"
    >
      <div className="flex min-h-6 items-center gap-3">
        <span
          className={cn(
            "grid size-5.5 flex-none place-items-center rounded-full border font-strong text-xs tabular-nums",
            state === "done" && "border-transparent bg-success-soft text-success",
            state === "now" && "border-transparent bg-text text-surface",
            state === "later" && "border-control-line text-text-2",
          )}
        >
          {state === "done" ? (
            <>
              <Check aria-hidden="true" className="size-3.5" />
              <span className="sr-only">Done</span>
            </>
          ) : (
            number
          )}
        </span>
        <h2 className={cn("flex-none font-medium text-base", state === "later" && "text-text-2")}>{title}</h2>
        <span className="min-w-0 flex-1 truncate text-text-2">{summary}</span>
        {action}
      </div>
      {children && <div className="pt-3 pb-1 pl-8.5 max-tablet:pl-0">{children}</div>}
    </section>
  );
}
