"use client";
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export interface SegmentedProps<V extends string> {
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode; disabled?: boolean }[];
  /** What is being chosen, for assistive technology. */
  label: string;
  className?: string;
}

/** One of two to five, all visible. */
export function Segmented<V extends string>({
  value,
  onChange,
  options,
  label,
  className,
}: SegmentedProps<V>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        // Pressing the chosen one again answers with an empty string; one is always chosen here.
        if (next) onChange(next as V);
      }}
      className={cn("inline-flex flex-none gap-0.5 rounded-md border border-line bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          {...(option.disabled ? { disabled: true } : {})}
          className="inline-flex h-6.5 items-center gap-1.25 whitespace-nowrap rounded-sm px-2.5 font-medium text-text-2 text-xs hover:text-text disabled:cursor-not-allowed disabled:text-text-disabled data-[state=on]:bg-raised data-[state=on]:text-text data-[state=on]:shadow-sm [&>svg]:size-3.5"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
