import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { scrimClass } from "@/components/dialog";
import { useReturnFocus } from "@/lib/use-return-focus";

export interface ConfirmDialogProps {
  /** The question: "Delete 3 contracts?" */
  title: string;
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  /** The verb and what it acts on: "Delete 3". */
  confirmLabel: string;
  /** The way out: "Keep them". */
  cancelLabel?: string;
  /** What then happens, and whether it can be undone. */
  children: ReactNode;
  /** In place of the two buttons. */
  footer?: ReactNode;
}

/** Asks before something that cannot be undone. One row needs no question: delete it and offer Undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, open, onClose, onConfirm, confirmLabel, cancelLabel = "Cancel", children, footer } = props;
  const focus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <Radix.Content
          role="alertdialog"
          {...focus}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed top-1/2 left-1/2 z-30 grid w-[min(400px,calc(100vw-32px))] -translate-1/2 animate-fade gap-2 rounded-xl border border-line bg-raised p-5 shadow-lg outline-none"
        >
          <Radix.Title className="text-md font-strong">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="text-soft">{children}</div>
          </Radix.Description>
          <div className="mt-2.5 flex flex-wrap justify-end gap-2">
            {footer ?? (
              <>
                <Radix.Close asChild>
                  <Button>{cancelLabel}</Button>
                </Radix.Close>
                <Radix.Close asChild>
                  <Button kind="danger" onClick={onConfirm}>
                    {confirmLabel}
                  </Button>
                </Radix.Close>
              </>
            )}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
