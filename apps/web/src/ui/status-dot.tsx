import { cn } from "./cn.ts";

export type DotState = "running" | "idle" | "success" | "warning" | "danger" | "info";

const looks: Record<DotState, string> = {
  running:
    "bg-accent relative after:absolute after:-inset-0.75 after:animate-ping after:rounded-full after:border-[1.5px] after:border-accent",
  idle: "shadow-[inset_0_0_0_1.5px_var(--color-text-3)]",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger",
  info: "bg-info",
};

/** A state at a glance. `label` says it in words, since colour alone never does. */
export function StatusDot({
  state,
  label,
  className,
}: {
  state: DotState;
  label?: string;
  className?: string;
}) {
  return (
    <>
      <span
        aria-hidden="true"
        title={label}
        className={cn("inline-block size-2 flex-none rounded-full", looks[state], className)}
      />
      {label && <span className="sr-only">{label}</span>}
    </>
  );
}
