import { builderToolPrefix, type MessageMetadata } from "@second/contracts";
import { type BuildStep, withPhase } from "./build-steps.ts";
import { field, type Part, text } from "./part-values.ts";

/** A UI message chunk (AI SDK 7 stream protocol) as it comes from the log; read leniently. */
export interface Chunk {
  type: string;
  id?: string;
  delta?: string;
  messageId?: string;
  messageMetadata?: MessageMetadata;
  toolCallId?: string;
  toolName?: string;
  inputTextDelta?: string;
  input?: unknown;
  output?: unknown;
  errorText?: string;
  preliminary?: boolean;
  toolMetadata?: Record<string, unknown>;
  providerMetadata?: unknown;
  data?: unknown;
  transient?: boolean;
}

/** What the platform says it is doing. */
export interface LiveStatus {
  /** For example `starting`, `thinking`, `retrying`. */
  phase: string;
  /** The problem that a retry waits out. */
  code: string | null;
  /** What a retry waits: until when, by the server's clock, and never longer than this by any other. */
  wait: { until: string; msMax: number } | null;
}

/** The answer that is being written. */
export interface LiveMessage {
  id: string | null;
  parts: readonly Part[];
  metadata: MessageMetadata;
  /** Null once there is output again. */
  status: LiveStatus | null;
  /** Of the newest build. */
  buildSteps: readonly BuildStep[];
  ended: boolean;
}

export const emptyLive: LiveMessage = {
  id: null,
  parts: [],
  metadata: {},
  status: null,
  buildSteps: [],
  ended: false,
};

/**
 * Applies a burst of chunks. Parts that did not change keep their identity, so that a component per part renders only
 * what moved.
 */
export function applyChunks(before: LiveMessage, chunks: readonly Chunk[]): LiveMessage {
  const parts = [...before.parts];
  const state = { ...before, parts };
  for (const chunk of chunks) applyChunk(state, parts, chunk);
  return state;
}

type Writable = { -readonly [K in keyof LiveMessage]: LiveMessage[K] };

function applyChunk(state: Writable, parts: Part[], chunk: Chunk): void {
  const { type } = chunk;
  if (!type.startsWith("data-") && type !== "start") state.status = null;
  switch (type) {
    case "start":
      state.id = chunk.messageId ?? state.id;
      state.metadata = { ...state.metadata, ...chunk.messageMetadata };
      return;
    case "message-metadata":
    case "finish":
      state.metadata = { ...state.metadata, ...chunk.messageMetadata };
      if (type === "finish") state.ended = true;
      return;
    case "abort":
      state.ended = true;
      return;
    case "text-start":
    case "reasoning-start":
      parts.push({
        type: type === "text-start" ? "text" : "reasoning",
        id: chunk.id,
        text: "",
        state: "streaming",
      });
      return;
    case "text-delta":
    case "reasoning-delta":
      change(
        parts,
        (part) => part.id === chunk.id && "text" in part,
        (part) => ({
          ...part,
          text: `${part.text}${chunk.delta ?? ""}`,
        }),
      );
      return;
    case "text-end":
    case "reasoning-end":
      change(
        parts,
        (part) => part.id === chunk.id && "text" in part,
        (part) => ({
          ...part,
          state: "done",
          ...(chunk.providerMetadata ? { providerMetadata: chunk.providerMetadata } : {}),
        }),
      );
      return;
    case "tool-input-start":
      if (chunk.toolName === `${builderToolPrefix}done_building`) state.buildSteps = [];
      parts.push({
        type: "dynamic-tool",
        toolCallId: chunk.toolCallId,
        toolName: chunk.toolName,
        state: "input-streaming",
        inputText: "",
      });
      return;
    case "tool-input-delta":
      changeCall(parts, chunk, (part) => ({
        ...part,
        inputText: `${part.inputText}${chunk.inputTextDelta ?? ""}`,
      }));
      return;
    case "tool-input-available":
      changeCall(parts, chunk, ({ inputText: _, ...part }) => ({
        ...part,
        state: "input-available",
        input: chunk.input,
      }));
      return;
    case "tool-input-error":
    case "tool-output-error":
      changeCall(parts, chunk, (part) => ({ ...part, state: "output-error", ...outcome(chunk) }));
      return;
    case "tool-output-available":
      changeCall(parts, chunk, (part) => ({ ...part, state: "output-available", ...outcome(chunk) }));
      return;
    default:
      if (type.startsWith("data-")) applyData(state, parts, chunk);
  }
}

function outcome(chunk: Chunk): Record<string, unknown> {
  return {
    ...(chunk.output === undefined ? {} : { output: chunk.output }),
    ...(chunk.errorText === undefined ? {} : { errorText: chunk.errorText }),
    preliminary: chunk.preliminary ?? false,
    ...(chunk.toolMetadata ? { toolMetadata: chunk.toolMetadata } : {}),
  };
}

function applyData(state: Writable, parts: Part[], chunk: Chunk): void {
  if (chunk.type === "data-second-status") applyStatus(state, chunk.data);
  if (chunk.transient || chunk.type === "data-second-status") return;
  const index = parts.findIndex((part) => part.type === chunk.type && part.id === chunk.id);
  const part: Part = { type: chunk.type, id: chunk.id, data: chunk.data };
  if (index >= 0) parts[index] = part;
  else parts.push(part);
}

function applyStatus(state: Writable, data: unknown): void {
  const phase = text(field(data, "phase"));
  if (phase.startsWith("build-")) {
    const atMs = Number(field(data, "durationMs") ?? 0);
    state.buildSteps = withPhase(state.buildSteps, phase.slice("build-".length), atMs);
    return;
  }
  const msMax = field(data, "delayMs");
  const until = text(field(data, "until"));
  state.status = phase
    ? {
        phase,
        code: text(field(data, "code")) || null,
        wait: typeof msMax === "number" && until ? { until, msMax } : null,
      }
    : null;
}

/** Changes the newest part that fits: what streams is near the end. */
function change(parts: Part[], fits: (part: Part) => boolean, to: (part: Part) => Part): void {
  const index = parts.findLastIndex(fits);
  const part = parts[index];
  if (part) parts[index] = to(part);
}

function changeCall(parts: Part[], chunk: Chunk, to: (part: Part) => Part): void {
  change(parts, (part) => part.type === "dynamic-tool" && part.toolCallId === chunk.toolCallId, to);
}
