"use client";
import { SquareTerminal } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { type AppLogStore, useLoadLog } from "./app-log-store.ts";
import { countErrors } from "./console-text.ts";

interface ConsoleButtonProps {
  store: AppLogStore;
  loadKey: string;
  isOpen: boolean;
  onToggle: () => void;
}

/** Opens and closes the console, and says how much there is in it. */
export function ConsoleButton({ store, loadKey, isOpen, onToggle }: ConsoleButtonProps) {
  const entries = useLoadLog(store, loadKey)?.entries ?? [];
  const errors = countErrors(entries);
  return (
    <Button variant="ghost" size="sm" aria-expanded={isOpen} onClick={onToggle}>
      <SquareTerminal aria-hidden="true" />
      <span className="@max-2xl:sr-only">Console</span>
      {errors > 0 ? (
        <span className="rounded-sm bg-danger-soft px-1.25 text-danger text-xs tabular-nums">
          {errors}
          <span className="sr-only"> {errors === 1 ? "error" : "errors"}</span>
        </span>
      ) : (
        entries.length > 0 && (
          <span className="text-text-3 text-xs tabular-nums">
            {entries.length}
            <span className="sr-only"> {entries.length === 1 ? "message" : "messages"}</span>
          </span>
        )
      )}
    </Button>
  );
}
