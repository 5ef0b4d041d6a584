import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** One breathing bar in the final shape of what will stand there. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cn("block h-2.5 animate-breathe rounded-sm bg-active", className)} />
  );
}

/** Marks a region of skeletons as loading, for assistive technology. */
export function Loading({
  label = "Loading",
  children,
  className,
}: {
  label?: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}

const widths = ["w-3/5", "w-2/5", "w-1/2", "w-4/5"] as const;

/** Rows of a list that is still loading. */
export function SkeletonRows({ rows = 4, className }: { rows?: number; className?: string }) {
  return (
    <Loading className={className ?? ""}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          key={row}
          className="flex min-h-14 items-center gap-3 border-line px-4 not-first-of-type:border-t"
        >
          <Skeleton className="size-8 flex-none rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className={cn("max-w-44", widths[row % 4])} />
            <Skeleton className={cn("h-2 max-w-64", widths[(row + 2) % 4])} />
          </div>
          <Skeleton className="w-16" />
        </div>
      ))}
    </Loading>
  );
}
