import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export interface ToolbarProps {
  /** Segmented, SearchField, FilterChip and buttons; a `<Spacer />` pushes what follows to the end. */
  children: ReactNode;
  className?: string;
}

/** The line between header and data. It wraps where it must. */
export function Toolbar({ children, className }: ToolbarProps) {
  return (
    <div className={cn("flex flex-wrap items-center gap-2 px-pad py-3 phone:py-2.5", className)}>
      {children}
    </div>
  );
}

/** Empty room that grows. */
export function Spacer() {
  return <span className="flex-1 phone:hidden" />;
}
