import { Lock, RotateCw, TriangleAlert } from "lucide-react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import type { SecondDataError } from "@/lib/second-sdk";

export interface ErrorStateProps {
  /** What a hook gave, or any thrown error. */
  error: SecondDataError | Error;
  onRetry?: () => void;
  /** "The contracts could not be loaded". */
  title?: string;
  className?: string;
}

/** Why something cannot be shown, and what to do. */
export function ErrorState({ error, onRetry, title, className }: ErrorStateProps) {
  const problem: Partial<SecondDataError> = error;
  if (problem.status === 403) {
    return (
      <EmptyState
        icon={Lock}
        tone="neutral"
        title={title ?? "You cannot see this"}
        text={problem.detail ?? "Whoever manages this app can give you access."}
        className={className}
      />
    );
  }
  return (
    <EmptyState
      icon={TriangleAlert}
      tone="bad"
      title={title ?? "This could not be loaded"}
      text={problem.detail ?? problem.title ?? error.message}
      action={
        onRetry && (
          <Button icon={RotateCw} onClick={onRetry}>
            Try again
          </Button>
        )
      }
      note={problem.code}
      className={className}
    />
  );
}
