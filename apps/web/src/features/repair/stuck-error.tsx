"use client";
import { ChevronDown, MessageSquareText, Undo2 } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { type RuntimeOption, runtimeOptions } from "../runtimes/choices.ts";
import { useRuntimes } from "../runtimes/use-runtimes.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { AppError } from "./app-log.ts";
import { useAttempt } from "./fix-button.tsx";
import type { FixAttempt } from "./fix-state.ts";
import type { Repair } from "./repair.ts";

interface StuckErrorProps {
  error: AppError;
  attempts: readonly FixAttempt[];
  repair: Repair;
  versionNumber: number;
}

/** An error that two fixes left: what was tried, and the other ways on. */
export function StuckError({ error, attempts, repair, versionNumber }: StuckErrorProps) {
  const { workspaceId } = useWorkspace();
  const runtimes = useRuntimes(workspaceId);
  const { run, isBusy, problem } = useAttempt();
  const { restore } = repair;
  const before = attempts[0]?.before ?? null;
  const others = otherModels(runtimeOptions(runtimes.data?.runtimes ?? []), attempts);
  return (
    <div className="border-danger-line border-t px-3 py-2 pl-9 text-xs">
      <p className="font-medium">
        The agent tried {attempts.length === 2 ? "twice" : `${attempts.length} times`}, and this error is
        still there. Asking the same again is unlikely to help.
      </p>
      <ol className="mt-1 text-text-2">
        {attempts.map(({ messageId, by, at, model, built }) => (
          <li key={messageId}>
            {model}, asked by {by} (<RelativeTime at={at} />
            ): {built === null ? "built no version" : `built version ${built}, which shows it too`}
          </li>
        ))}
      </ol>
      <div className="mt-2 flex flex-wrap items-center gap-1.5">
        <Button size="xs" onClick={() => repair.describe(error)}>
          <MessageSquareText aria-hidden="true" />
          Describe it
        </Button>
        {restore && before && (
          <Button size="xs" busy={isBusy} onClick={() => void run(() => restore(before))}>
            <Undo2 aria-hidden="true" />
            Restore version {before.number}
          </Button>
        )}
        {others.length > 0 && (
          <Menu
            side="top"
            trigger={
              <Button size="xs" variant="ghost">
                Try another model
                <ChevronDown aria-hidden="true" />
              </Button>
            }
          >
            {others.map(({ runtimeId, runtimeModel, name }) => (
              <MenuItem
                key={`${runtimeId} ${runtimeModel}`}
                onSelect={() =>
                  void run(() =>
                    repair.fix(error, versionNumber, { runtimeId, runtimeModel, runtimeParams: {} }),
                  )
                }
              >
                {name}
              </MenuItem>
            ))}
          </Menu>
        )}
        {before && restore && (
          <span className="text-text-3">Version {before.number} is the last before the error was seen.</span>
        )}
      </div>
      {problem && (
        <p role="alert" className="mt-1.5 text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Models that are ready here and have not tried. */
function otherModels(options: readonly RuntimeOption[], attempts: readonly FixAttempt[]) {
  const tried = new Set(attempts.map(({ model }) => model));
  return options
    .filter(({ state }) => state === "ready")
    .flatMap(({ id: runtimeId, models }) =>
      models.map(({ id: runtimeModel, name }) => ({ runtimeId, runtimeModel, name })),
    )
    .filter(({ name }) => !tried.has(name));
}
