import { Check, CircleAlert, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { useSyncExternalStore } from "react";

export interface ToastOptions {
  /** Offers Undo for 10 seconds. */
  undo?: () => void;
  /** A button in place of Undo, as "Try again". */
  action?: { label: string; onClick: () => void };
  tone?: "ok" | "bad";
}

interface Notice extends ToastOptions {
  id: number;
  text: string;
}

let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function replace(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says in a sentence what happened. At most three stand at once. */
export function toast(text: string, options: ToastOptions = {}): void {
  lastId += 1;
  replace([...notices, { id: lastId, text, ...options }].slice(-3));
}

const shortMs = 5000;
const longMs = 10_000;

/** Where toasts appear. AppRoot has it. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => notices);
  return (
    <Radix.Provider swipeDirection="down" label="Notice">
      {shown.map((notice) => (
        <ToastCard key={notice.id} notice={notice} />
      ))}
      <Radix.Viewport
        label="Notices ({hotkey})"
        // Keeps notices perceivable and clickable while a drawer or dialog hides the rest of the page.
        aria-live="off"
        className="pointer-events-auto fixed bottom-5 left-1/2 z-60 grid w-[min(440px,calc(100vw-32px))] -translate-x-1/2 gap-2 outline-none"
      />
    </Radix.Provider>
  );
}

function ToastCard({ notice }: { notice: Notice }) {
  const { text, tone, undo } = notice;
  const action = undo ? { label: "Undo", onClick: undo } : notice.action;
  const Sign = tone === "bad" ? CircleAlert : tone === "ok" ? Check : null;
  return (
    <Radix.Root
      open
      type={tone === "bad" ? "foreground" : "background"}
      duration={action ? longMs : shortMs}
      onOpenChange={(open) => !open && replace(notices.filter((other) => other.id !== notice.id))}
      className="flex animate-rise items-center gap-2.5 rounded-lg bg-tip px-3 py-2 text-on-tip shadow-lg"
    >
      {Sign && <Sign size={16} aria-hidden />}
      <Radix.Title className="min-w-0 flex-1 py-0.5">{text}</Radix.Title>
      {action && (
        <Radix.Action
          altText={action.label}
          onClick={action.onClick}
          className="min-h-6 px-1 font-strong whitespace-nowrap underline underline-offset-3"
        >
          {action.label}
        </Radix.Action>
      )}
      <Radix.Close aria-label="Dismiss" className="grid size-6 place-items-center">
        <X size={14} aria-hidden />
      </Radix.Close>
    </Radix.Root>
  );
}
