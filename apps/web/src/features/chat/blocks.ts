import {
  builderToolPrefix,
  type DecisionView,
  type Plan,
  planSchema,
  suggestionsSchema,
} from "@second/contracts";
import { durationOf, field, type Part, text, unwrapOutput } from "./part-values.ts";
import { type ToolRow, toolRow } from "./tool-row.ts";

/** What the conversation shows of an answer, in order. */
export type Block =
  | { kind: "text"; key: string; text: string; isStreaming: boolean }
  | { kind: "reasoning"; key: string; text: string; isStreaming: boolean; durationMs: number | null }
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
  | {
      state: "failed";
      /** The step that failed; empty when that is not known. */
      stage: string;
      message: string;
      errors: readonly BuildError[];
      durationMs: number | null;
    }
  | { state: "interrupted" };

interface Options {
  decisions?: Record<string, DecisionView> | undefined;
  isLive: boolean;
}

/**
 * Turns a message's parts into what is shown; neighbouring tool calls become one list. Blocks whose parts did not
 * change are the very ones of before, so that a long answer renders only what moved.
 */
export function toBlocks(parts: readonly Part[], options: Options): Block[] {
  const blocks: Block[] = [];
  let calls: { parts: Part[]; key: string } | null = null;
  const closeCalls = () => {
    if (calls) blocks.push(toolsBlock(calls.parts, calls.key, options));
    calls = null;
  };
  for (const [index, part] of parts.entries()) {
    const key = text(part.toolCallId) || `${part.type}-${index}`;
    const block = cachedBlock(part, key, options);
    if (block === null) continue;
    if (block === "call") {
      if (calls && calls.parts.length >= rowsMax) closeCalls();
      calls ??= { parts: [], key };
      calls.parts.push(part);
      continue;
    }
    closeCalls();
    blocks.push(block);
  }
  closeCalls();
  return blocks;
}

/** A longer list goes on in another one. */
const rowsMax = 40;

interface Known<T> {
  isLive: boolean;
  decision: DecisionView | undefined;
  value: T;
}
/** By part: a part never changes, a changed one is another object. */
const knownBlocks = new WeakMap<Part, Known<Block | "call" | null>>();
/** By the list's first part. */
const knownLists = new WeakMap<Part, { isLive: boolean; parts: readonly Part[]; block: Block }>();

function cachedBlock(part: Part, key: string, options: Options): Block | "call" | null {
  const decision = options.decisions?.[text(part.toolCallId)];
  const known = knownBlocks.get(part);
  if (known && known.isLive === options.isLive && known.decision === decision) return known.value;
  const value = toBlock(part, key, { isLive: options.isLive, decision: decision ?? null });
  knownBlocks.set(part, { isLive: options.isLive, decision, value });
  return value;
}

function toolsBlock(parts: readonly Part[], key: string, { isLive }: Options): Block {
  const first = parts[0];
  const known = first && knownLists.get(first);
  const isSame =
    known?.isLive === isLive &&
    known.parts.length === parts.length &&
    known.parts.every((part, index) => part === parts[index]);
  if (known && isSame) return known.block;
  const block: Block = { kind: "tools", key, rows: parts.map((part) => toolRow(part, isLive)) };
  if (first) knownLists.set(first, { isLive, parts, block });
  return block;
}

interface PartOptions {
  isLive: boolean;
  decision: DecisionView | null;
}

/** One part's block; `call` for a tool call that is a line of a list; null for what is not shown. */
function toBlock(part: Part, key: string, options: PartOptions): Block | "call" | null {
  const isStreaming = options.isLive && part.state === "streaming";
  switch (part.type) {
    case "text":
      return part.text || isStreaming ? { kind: "text", key, text: text(part.text), isStreaming } : null;
    case "reasoning":
      return part.text
        ? { kind: "reasoning", key, text: text(part.text), isStreaming, durationMs: durationOf(part) }
        : null;
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

function toolBlock(part: Part, key: string, { isLive, decision }: PartOptions): Block | "call" {
  const callId = text(part.toolCallId);
  const output = unwrapOutput(part.output);
  const cardHash = text(field(output, "cardHash")) || null;
  switch (part.toolName) {
    case `${builderToolPrefix}present_plan`: {
      const parsed = planSchema.safeParse(part.input);
      const isFailed = part.state === "output-error" || field(output, "ok") === false;
      if (isFailed) return "call";
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
      return { kind: "build", key, build: buildView(part, output, isLive) };
    default:
      return "call";
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
    return { state: "failed", stage: "", message: text(part.errorText), errors: [], durationMs };
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
      stage: text(field(output, "stage")),
      message: text(field(output, "message")),
      errors: Array.isArray(errors) ? (errors as BuildError[]) : [], // our own tool's answer
      durationMs,
    };
  }
  return { state: isLive ? "running" : "interrupted" };
}
