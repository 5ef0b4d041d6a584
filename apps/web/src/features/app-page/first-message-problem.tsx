import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import type { useFirstMessage } from "./use-first-message.ts";

/** Why the agent has not begun on a new app, and the way to begin. */
export function FirstMessageProblem({ problem, isPosting, retry }: ReturnType<typeof useFirstMessage>) {
  if (!problem) return null;
  return (
    <Callout
      tone="danger"
      live="alert"
      title={problem.message}
      actions={
        <>
          <Button size="xs" busy={isPosting} onClick={() => void retry()}>
            Try again
          </Button>
          {problem.requestId && <CopyButton text={problem.requestId} label="Copy request id" />}
        </>
      }
    >
      The agent has not started. What you asked for is kept.
    </Callout>
  );
}
