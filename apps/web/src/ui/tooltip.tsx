"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

export interface TooltipProps {
  text: ReactNode;
  shortcut?: string;
  side?: "top" | "right" | "bottom" | "left";
  /** The one focusable element it explains. */
  children: ReactElement;
}

/** A short explanation on hover and focus. Never the only place of something one must know. */
export function Tooltip({ text, shortcut, side = "top", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-(--z-tip) flex max-w-80 animate-pop items-center gap-2 rounded-md bg-tip px-2 py-1 text-on-tip text-xs shadow-md"
        >
          {text}
          {shortcut && (
            <Kbd className="border-current bg-transparent text-current opacity-75">{shortcut}</Kbd>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Once, around the whole tree: neighbouring tooltips then follow without a delay. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}
