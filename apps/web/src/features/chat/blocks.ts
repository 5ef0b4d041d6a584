import {
  builderToolPrefix,
  type DecisionView,
  type Plan,
  planSchema,
  suggestionsSchema,
} from "@second/contracts";
import type { Part } from "./live-message.ts";
import { durationOf, field, text, unwrapOutput } from "./part-values.ts";
import { type ToolRow, toolRow } from "./tool-row.ts";

/** What the conversation shows of an answer, in order. */
export type Block =
  | { kind: "text"; key: string; text: string; isStreaming: boolean }
  | { kind: "reasoning"; key: string; text: string; isStreaming: boolean }
  | { kind: "tools"; key: string; rows: ToolRow[] }
  | { kind: "plan"; key: string; card: PlanCardView }
  | { kind: "suggestions"; key: string; card: SuggestionsCardView }
  | { kind: "build"; key: string; build: BuildView }
  | { kind: "notice"; key: string; text: string };

export interface PlanCardView {
  callId: string;
  /** Null while its input streams. */
  plan: Plan | null;
  /** Title so far, for the skeleton. */
  title: string | null;
  cardHash: string | null;
  decision: DecisionView | null;
}

export interface SuggestionsCardView {
  callId: string;
  suggestions: readonly { emoji: string; title: string; subtitle: string }[];
  cardHash: string | null;
  decision: DecisionView | null;
}

export interface BuildError {
  file: string;
  line: number;
  column: number;
  code: string;
  message: string;
}

export type BuildView =
  | { state: "running" }
  | {
      state: "built";
      versionId: string;
      number: number;
      summary: string;
      warning: string | null;
      durationMs: number | null;
    }
  | { state: "failed"; message: string; errors: readonly BuildError[]; durationMs: number | null }
  | { state: "interrupted" };

/** Turns a message's parts into what is shown. Neighbouring tool calls become one list. */
export function toBlocks(
  parts: readonly Part[],
  options: { decisions?: Record<string, DecisionView> | undefined; isLive: boolean },
): Block[] {
  const blocks: Block[] = [];
  for (const [index, part] of parts.entries()) {
    const key = text(part.toolCallId) || `${part.type}-${index}`;
    const block = toBlock(part, key, options);
    if (block === null) continue;
    const last = blocks.at(-1);
    if (block.kind === "tools" && last?.kind === "tools") last.rows.push(...block.rows);
    else blocks.push(block);
  }
  return blocks;
}

function toBlock(
  part: Part,
  key: string,
  options: { decisions?: Record<string, DecisionView> | undefined; isLive: boolean },
): Block | null {
  const isStreaming = options.isLive && part.state === "streaming";
  switch (part.type) {
    case "text":
      return part.text || isStreaming ? { kind: "text", key, text: text(part.text), isStreaming } : null;
    case "reasoning":
      return { kind: "reasoning", key, text: text(part.text), isStreaming };
    case "data-second-notice":
      return { kind: "notice", key, text: text(field(part.data, "text")) };
    case "data-second-version":
      return part.id === "platform-build" ? { kind: "build", key, build: versionView(part) } : null;
    case "dynamic-tool":
      return toolBlock(part, key, options);
    default:
      return null;
  }
}

function toolBlock(
  part: Part,
  key: string,
  options: { decisions?: Record<string, DecisionView> | undefined; isLive: boolean },
): Block {
  const callId = text(part.toolCallId);
  const output = unwrapOutput(part.output);
  const decision = options.decisions?.[callId] ?? null;
  const cardHash = text(field(output, "cardHash")) || null;
  switch (part.toolName) {
    case `${builderToolPrefix}present_plan`: {
      const parsed = planSchema.safeParse(part.input);
      const isFailed = part.state === "output-error" || field(output, "ok") === false;
      if (isFailed) return { kind: "tools", key, rows: [toolRow(part, options.isLive)] };
      const title = parsed.success ? parsed.data.title : partialTitle(text(part.inputText));
      return {
        kind: "plan",
        key,
        card: { callId, plan: parsed.success ? parsed.data : null, title, cardHash, decision },
      };
    }
    case `${builderToolPrefix}present_suggestions`: {
      const parsed = suggestionsSchema.safeParse(part.input);
      const suggestions = parsed.success ? parsed.data.suggestions : [];
      return { kind: "suggestions", key, card: { callId, suggestions, cardHash, decision } };
    }
    case `${builderToolPrefix}done_building`:
      return { kind: "build", key, build: buildView(part, output, options.isLive) };
    default:
      return { kind: "tools", key, rows: [toolRow(part, options.isLive)] };
  }
}

function partialTitle(input: string): string | null {
  return input.match(/"title"\s*:\s*"((?:[^"\\]|\\.)*)"/)?.[1] ?? null;
}

function versionView(part: Part): BuildView {
  const number = field(part.data, "number");
  return {
    state: "built",
    versionId: text(field(part.data, "versionId")),
    number: typeof number === "number" ? number : 0,
    summary: text(field(part.data, "summary")),
    warning: null,
    durationMs: null,
  };
}

function buildView(part: Part, output: unknown, isLive: boolean): BuildView {
  const durationMs = durationOf(part);
  if (part.state === "output-error")
    return { state: "failed", message: text(part.errorText), errors: [], durationMs };
  if (field(output, "status") === "complete")
    return {
      state: "built",
      versionId: text(field(output, "versionId")),
      number: Number(field(output, "versionNumber") ?? 0),
      summary: text(field(output, "summary")),
      warning: text(field(output, "warning")) || null,
      durationMs,
    };
  if (field(output, "status") === "failed") {
    const errors = field(output, "errors");
    return {
      state: "failed",
      message: text(field(output, "message")),
      errors: Array.isArray(errors) ? (errors as BuildError[]) : [], // our own tool's answer
      durationMs,
    };
  }
  return { state: isLive ? "running" : "interrupted" };
}
