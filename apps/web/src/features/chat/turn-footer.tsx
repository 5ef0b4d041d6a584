"use client";
import type { MessageMetadata } from "@second/contracts";
import { RotateCcw, Undo2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";

interface TurnFooterProps {
  metadata: MessageMetadata;
  /** Null when trying again is not offered: an older turn, or no right to. */
  onRetry: (() => Promise<void>) | null;
  onUndo: (() => Promise<void>) | null;
}

/** How a turn ended, when that needs words, and what one can do now. */
export function TurnFooter({ metadata, onRetry, onUndo }: TurnFooterProps) {
  const [busy, setBusy] = useState<"retry" | "undo" | null>(null);
  const act = (name: "retry" | "undo", action: () => Promise<void>) => async () => {
    setBusy(name);
    try {
      await action();
    } finally {
      setBusy(null);
    }
  };
  const { failure, turnState } = metadata;
  const retry = onRetry && (failure?.retryable ?? true) && (
    <Button size="sm" busy={busy === "retry"} onClick={act("retry", onRetry)}>
      <RotateCcw aria-hidden="true" />
      Try again
    </Button>
  );
  const undo = onUndo && metadata.undoable && (
    <Button size="sm" variant="ghost" busy={busy === "undo"} onClick={act("undo", onUndo)}>
      <Undo2 aria-hidden="true" />
      Undo this turn
    </Button>
  );
  if (failure)
    return (
      <Callout
        tone="danger"
        title={failure.message}
        live="status"
        actions={
          (retry || undo) && (
            <>
              {retry}
              {undo}
            </>
          )
        }
      >
        {failure.detail && (
          <details className="mt-1 text-xs">
            <summary className="cursor-pointer">Details</summary>
            <code className="mt-1 block whitespace-pre-wrap break-words">
              {failure.code}: {failure.detail}
            </code>
          </details>
        )}
      </Callout>
    );
  if (turnState === "stopped")
    return (
      <Callout
        title="Stopped"
        live="status"
        actions={
          (retry || undo) && (
            <>
              {retry}
              {undo}
            </>
          )
        }
      >
        What the agent did until then is kept.
      </Callout>
    );
  return undo ? <div className="-mt-1">{undo}</div> : null;
}
