import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const look =
  "w-full rounded-md border border-control-line bg-surface px-2.5 field-text transition-[border-color] duration-(--dur-1) " +
  "focus:border-transparent focus:outline-2 focus:outline-focus focus:-outline-offset-1 aria-invalid:border-danger " +
  "disabled:border-line disabled:bg-sunken disabled:text-text-disabled read-only:bg-sunken";

export interface InputProps extends Omit<ComponentProps<"input">, "size"> {
  size?: "md" | "lg";
}

export function Input({ size = "md", className, ...rest }: InputProps) {
  return (
    <input
      className={cn(look, size === "lg" ? "h-10 text-base" : "h-8 max-tablet:h-10", className)}
      {...rest}
    />
  );
}
