import { cn } from "./cn.ts";

/** The product's sign: ″, seconds. */
export function Mark({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn("inline-grid size-5.5 flex-none place-items-center rounded-[5px] bg-text", className)}
    >
      <svg viewBox="0 0 16 16" fill="none" strokeWidth="2.6" strokeLinecap="round" className="size-3.5">
        <title>Second</title>
        <path d="M6.4 3.2 4.6 12.8" stroke="var(--color-surface)" />
        <path d="M11.6 3.2 9.8 12.8" stroke="var(--color-mark-2)" />
      </svg>
    </span>
  );
}
