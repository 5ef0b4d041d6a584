"use client";
import { Check, KeyRound, Minus, X } from "lucide-react";
import { Badge } from "../../ui/badge.tsx";
import { cn } from "../../ui/cn.ts";
import type { RuntimeOption } from "../runtimes/choices.ts";

function StateBadge({ option }: { option: RuntimeOption }) {
  if (option.id === "demo" && option.state === "ready") {
    return (
      <Badge>
        <Check aria-hidden="true" />
        Always there
      </Badge>
    );
  }
  switch (option.state) {
    case "ready":
      return (
        <Badge tone="success">
          <Check aria-hidden="true" />
          Ready
        </Badge>
      );
    case "not_signed_in":
      return (
        <Badge tone="warning">
          <KeyRound aria-hidden="true" />
          Not signed in
        </Badge>
      );
    case "not_installed":
      return (
        <Badge>
          <Minus aria-hidden="true" />
          Not installed
        </Badge>
      );
    case "unreachable":
      return (
        <Badge tone="danger">
          <X aria-hidden="true" />
          Unreachable
        </Badge>
      );
  }
}

function describe({ id, version, models }: RuntimeOption): string {
  if (id === "demo") return "Plays a written build, offline and free. Shows how everything works.";
  const names = models.map(({ name }) => name).join(", ");
  return version ? `Version ${version} · ${names}` : names;
}

/** The agents found on the server, each with its state and, where it is not ready, how to mend it. */
export function RuntimeList({
  options,
  chosen,
  onChoose,
}: {
  options: readonly RuntimeOption[];
  chosen: string;
  onChoose: (runtimeId: string) => void;
}) {
  return (
    <fieldset className="overflow-hidden rounded-lg border border-line-strong">
      <legend className="sr-only">Agent</legend>
      {options.map((option) => {
        const isReady = option.state === "ready";
        // The demo can always be taken, so that this step can always be finished.
        const canChoose = isReady || option.id === "demo";
        return (
          <label
            key={option.id}
            className={cn(
              "flex items-start gap-3 border-line px-3 py-2.5 not-first-of-type:border-t has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2",
              canChoose ? "cursor-pointer hover:bg-hover" : "cursor-not-allowed",
              chosen === option.id && "bg-accent-soft hover:bg-accent-soft",
            )}
          >
            <input
              type="radio"
              name="runtime"
              value={option.id}
              checked={chosen === option.id}
              disabled={!canChoose}
              onChange={() => onChoose(option.id)}
              className="mt-0.5 size-4 flex-none appearance-none rounded-full border border-control-line bg-surface outline-none checked:border-5 checked:border-accent"
            />
            <span className="grid min-w-0 flex-1 gap-x-3 gap-y-0.5 tablet:grid-cols-[minmax(0,1fr)_auto]">
              <span className="min-w-0">
                <span className={cn("font-medium", !canChoose && "text-text-2")}>{option.label}</span>
                <span className="block text-text-2 text-xs">{describe(option)}</span>
              </span>
              <span className="max-tablet:mt-1">
                <StateBadge option={option} />
              </span>
              {option.reason && (
                <span className="col-span-full mt-1.5 block rounded-md border border-line bg-sunken px-2.5 py-1.5 text-text-2 text-xs">
                  {option.reason}
                </span>
              )}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
