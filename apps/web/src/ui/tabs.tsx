"use client";
import { Tabs as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** Panels of one view. Compose `Tabs`, `TabList`, `Tab` and `TabPanel`. */
export const Tabs = Radix.Root;
export const TabPanel = Radix.Content;

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return (
    <Radix.List
      className={cn("flex h-10 items-stretch gap-0.5 overflow-x-auto scrollbar-none", className)}
      {...rest}
    />
  );
}

export function Tab({ className, children, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        "relative inline-flex items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-sm text-text-2 focus-inset hover:text-text [&>svg]:size-4",
        "data-[state=active]:font-medium data-[state=active]:text-text",
        "data-[state=active]:after:absolute data-[state=active]:after:inset-x-2.5 data-[state=active]:after:bottom-0 data-[state=active]:after:h-0.5 data-[state=active]:after:rounded-t-xs data-[state=active]:after:bg-text",
        className,
      )}
      {...rest}
    >
      {children}
    </Radix.Trigger>
  );
}
