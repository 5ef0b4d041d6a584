import type { LucideIcon } from "lucide-react";
import { Button, type ButtonProps } from "@/components/button";
import { cn } from "@/lib/cn";

export interface IconButtonProps extends Omit<ButtonProps, "children" | "icon"> {
  icon: LucideIcon;
  /** What it does, for the tooltip and for screen readers. */
  label: string;
}

/** A square button that shows only an icon. `quiet` when no kind is given. */
export function IconButton({ label, kind = "quiet", small, className, ...rest }: IconButtonProps) {
  return (
    <Button
      kind={kind}
      small={small}
      aria-label={label}
      title={label}
      className={cn(small ? "w-small px-0" : "w-control px-0", className)}
      {...rest}
    />
  );
}
