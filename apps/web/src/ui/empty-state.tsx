import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export interface EmptyStateProps {
  icon: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** The heading level that fits the place it stands in. */
  level?: 1 | 2 | 3;
  className?: string;
}

/** Says what belongs here and offers the first step. */
export function EmptyState({ icon: Icon, title, children, actions, level = 3, className }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={cn("grid content-center justify-items-center gap-1 px-6 py-8 text-center", className)}>
      <Icon aria-hidden="true" className="mb-2 size-5 text-text-3" />
      <Heading className="text-base">{title}</Heading>
      {children && <div className="max-w-[42ch] text-pretty text-sm text-text-2">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
