import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger" | "danger-quiet";
export type ButtonSize = "xs" | "sm" | "md" | "lg";

const base =
  "inline-flex flex-none select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border " +
  "border-transparent font-medium font-sans transition-[background-color,border-color,color] duration-(--dur-1) ease-out " +
  "[&_svg]:flex-none";
const disabledLook =
  "disabled:border-line disabled:bg-sunken disabled:text-text-disabled disabled:shadow-none disabled:cursor-not-allowed";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent shadow-xs hover:bg-accent-hover",
  secondary: "border-line-strong bg-raised text-text shadow-xs hover:bg-active",
  ghost:
    "text-text-2 hover:bg-hover hover:text-text aria-pressed:bg-hover aria-pressed:text-text aria-expanded:bg-hover aria-expanded:text-text",
  danger: "bg-danger-solid text-on-danger hover:brightness-95",
  "danger-quiet": "border-line-strong bg-raised text-danger hover:bg-active",
};

const sizes: Record<ButtonSize, string> = {
  xs: "h-6 gap-1 px-2 text-xs [&_svg:not([class*=size-])]:size-3.5",
  sm: "h-7 px-2.5 text-sm [&_svg:not([class*=size-])]:size-4",
  md: "h-8 px-3 text-sm [&_svg:not([class*=size-])]:size-4",
  lg: "h-10 px-4.5 text-base [&_svg:not([class*=size-])]:size-4",
};

/** The classes of a button, for links that look like one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return cn(base, variants[variant], sizes[size], disabledLook);
}

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Waits for an answer: shows a spinner, keeps its width and ignores clicks. */
  busy?: boolean;
  /** Renders its one child (a link, say) with the button's look. */
  asChild?: boolean;
}

/** One primary button a view; the reason for a disabled one stands beside it. */
export function Button({
  variant = "secondary",
  size = "md",
  busy = false,
  asChild = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const look = cn(buttonClass(variant, size), busy && "cursor-progress opacity-85", className);
  if (asChild) {
    return (
      <Slot.Root className={look} onClick={onClick} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={look}
      aria-busy={busy || undefined}
      {...rest}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <Spinner className={variant === "primary" ? "border-on-accent/40 border-t-on-accent" : ""} />}
      {children}
    </button>
  );
}
