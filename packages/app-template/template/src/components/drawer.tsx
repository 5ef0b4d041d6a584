import { ChevronDown, ChevronUp, X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { scrimClass } from "@/components/dialog";
import { IconButton } from "@/components/icon-button";
import { cn } from "@/lib/cn";
import { useReturnFocus } from "@/lib/use-return-focus";

export interface DrawerProps {
  title: string;
  open: boolean;
  onClose: () => void;
  /** Buttons, the main one last; they stay in view. */
  footer?: ReactNode;
  children?: ReactNode;
  /** Beside the title: a Badge. */
  badge?: ReactNode;
  /** Opens the row before or after in the list; without it the arrow is absent. */
  onPrevious?: () => void;
  onNext?: () => void;
  className?: string;
}

/** One row in full, beside the list it came from. */
export function Drawer(props: DrawerProps) {
  const { title, open, onClose, footer, children, badge, onPrevious, onNext, className } = props;
  const focus = useReturnFocus(startInEmptyField);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={cn(scrimClass, "bg-transparent phone:bg-scrim")} />
        <Radix.Content
          aria-describedby={undefined}
          {...focus}
          className={cn(
            "fixed inset-y-0 right-0 z-30 flex w-[min(440px,100%)] animate-slide flex-col border-l border-line bg-raised shadow-lg outline-none phone:border-0",
            className,
          )}
        >
          <header className="flex items-center gap-1 border-b border-line py-3.5 pr-4 pl-5">
            <Radix.Title className="min-w-0 text-md font-strong wrap-break-word">{title}</Radix.Title>
            <span className="mx-1.5 flex-1">{badge}</span>
            {onPrevious && <IconButton small icon={ChevronUp} label="The one before" onClick={onPrevious} />}
            {onNext && <IconButton small icon={ChevronDown} label="The next one" onClick={onNext} />}
            <IconButton small icon={X} label="Close" onClick={onClose} />
          </header>
          <div className="grid flex-1 content-start gap-4 overflow-auto px-5 py-4.5">{children}</div>
          {footer && (
            <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A new row starts in its first field; an existing one is read first, so focus only enters the drawer. */
function startInEmptyField(drawer: HTMLElement) {
  const first = drawer.querySelector<HTMLInputElement>("input, textarea");
  if (first && first.value === "" && window.matchMedia("(pointer: fine)").matches) first.focus();
  else drawer.focus();
}
