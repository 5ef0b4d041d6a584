"use client";
import type { UsageView } from "@second/contracts";
import { Info } from "lucide-react";
import { Popover } from "radix-ui";
import { IconButton } from "../../ui/icon-button.tsx";
import { moneyText } from "../../ui/money.ts";
import { durationText } from "./duration.ts";

const count = (value: number) => value.toLocaleString("en");

/** What a turn took: time, steps, tokens, and money where it cost any. */
export function UsageButton({ usage }: { usage: UsageView }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label="What this took" size="xs">
          <Info aria-hidden="true" />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          className="z-(--z-menu) w-64 rounded-lg border border-line-strong bg-raised p-3 text-sm shadow-md"
        >
          <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
            <dt className="text-text-2">Time</dt>
            <dd className="font-mono text-xs leading-5">{durationText(usage.durationMs)}</dd>
            <dt className="text-text-2">Steps</dt>
            <dd className="font-mono text-xs leading-5">{count(usage.steps)}</dd>
            {Object.entries(usage.modelUsage).map(([model, tokens]) => (
              <div key={model} className="col-span-2 grid grid-cols-subgrid">
                <dt className="text-text-2">{model}, in · out</dt>
                <dd className="font-mono text-xs leading-5">
                  {count(tokens.inputTokens + tokens.cacheReadInputTokens + tokens.cacheCreationInputTokens)}{" "}
                  · {count(tokens.outputTokens)}
                </dd>
              </div>
            ))}
            <dt className="text-text-2">Cost</dt>
            <dd className="font-mono text-xs leading-5">
              {usage.totalCostUsd === null || usage.costKind === "none"
                ? "None: demo, no AI"
                : `${moneyText(usage.totalCostUsd)}${usage.costKind === "estimate" ? ", estimated" : ""}`}
            </dd>
          </dl>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
