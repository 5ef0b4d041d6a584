import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { useReturnFocus } from "@/lib/use-return-focus";

export interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  children?: ReactNode;
  className?: string;
}

export const scrimClass = "fixed inset-0 z-20 animate-fade bg-scrim";

/** A question or a small form in the middle. For a whole row: Drawer. */
export function Dialog({ title, open, onClose, footer, children, className }: DialogProps) {
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <Radix.Content
          aria-describedby={undefined}
          {...focus}
          className={cn(
            "fixed top-1/2 left-1/2 z-30 grid max-h-[calc(100dvh-32px)] w-[min(440px,calc(100vw-32px))] -translate-1/2 animate-fade gap-2 overflow-auto rounded-xl border border-line bg-raised p-5 shadow-lg outline-none",
            className,
          )}
        >
          <Radix.Title className="text-md font-strong">{title}</Radix.Title>
          {children}
          {footer && <div className="mt-2.5 flex flex-wrap justify-end gap-2">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
