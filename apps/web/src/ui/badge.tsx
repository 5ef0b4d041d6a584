import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type Tone = "neutral" | "success" | "warning" | "danger" | "info" | "accent";

const tones: Record<Tone, string> = {
  neutral: "border-line bg-sunken text-text-2",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
  accent: "bg-accent-soft text-accent-text",
};

/** A state in a word, with an icon where it helps. */
export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5 flex-none items-center gap-1 whitespace-nowrap rounded-sm border border-transparent px-1.75 font-medium text-xs [&>svg]:size-3",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
