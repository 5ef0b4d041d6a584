"use client";
import { Button, type ButtonProps, type ButtonSize } from "./button.tsx";
import { cn } from "./cn.ts";
import { Tooltip } from "./tooltip.tsx";

const widths: Record<ButtonSize, string> = { xs: "w-6", sm: "w-7", md: "w-8", lg: "w-10" };

export interface IconButtonProps extends Omit<ButtonProps, "aria-label" | "asChild"> {
  /** Its name for assistive technology and its tooltip. */
  label: string;
  /** A keyboard shortcut to show in the tooltip. */
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
}

/** An icon alone, for dense rows and bars. */
export function IconButton({
  label,
  shortcut,
  side,
  variant = "ghost",
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut ? { shortcut } : {})} {...(side ? { side } : {})}>
      <Button
        aria-label={label}
        variant={variant}
        size={size}
        className={cn("px-0", widths[size], className)}
        {...rest}
      />
    </Tooltip>
  );
}
