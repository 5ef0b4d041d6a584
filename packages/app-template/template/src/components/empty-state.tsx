import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface EmptyStateProps {
  icon?: LucideIcon;
  /** What is not there: "No contracts yet". */
  title: string;
  /** What belongs here, or which filter hides it. */
  text?: string;
  /** The first step: one or two Buttons. */
  action?: ReactNode;
  tone?: "accent" | "bad" | "neutral";
  /** Small print below the action. */
  note?: string;
  className?: string;
}

const marks = {
  accent: "bg-accent-soft text-accent-text",
  bad: "bg-bad-soft text-bad",
  neutral: "bg-sunken text-soft",
};

/** In place of what is not there. */
export function EmptyState({
  icon: Icon,
  title,
  text,
  action,
  tone = "accent",
  note,
  className,
}: EmptyStateProps) {
  return (
    <div className={cn("m-auto grid max-w-95 justify-items-center gap-1 px-6 py-10 text-center", className)}>
      {Icon && (
        <span className={cn("mb-2 grid size-11 place-items-center rounded-[12px]", marks[tone])}>
          <Icon size={20} strokeWidth={1.75} aria-hidden />
        </span>
      )}
      <h2 className="text-md font-strong">{title}</h2>
      {text && <p className="text-soft">{text}</p>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
      {note && <p className="mt-2 text-xs text-muted">{note}</p>}
    </div>
  );
}
