"use client";
import { CloudAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { EmptyState } from "./empty-state.tsx";

export interface ErrorStateProps {
  /** What could not be done, e.g. "Members could not be loaded". */
  title: ReactNode;
  /** Why, and what it means. */
  children?: ReactNode;
  /** Identifies the failed request to an operator. */
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  actions?: ReactNode;
  level?: 1 | 2 | 3;
  className?: string;
}

/** What failed, why, what next, and an id to copy. */
export function ErrorState({ title, children, requestId, onRetry, actions, ...rest }: ErrorStateProps) {
  return (
    <div role="alert">
      <EmptyState
        icon={CloudAlert}
        title={title}
        actions={
          <>
            {onRetry && (
              <Button size="sm" onClick={onRetry}>
                <RotateCw aria-hidden="true" />
                Try again
              </Button>
            )}
            {actions}
          </>
        }
        {...rest}
      >
        {children && <p>{children}</p>}
        {requestId && (
          <p className="mt-1 inline-flex max-w-full flex-wrap items-center justify-center gap-1 font-mono text-xs">
            <span className="break-all">{requestId}</span>
            <CopyButton text={requestId} label="Copy id" />
          </p>
        )}
      </EmptyState>
    </div>
  );
}
