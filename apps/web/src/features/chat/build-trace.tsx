import { Check, CircleDashed } from "lucide-react";
import { cn } from "../../ui/cn.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { type BuildStep, type BuildStepName, buildStepNames } from "./build-steps.ts";
import { durationText } from "./duration.ts";

const words: Record<BuildStepName, string> = {
  dependencies: "Packages",
  checking: "Type check",
  bundling: "Bundle",
};

/** A build's steps with what each took, on one time line. */
export function BuildTrace({ steps }: { steps: readonly BuildStep[] }) {
  const untilMs = Math.max(1, ...steps.map(({ beganMs, endedMs }) => (endedMs ?? beganMs * 2) || 1));
  return (
    <ol aria-label="Steps of the build" className="text-sm">
      {buildStepNames.map((name) => {
        const step = steps.find((each) => each.name === name);
        const state = !step ? "waiting" : step.endedMs === null ? "running" : "done";
        const began = step ? (100 * step.beganMs) / untilMs : 0;
        const took = step?.endedMs == null ? 100 - began : (100 * (step.endedMs - step.beganMs)) / untilMs;
        return (
          <li
            key={name}
            className={cn(
              "grid min-h-7 grid-cols-[16px_88px_minmax(24px,1fr)_44px] items-center gap-2 px-3",
              state === "running" && "font-medium text-accent-text",
              state === "waiting" && "text-text-3",
            )}
          >
            <span className="grid size-4 place-items-center [&>svg]:size-3.5">
              {state === "done" && <Check aria-hidden="true" className="text-success" />}
              {state === "running" && <Spinner className="size-3" />}
              {state === "waiting" && <CircleDashed aria-hidden="true" />}
            </span>
            <span>
              {words[name]}
              <span className="sr-only">, {state}</span>
            </span>
            <span aria-hidden="true" className="relative h-1.5 rounded-full bg-sunken">
              {step && (
                <span
                  className={cn(
                    "absolute inset-y-0 min-w-0.75 rounded-full",
                    state === "running" ? "bg-accent" : "bg-text-3",
                  )}
                  style={{ left: `${began}%`, width: `${took}%` }}
                />
              )}
            </span>
            <span className="text-right font-mono text-text-3 text-xs">
              {step?.endedMs != null && durationText(step.endedMs - step.beganMs)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
