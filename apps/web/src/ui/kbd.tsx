import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** A key or chord, as people read it on their keyboard. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-block min-w-4.5 whitespace-nowrap rounded-sm border border-line-strong bg-surface px-1 text-center font-medium font-sans text-2xs text-text-2",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
