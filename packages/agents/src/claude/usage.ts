import type { ModelUsage } from "@second/contracts";

export interface UsageTotals {
  models: ModelUsage;
  costUsd: number;
}

type Tokens = Omit<ModelUsage[string], "costUsd">;

/** What the runtime reports for a model, with its own field names. */
interface ReportedUsage {
  inputTokens?: number;
  outputTokens?: number;
  cacheReadInputTokens?: number;
  cacheCreationInputTokens?: number;
  costUSD?: number;
}

export const noUsage: UsageTotals = { models: {}, costUsd: 0 };

/** The running totals that a runtime reports with each result, over the life of its session. */
export function reportedTotals(
  models: Record<string, ReportedUsage> | undefined,
  costUsd: number | undefined,
): UsageTotals {
  return {
    costUsd: costUsd ?? 0,
    models: Object.fromEntries(
      Object.entries(models ?? {}).map(([model, usage]) => [
        model,
        {
          inputTokens: usage.inputTokens ?? 0,
          outputTokens: usage.outputTokens ?? 0,
          cacheReadInputTokens: usage.cacheReadInputTokens ?? 0,
          cacheCreationInputTokens: usage.cacheCreationInputTokens ?? 0,
          costUsd: usage.costUSD ?? 0,
        },
      ]),
    ),
  };
}

/**
 * What was added between two totals. A resumed process may go on from its session's totals or count anew; less than
 * was `streamed` in between means that it counted anew, and then its totals are what was added.
 */
export function usageSince(before: UsageTotals, after: UsageTotals, streamed: ModelUsage): UsageTotals {
  const models: ModelUsage = {};
  for (const [model, usage] of Object.entries(after.models)) {
    const added = subtract(usage, before.models[model]);
    if (Object.values(added).some((count) => (count ?? 0) > 0)) models[model] = added;
  }
  const isContinued =
    after.costUsd >= before.costUsd &&
    Object.entries({ ...before.models, ...streamed }).every(([model]) => {
      const added = subtract(after.models[model], before.models[model]);
      return tokensOf(added) >= tokensOf(streamed[model]);
    });
  return isContinued ? { models, costUsd: after.costUsd - before.costUsd } : after;
}

type Usage = ModelUsage[string];

function subtract(usage: Usage | undefined, earlier: Usage | undefined): Usage {
  const difference = (name: keyof Usage) => (usage?.[name] ?? 0) - (earlier?.[name] ?? 0);
  return {
    inputTokens: difference("inputTokens"),
    outputTokens: difference("outputTokens"),
    cacheReadInputTokens: difference("cacheReadInputTokens"),
    cacheCreationInputTokens: difference("cacheCreationInputTokens"),
    costUsd: difference("costUsd"),
  };
}

function tokensOf(usage: Usage | undefined): number {
  if (usage === undefined) return 0;
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheCreationInputTokens } = usage;
  return inputTokens + outputTokens + cacheReadInputTokens + cacheCreationInputTokens;
}

/** Usage counted from the stream, for turns that end without a result. It knows no prices. */
export interface StreamedUsage {
  /** A model call began; `usage` is the provider's own count, in its field names. */
  begin(model: string, usage: unknown): void;
  /** The newest count of output tokens of the running call. */
  progress(usage: unknown): void;
  models(): ModelUsage;
}

export function createStreamedUsage(): StreamedUsage {
  const models: Record<string, Tokens> = {};
  let current: Tokens | null = null;
  let counted = 0;
  return {
    begin(model, usage) {
      current = models[model] ??= {
        inputTokens: 0,
        outputTokens: 0,
        cacheReadInputTokens: 0,
        cacheCreationInputTokens: 0,
      };
      counted = count(usage, "output_tokens");
      current.inputTokens += count(usage, "input_tokens");
      current.outputTokens += counted;
      current.cacheReadInputTokens += count(usage, "cache_read_input_tokens");
      current.cacheCreationInputTokens += count(usage, "cache_creation_input_tokens");
    },
    progress(usage) {
      const output = count(usage, "output_tokens");
      if (current === null || output <= counted) return;
      current.outputTokens += output - counted;
      counted = output;
    },
    models: () =>
      Object.fromEntries(
        Object.entries(models).map(([model, tokens]) => [model, { ...tokens, costUsd: null }]),
      ),
  };
}

function count(usage: unknown, name: string): number {
  if (typeof usage !== "object" || usage === null) return 0;
  const value: unknown = Reflect.get(usage, name);
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

/** The same counts for a model that costs nothing, or whose reported cost means nothing. */
export function withoutCost(models: ModelUsage): ModelUsage {
  return Object.fromEntries(
    Object.entries(models).map(([model, usage]) => [model, { ...usage, costUsd: null }]),
  );
}
