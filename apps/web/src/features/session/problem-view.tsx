"use client";
import { FileQuestion, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import type { PageProblem } from "./problem.ts";

export interface ProblemViewProps {
  problem: PageProblem;
  /** What could not be shown, e.g. "Members could not be loaded". */
  title: string;
  /** Reloads the page when absent. */
  onRetry?: () => void;
  actions?: ReactNode;
  level?: 1 | 2 | 3;
  className?: string;
}

/** A failed read in words: missing, denied, or an error with its request id. */
export function ProblemView({ problem, title, onRetry, actions, ...rest }: ProblemViewProps) {
  if (problem.status === 404) {
    return (
      <EmptyState
        icon={FileQuestion}
        title="There is nothing here that you can see"
        actions={actions}
        {...rest}
      >
        It may have been removed, or it is not shared with you.
      </EmptyState>
    );
  }
  if (problem.status === 403) {
    return (
      <EmptyState icon={Lock} title={problem.message} actions={actions} {...rest}>
        An owner or admin of this workspace can do this, or change your role.
      </EmptyState>
    );
  }
  return (
    <ErrorState
      title={title}
      requestId={problem.requestId}
      onRetry={onRetry ?? (() => location.reload())}
      actions={actions}
      {...rest}
    >
      {problem.message}
    </ErrorState>
  );
}
