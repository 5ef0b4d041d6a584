import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { cn } from "@/lib/cn";

export type ButtonKind = "primary" | "plain" | "quiet" | "danger";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One `primary` in view; `quiet` has no frame; `danger` deletes. `plain` when absent. */
  kind?: ButtonKind;
  icon?: LucideIcon;
  /** Shows a turning sign and takes no clicks. */
  pending?: boolean;
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const kinds: Record<ButtonKind, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  plain: "border-line-strong bg-surface hover:bg-hover",
  quiet: "border-transparent bg-transparent text-soft shadow-none hover:bg-active hover:text-ink",
  danger: "border-transparent bg-bad text-surface hover:bg-bad-hover",
};

/** A button with words; see IconButton for one without. */
export function Button(props: ButtonProps) {
  const { kind = "plain", icon: Icon, pending, small, className, children, type, ...rest } = props;
  const Sign = pending ? LoaderCircle : Icon;
  return (
    <button
      type={type ?? "button"}
      aria-busy={pending || undefined}
      className={cn(
        "inline-flex h-control shrink-0 items-center justify-center gap-1.75 rounded-md border px-3 font-medium whitespace-nowrap shadow-sm transition-colors disabled:opacity-50",
        kinds[kind],
        small && "h-small px-2.25",
        className,
      )}
      {...rest}
      disabled={rest.disabled || pending}
    >
      {Sign && (
        <Sign size={16} strokeWidth={1.75} aria-hidden className={pending ? "animate-spin" : undefined} />
      )}
      {children}
    </button>
  );
}
