"use client";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export interface DrawerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Its name for assistive technology; not shown. */
  label: string;
  side?: "left" | "right";
  children: ReactNode;
  className?: string;
}

/** A layer from the side, over the page: the phone's menu, a record's details. */
export function Drawer({ open, onOpenChange, label, side = "left", children, className }: DrawerProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-(--z-drawer) animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className={cn(
            "fixed inset-y-0 z-(--z-drawer) flex w-75 max-w-[86vw] animate-slide flex-col bg-canvas shadow-lg outline-none",
            side === "left" ? "left-0 border-line border-r" : "right-0 border-line border-l",
            className,
          )}
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
