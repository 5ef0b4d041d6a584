"use client";
import type { ReactNode } from "react";
import type { AppError } from "./app-log.ts";
import { type AppLogStore, useForgivenAt } from "./app-log-store.ts";
import { ErrorEntry } from "./error-entry.tsx";
import { FixButton } from "./fix-button.tsx";
import { fixState } from "./fix-state.ts";
import type { Repair } from "./repair.ts";
import { StuckError } from "./stuck-error.tsx";

/** What every place needs that shows errors of a load. */
export interface ErrorPlace {
  store: AppLogStore;
  /** Number of the version that shows. */
  versionNumber: number;
  /** Null for whoever may not run the builder, and for versions that are past. */
  repair: Repair | null;
}

interface ToldErrorProps extends ErrorPlace {
  error: AppError;
  /** Further controls beside "Fix with agent". */
  controls?: ReactNode;
  children?: ReactNode;
}

/** An error with what can be done about it. */
export function ToldError({ error, store, versionNumber, repair, controls, children }: ToldErrorProps) {
  const forgivenAt = useForgivenAt(store, error.signature);
  const state = fixState(error, { chat: repair?.chat, versionNumber, forgivenAt });
  return (
    <ErrorEntry
      error={error}
      onOpen={repair && ((path, line) => repair.open(error, path, line))}
      actions={
        <>
          {repair && <FixButton error={error} state={state} onFix={() => repair.fix(error, versionNumber)} />}
          {controls}
        </>
      }
    >
      {repair && state.kind === "stuck" && (
        <StuckError {...{ error, repair, versionNumber }} attempts={state.attempts} />
      )}
      {children}
    </ErrorEntry>
  );
}
