"use client";
import { ErrorState } from "../ui/error-state.tsx";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="grid h-full place-items-center">
      <ErrorState level={1} title="This page could not be shown" requestId={error.digest} onRetry={reset}>
        Something went wrong on our side. Nothing was changed.
      </ErrorState>
    </main>
  );
}
