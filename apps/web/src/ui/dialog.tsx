"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { IconButton } from "./icon-button.tsx";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence under the title; read out when the dialog opens. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  className?: string;
}

/** Traps focus and returns it; Escape and the scrim close it. */
export function Dialog({ open, onOpenChange, title, description, children, footer, className }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-(--z-dialog) grid animate-fade place-items-start justify-center overflow-y-auto bg-scrim px-4 pt-[12vh] pb-4 max-tablet:pt-[6vh]">
          <Radix.Content
            {...(description ? {} : { "aria-describedby": undefined })}
            className={cn(
              "relative w-full max-w-130 animate-rise rounded-xl border border-line-strong bg-raised shadow-lg outline-none",
              className,
            )}
          >
            <Radix.Title className="min-w-0 px-5 pt-5 pr-13 text-lg tracking-tight">{title}</Radix.Title>
            <div className="grid gap-4 px-5 pt-1 pb-5">
              {description && (
                <Radix.Description className="text-sm text-text-2">{description}</Radix.Description>
              )}
              {children}
            </div>
            {footer && (
              <div className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3">
                {footer}
              </div>
            )}
            {/* Last, so that focus begins at what the dialog is about. */}
            <Radix.Close asChild>
              <IconButton label="Close" size="sm" className="absolute top-4.5 right-3.5">
                <X aria-hidden="true" />
              </IconButton>
            </Radix.Close>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}
