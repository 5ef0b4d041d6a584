import { Check } from "lucide-react";
import { cn } from "../../ui/cn.ts";
import type { JourneyStep } from "./layout-state.ts";

const steps: { id: JourneyStep; title: string; text: string }[] = [
  { id: "plan", title: "Plan", text: "You read and approve it" },
  { id: "build", title: "Build", text: "The agent writes and checks the code" },
  { id: "preview", title: "Preview", text: "You try it on draft data" },
];

/** The way from a sentence to an app, and where this one is. */
export function Journey({ at }: { at: JourneyStep }) {
  const current = steps.findIndex(({ id }) => id === at);
  return (
    <section aria-label="From sentence to app">
      <h2 className="font-normal text-sm text-text-2">From sentence to app</h2>
      <ol className="mt-3">
        {steps.map(({ id, title, text }, index) => (
          <li
            key={id}
            aria-current={index === current ? "step" : undefined}
            className="relative grid grid-cols-[20px_minmax(0,1fr)] gap-x-2.5 pb-5 last:pb-0"
          >
            {index < steps.length - 1 && (
              <span
                aria-hidden="true"
                className="absolute top-5.5 bottom-0.5 left-2.25 w-px bg-line-strong"
              />
            )}
            <span
              className={cn(
                "grid size-5 place-items-center rounded-full border font-mono text-2xs",
                index === current
                  ? "border-text bg-text text-surface"
                  : index < current
                    ? "border-success-line bg-success-soft text-success"
                    : "border-line-strong text-text-3",
              )}
            >
              {index < current ? <Check aria-hidden="true" className="size-3" /> : index + 1}
            </span>
            <span>
              <span className="block font-medium text-sm">
                {title}
                {index < current && <span className="sr-only">, done</span>}
              </span>
              <span className="block text-text-2 text-xs">{text}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
