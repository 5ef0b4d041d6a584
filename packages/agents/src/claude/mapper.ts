import type { SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import type { AgentEvent } from "@second/contracts";
import type { TurnEnd } from "../coding-agent.ts";
import { unwrapToolOutput } from "../tool-output.ts";
import { classifyFailure, type Failure } from "./failures.ts";
import { createParts } from "./parts.ts";
import {
  createStreamedUsage,
  noUsage,
  reportedTotals,
  type UsageTotals,
  usageSince,
  withoutCost,
} from "./usage.ts";

/** Turns what Claude's runtime says in one turn into agent events. Pure: no clock, no I/O. */
export interface ClaudeMapper {
  /** Events of one message; an empty list for what people need not know. Never throws. */
  map(message: SDKMessage): AgentEvent[];
  /** Closes what is open and ends the turn: with the runtime's own result, or for the given reason. Call it once. */
  finish(end: TurnEnd | "as-reported"): AgentEvent[];
  /** True once the runtime reported how the turn ended. */
  readonly hasResult: boolean;
  readonly steps: number;
  /** The runtime's session; null until it told. */
  readonly sessionId: string | null;
  /** The runtime's running totals after this turn, the baseline of the session's next. */
  readonly totals: UsageTotals;
  /** How many messages were not understood, by kind. */
  readonly skipped: Readonly<Record<string, number>>;
}

export interface MapperOptions {
  /** Totals that the runtime's session had before this turn. */
  totalsBefore?: UsageTotals;
  /** False where a reported cost means nothing, e.g. for the demo. */
  isBilled?: boolean;
}

type MessageOf<T extends SDKMessage["type"]> = Extract<SDKMessage, { type: T }>;
type StreamEvent = MessageOf<"stream_event">["event"];

const progressCharactersMax = 20_000;
/** Understood, and nothing that people need to see. */
const silentTypes: ReadonlySet<string> = new Set(["tool_progress", "rate_limit_event"]);
const silentSubtypes: ReadonlySet<string> = new Set([
  "status",
  "compact_boundary",
  "hook_started",
  "hook_progress",
  "hook_response",
  "session_state_changed",
  "commands_changed",
  "files_persisted",
]);

export function createClaudeMapper({
  totalsBefore = noUsage,
  isBilled = true,
}: MapperOptions = {}): ClaudeMapper {
  let out: AgentEvent[] = [];
  const emit = (event: AgentEvent) => {
    out.push(event);
  };
  const parts = createParts(emit);
  const streamedUsage = createStreamedUsage();
  const streamedMessages = new Set<string>();
  const wholeMessages = new Set<string>();
  const knownCalls = new Set<string>();
  const openCalls = new Set<string>();
  const subagentOutput = new Map<string, string>();
  const skipped: Record<string, number> = {};
  let wholeBlocks = 0;
  let steps = 0;
  let sessionId: string | null = null;
  let failure: Failure | null = null;
  let result: MessageOf<"result"> | null = null;

  function beginStep(model: string, usage: unknown): void {
    steps += 1;
    failure = null;
    streamedUsage.begin(model, usage);
    parts.beginMessage(steps);
    emit({ type: "step" });
  }
  function isNewCall(callId: string): boolean {
    if (knownCalls.has(callId)) return false;
    knownCalls.add(callId);
    openCalls.add(callId);
    return true;
  }

  // Each of these answers whether it understood the message.

  function mapStreamEvent(event: StreamEvent): boolean {
    switch (event.type) {
      case "message_start":
        streamedMessages.add(event.message.id);
        beginStep(event.message.model, event.message.usage);
        return true;
      case "content_block_start":
        if (event.content_block.type === "tool_use" && !isNewCall(event.content_block.id)) return false;
        return parts.beginBlock(event.index, event.content_block);
      case "content_block_delta": {
        const { delta, index } = event;
        if (delta.type === "text_delta") return parts.addText(index, "text", delta.text);
        if (delta.type === "thinking_delta") return parts.addText(index, "reasoning", delta.thinking);
        if (delta.type === "input_json_delta") return parts.addInput(index, delta.partial_json);
        return delta.type === "signature_delta";
      }
      case "content_block_stop":
        return parts.endBlock(event.index);
      case "message_delta":
        streamedUsage.progress(event.usage);
        return true;
      case "message_stop":
        parts.closeAll();
        return true;
      default:
        return false;
    }
  }

  /** A whole message: a repetition of what was streamed, an error in a message's clothes, or one never streamed. */
  function mapAssistant({ message, error }: MessageOf<"assistant">): boolean {
    if (error !== undefined) {
      const text = message.content.map((block) => (block.type === "text" ? block.text : "")).join(" ");
      failure = classifyFailure({ kind: error, text });
      return true;
    }
    if (streamedMessages.has(message.id)) return true;
    // A whole message may come in several pieces, each with a block.
    if (!wholeMessages.has(message.id)) beginStep(message.model, message.usage);
    wholeMessages.add(message.id);
    return message.content.map((block) => mapWholeBlock(block)).every(Boolean);
  }
  function mapWholeBlock(block: MessageOf<"assistant">["message"]["content"][number]): boolean {
    if (block.type === "tool_use" && !isNewCall(block.id)) return true;
    wholeBlocks += 1;
    const index = 1_000 + wholeBlocks;
    if (!parts.beginBlock(index, block)) return false;
    if (block.type === "text") parts.addText(index, "text", block.text);
    if (block.type === "thinking") parts.addText(index, "reasoning", block.thinking);
    if (block.type === "tool_use") parts.addInput(index, JSON.stringify(block.input ?? {}));
    return parts.endBlock(index);
  }

  function mapUser({ message }: Pick<MessageOf<"user">, "message">): boolean {
    if (!Array.isArray(message.content)) return true;
    let isUnderstood = true;
    for (const block of message.content) {
      if (block.type !== "tool_result") continue;
      if (!openCalls.delete(block.tool_use_id)) {
        isUnderstood = false;
        continue;
      }
      parts.closeAll();
      const output = unwrapToolOutput(block.content);
      emit({ type: "tool-result", callId: block.tool_use_id, output, isError: block.is_error === true });
    }
    return isUnderstood;
  }

  function mapSubagent(parent: string, message: SDKMessage): boolean {
    if (!openCalls.has(parent)) return false;
    const added = subagentText(message);
    if (added === "") return true;
    const output = `${subagentOutput.get(parent) ?? ""}${added}`.slice(-progressCharactersMax);
    subagentOutput.set(parent, output);
    emit({ type: "tool-progress", callId: parent, output });
    return true;
  }

  function mapSystem(message: MessageOf<"system">): boolean {
    switch (message.subtype) {
      case "init":
        if (sessionId === null) {
          emit({ type: "session", sessionId: message.session_id, model: message.model });
        }
        sessionId = message.session_id;
        return true;
      case "thinking_tokens":
        parts.hiddenThinking();
        return true;
      case "api_retry": {
        parts.closeAll();
        const { error, error_status: status, attempt, retry_delay_ms: delayMs } = message;
        const text = status === null ? "connection error" : "";
        const { code } = classifyFailure({ kind: error, status: status ?? undefined, text });
        emit({ type: "retry", code, attempt, delayMs });
        return true;
      }
      default:
        return silentSubtypes.has(message.subtype);
    }
  }

  function mapMessage(message: SDKMessage): boolean {
    if (result !== null) return false;
    const parent = "parent_tool_use_id" in message ? message.parent_tool_use_id : null;
    if (parent) return mapSubagent(parent, message);
    switch (message.type) {
      case "stream_event":
        return mapStreamEvent(message.event);
      case "assistant":
        return mapAssistant(message);
      case "user":
        return mapUser(message);
      case "system":
        return mapSystem(message);
      case "tool_use_summary":
        parts.closeAll();
        emit({ type: "text", partId: `summary-${message.uuid}`, delta: message.summary });
        emit({ type: "part-end", partId: `summary-${message.uuid}` });
        return true;
      case "result":
        result = message;
        sessionId = message.session_id ?? sessionId;
        return true;
      default:
        return silentTypes.has(message.type);
    }
  }

  function reportedEnd(): TurnEnd {
    if (result === null) return { reason: "failed", code: "runtime.crashed" };
    if (result.subtype === "success" && !result.is_error) return { reason: "completed" };
    if (result.subtype === "error_max_turns") return { reason: "failed", code: "turn.limit_reached" };
    const text = result.subtype === "success" ? result.result : (result.errors ?? []).join(" ");
    return { reason: "failed", ...(failure ?? classifyFailure({ text })) };
  }

  function usageEvent(): AgentEvent {
    const streamed = streamedUsage.models();
    const totals = result ? usageSince(totalsBefore, totalsOf(result), streamed) : null;
    const models = totals?.models ?? streamed;
    return {
      type: "usage",
      models: isBilled ? models : withoutCost(models),
      totalCostUsd: isBilled && totals ? totals.costUsd : null,
      steps,
      durationMs: result?.duration_ms ?? 0,
    };
  }

  return {
    map(message) {
      out = [];
      let isUnderstood = false;
      try {
        isUnderstood = mapMessage(message);
      } catch {
        // A message without the fields of its kind is as good as unknown.
      }
      const kind = isUnderstood ? null : kindOf(message);
      if (kind !== null) skipped[kind] = (skipped[kind] ?? 0) + 1;
      return out;
    },
    finish(end) {
      out = [];
      parts.closeAll();
      emit(usageEvent());
      emit({ type: "end", ...(end === "as-reported" ? reportedEnd() : end) });
      return out;
    },
    get hasResult() {
      return result !== null;
    },
    get steps() {
      return steps;
    },
    get sessionId() {
      return sessionId;
    },
    get totals() {
      return result ? totalsOf(result) : totalsBefore;
    },
    skipped,
  };
}

const totalsOf = (result: MessageOf<"result">) => reportedTotals(result.modelUsage, result.total_cost_usd);

function kindOf(message: SDKMessage): string {
  const subtype =
    message !== null && typeof message === "object" && "subtype" in message ? ` ${message.subtype}` : "";
  const event = message?.type === "stream_event" ? ` ${message.event?.type}` : "";
  return `${message?.type}${subtype}${event}`;
}

function subagentText(message: SDKMessage): string {
  if (message.type === "stream_event") {
    const { event } = message;
    return event.type === "content_block_delta" && event.delta.type === "text_delta" ? event.delta.text : "";
  }
  if (message.type !== "assistant") return "";
  return message.message.content.map((block) => (block.type === "text" ? `${block.text}\n` : "")).join("");
}
