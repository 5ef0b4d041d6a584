import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface CardProps {
  title?: string;
  /** At the end of the title's line. */
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A frame for things that stand side by side. Never a card inside a card; lists of one kind are a Table. */
export function Card({ title, actions, children, className }: CardProps) {
  return (
    <section className={cn("min-w-0 rounded-lg border border-line bg-surface p-4", className)}>
      {(title || actions) && (
        <div className="mb-3 flex min-h-7 items-center justify-between gap-2.5">
          {title && <h2 className="text-base font-strong">{title}</h2>}
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
