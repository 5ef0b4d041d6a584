import { cn } from "./cn.ts";

/** For a control that waits. A page that loads shows a skeleton instead. */
export function Spinner({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "size-3.5 flex-none animate-spin rounded-full border-2 border-line-strong border-t-accent",
        className,
      )}
    />
  );
}
