import { ArrowDownRight, ArrowUpRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface StatProps {
  label: string;
  /** Already formatted: "€412,300". */
  value: string;
  note?: string;
  trend?: { direction: "up" | "down"; good: boolean; text: string };
  className?: string;
}

/** One figure with what it means. Stands in Stats. */
export function Stat({ label, value, note, trend, className }: StatProps) {
  const Arrow = trend?.direction === "up" ? ArrowUpRight : ArrowDownRight;
  return (
    <div
      className={cn(
        "min-w-0 flex-1 border-l border-line px-5 first:border-0 first:pl-0 phone:px-pad phone:odd:border-0 phone:first:pl-pad",
        className,
      )}
    >
      <dt className="truncate text-xs text-soft">{label}</dt>
      <dd className="truncate text-xl font-strong tracking-[-0.022em] tabular-nums">{value}</dd>
      {(note || trend) && (
        <dd className="flex items-center gap-1.25 text-xs text-muted">
          {trend && (
            <span
              className={cn(
                "inline-flex items-center gap-0.5 font-strong",
                trend.good ? "text-ok" : "text-bad",
              )}
            >
              <Arrow size={14} aria-hidden />
              {trend.text}
            </span>
          )}
          <span className="truncate">{note}</span>
        </dd>
      )}
    </div>
  );
}

/** Up to four figures in a line below the header. */
export function Stats({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={cn(
        "flex border-b border-line bg-surface px-pad py-3.5 phone:grid phone:grid-cols-2 phone:gap-y-3 phone:px-0 phone:py-3",
        className,
      )}
    >
      {children}
    </dl>
  );
}
