import type { Choice, Tone } from "@/lib/choices";
import { cn } from "@/lib/cn";

const tones: Record<Tone, string> = {
  neutral: "bg-sunken text-soft",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
  violet: "bg-violet-soft text-violet",
};

const dots: Record<Tone, string> = {
  neutral: "bg-control-line",
  ok: "bg-ok-dot",
  warn: "bg-warn-dot",
  bad: "bg-bad-dot",
  info: "bg-info-dot",
  violet: "bg-violet-dot",
};

/** A status' colour as a dot. Always beside a word. */
export function Dot({ tone = "neutral", className }: { tone?: Tone; className?: string }) {
  return <span aria-hidden className={cn("size-1.75 shrink-0 rounded-full", dots[tone], className)} />;
}

export interface BadgeProps {
  /** The word; colour alone says nothing. */
  children: string;
  tone?: Tone;
  /** A frame without colour or dot, for a category rather than a status. */
  outline?: boolean;
  className?: string;
}

/** A status or category as a small label. */
export function Badge({ children, tone = "neutral", outline, className }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5.5 max-w-full items-center gap-1.5 rounded-[6px] px-2 text-xs font-medium whitespace-nowrap",
        outline ? "border border-line-strong text-soft" : tones[tone],
        className,
      )}
    >
      {!outline && <Dot tone={tone} className="size-1.5" />}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** The badge of a stored choice; nothing when it is not set. */
export function ChoiceBadge({ choice }: { choice: Choice | null }) {
  return choice && <Badge tone={choice.tone}>{choice.label}</Badge>;
}
