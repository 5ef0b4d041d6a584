"use client";
import { Wrench } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { pageProblem } from "../session/problem.ts";
import type { AppError } from "./app-log.ts";
import type { FixState } from "./fix-state.ts";

const words: Record<Exclude<FixState["kind"], "open" | "stuck">, string> = {
  queued: "The agent fixes this next",
  fixing: "The agent is fixing this",
  opening: "A new version opens now",
};

/** "Fix with agent", or what came of it. Nothing is sent unless it is pressed. */
export function FixButton({
  error,
  state,
  onFix,
}: {
  error: AppError;
  state: FixState;
  onFix: (error: AppError) => Promise<void>;
}) {
  const { run, isBusy, problem } = useAttempt();
  if (state.kind === "stuck") return null;
  if (state.kind !== "open")
    return (
      <span role="status" className="flex items-center gap-1.5 text-text-2 text-xs">
        {state.kind === "fixing" && <Spinner className="size-3" />}
        {words[state.kind]}
      </span>
    );
  return (
    <>
      {problem && (
        <span role="alert" className="text-danger text-xs">
          {problem}
        </span>
      )}
      <Button size="xs" busy={isBusy} onClick={() => void run(() => onFix(error))}>
        <Wrench aria-hidden="true" />
        Fix with agent
      </Button>
    </>
  );
}

/** Runs one call at a time and keeps in words why the last was not accepted. */
export function useAttempt() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function run(call: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await call();
    } catch (error) {
      setProblem(pageProblem(error).message);
    } finally {
      setBusy(false);
    }
  }
  return { run, isBusy, problem };
}
