import { Check, CircleDashed, FilePlus2 } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../../ui/cn.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { type BuildProgress, Clock } from "../chat/index.ts";

interface Step {
  id: "plan" | "code" | "build" | "preview";
  name: string;
  /** As a heading while it is the current one. */
  title: string;
  text: string;
}

const filesMax = 12;

/** The way to an app's first version, live: what is done, what goes on, and which files there are already. */
export function Building({ progress, approvedBy }: { progress: BuildProgress; approvedBy: string | null }) {
  const { files, build } = progress;
  const lines = files.reduce((sum, { added }) => sum + added, 0);
  const steps: Step[] = [
    { id: "plan", name: "Plan", title: "", text: approvedBy ? `Approved by ${approvedBy}` : "Approved" },
    {
      id: "code",
      name: "Code",
      title: build?.state === "failed" ? "Mending what did not build" : "Writing the code",
      text:
        files.length > 0
          ? `${count(files.length, "file")}, ${count(lines, "line")}`
          : "Reading what is there",
    },
    {
      id: "build",
      name: "Build",
      title: "Checking and bundling",
      text:
        build?.state === "failed"
          ? `Found ${count(build.errors.length, "error")}`
          : "Types are checked, files bundled",
    },
    { id: "preview", name: "Preview", title: "Opening the app", text: "Opens here by itself" },
  ];
  const current = steps.findIndex(({ id }) => id === progress.step);
  return (
    <section
      aria-label="Progress of the first version"
      className="mx-auto w-full max-w-155 px-6 py-10 max-tablet:px-4 max-tablet:py-6"
    >
      <header className="flex items-end justify-between gap-4">
        <div>
          <p className="text-sm text-text-3">
            Step {current + 1} of {steps.length}
          </p>
          <h2 className="text-xl tracking-tight">{steps[current]?.title}</h2>
        </div>
        <span className="text-2xl text-text-2">
          <Clock since={progress.startedAt} />
        </span>
      </header>
      <div aria-hidden="true" className="mt-4 grid grid-cols-4 gap-1">
        {steps.map(({ id }, index) => (
          <span
            key={id}
            className={cn(
              "h-1 rounded-full",
              index < current ? "bg-text-3" : index === current ? "bg-accent" : "bg-line-strong",
            )}
          />
        ))}
      </div>
      <ol className="mt-3">
        {steps.map((step, index) => (
          <StepLine
            key={step.id}
            step={step}
            state={index < current ? "done" : index === current ? "running" : "waiting"}
          />
        ))}
      </ol>
      {files.length > 0 && <Files progress={progress} />}
      <p className="mt-4 text-pretty text-sm text-text-2">
        You can close this page. The build goes on, and the app opens here when it is ready.
      </p>
    </section>
  );
}

const count = (value: number, noun: string) =>
  `${value.toLocaleString("en")} ${noun}${value === 1 ? "" : "s"}`;

function StepLine({ step, state }: { step: Step; state: "done" | "running" | "waiting" }) {
  const icons: Record<typeof state, ReactNode> = {
    done: <Check aria-hidden="true" className="size-4 text-success" />,
    running: <Spinner />,
    waiting: <CircleDashed aria-hidden="true" className="size-4 text-text-3" />,
  };
  return (
    <li
      aria-current={state === "running" ? "step" : undefined}
      className="grid min-h-8.5 grid-cols-[20px_88px_minmax(0,1fr)] items-center gap-x-2 border-line-strong/60 text-sm not-first:border-t"
    >
      <span className="grid size-4 place-items-center">{icons[state]}</span>
      <span
        className={cn(
          "font-medium",
          state === "running" && "text-accent-text",
          state === "waiting" && "text-text-3",
        )}
      >
        {step.name}
        <span className="sr-only">, {state}</span>
      </span>
      <span className={cn("truncate", state === "waiting" ? "text-text-3" : "text-text-2")}>{step.text}</span>
    </li>
  );
}

function Files({ progress: { files } }: { progress: BuildProgress }) {
  return (
    <div className="mt-6 overflow-hidden rounded-lg border border-line bg-surface">
      <p className="flex items-center gap-2 border-line border-b px-3 py-2 text-sm text-text-2">
        <FilePlus2 aria-hidden="true" className="size-4 text-text-3" />
        <span className="flex-1">Written in this turn</span>
        {count(files.length, "file")}
      </p>
      <ul className="grid grid-cols-2 max-tablet:grid-cols-1">
        {files.slice(-filesMax).map(({ path, added, removed }) => (
          <li
            key={path}
            className="-mt-px flex min-w-0 items-center gap-3 border-line border-t px-3 py-1.75 font-mono text-xs odd:border-r max-tablet:odd:border-r-0"
          >
            <span className="min-w-0 flex-1 truncate text-left" dir="rtl" title={path}>
              <bdi>{path}</bdi>
            </span>
            <span className="font-medium">
              <span className="text-success">+{added}</span>
              {removed > 0 && <span className="text-danger"> −{removed}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
