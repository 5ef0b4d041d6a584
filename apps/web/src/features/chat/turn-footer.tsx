"use client";
import type { MessageMetadata } from "@second/contracts";
import { RotateCcw, Square, Undo2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { durationText } from "./duration.ts";
import { failureAdvice } from "./failure-advice.ts";

/** What one can do after a turn; each is null when it is not offered. */
export interface TurnFooterActions {
  onRetry: (() => Promise<void>) | null;
  onUndo: (() => Promise<void>) | null;
  onSwitchModel: (() => void) | null;
}

/** How a turn ended, when that needs words, and what one can do now. */
export function TurnFooter({ metadata, actions }: { metadata: MessageMetadata; actions: TurnFooterActions }) {
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
  const { onRetry, onUndo, onSwitchModel } = actions;
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
  if (failure) {
    const { advice, mayHelp } = failureAdvice(failure.code);
    const switchModel = mayHelp === "model" && onSwitchModel && (
      <Button size="sm" variant="ghost" onClick={onSwitchModel}>
        Switch model
      </Button>
    );
    return (
      <Callout
        tone="danger"
        title={failure.message}
        actions={
          (retry || undo || switchModel) && (
            <>
              {retry}
              {switchModel}
              {undo}
            </>
          )
        }
      >
        {advice}
        {failure.detail && (
          <details className="mt-1 text-xs">
            <summary className="min-h-6 cursor-pointer py-1">Details</summary>
            <code className="block whitespace-pre-wrap [overflow-wrap:anywhere]">
              {failure.code}: {failure.detail}
            </code>
          </details>
        )}
      </Callout>
    );
  }
  if (turnState === "stopped")
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-sunken py-2 pr-2 pl-3 text-sm">
        <Square aria-hidden="true" className="size-4 flex-none text-text-3" />
        <p className="min-w-0 flex-1 basis-48">
          Stopped{metadata.durationMs === undefined ? "" : ` after ${durationText(metadata.durationMs)}`}.
          What the agent did until then is kept.
        </p>
        {undo}
        {retry}
      </div>
    );
  return undo ? <div className="-mt-1 -ml-2.5">{undo}</div> : null;
}
