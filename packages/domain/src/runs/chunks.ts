import type { StoredMessage, WorkerEvent } from "@second/contracts";
import type { UIMessageChunk } from "ai";
import type { Clock } from "../platform.ts";
import type { OpenParts } from "./collections.ts";
import { rebuildChunks } from "./rebuild-chunks.ts";

type Chunk = UIMessageChunk<unknown, Record<string, unknown>>;

/** A chunk with its place: translating the same event again gives the same key. */
export interface KeyedChunk {
  key: string;
  value: Chunk;
}

interface OpenPart {
  id: string;
  kind: "text" | "reasoning";
  startedAt: number;
}

interface OpenCall {
  toolName: string;
  startedAt: number;
  available: boolean;
  /** Text of the input so far. */
  input: string;
}

const unreported = { status: "unreported" };
const interrupted = "The agent was interrupted before this finished.";

/**
 * Turns one attempt's numbered events into UI message chunks (AI SDK 7 stream protocol). Pure but for `now`, which
 * times calls and thinking, and `clock`, which tells when a retry comes. Parts never overlap; every opened part and call is closed on every path.
 */
export function createChunkMapper(input: {
  turnId: string;
  attempt: number;
  answerId: string;
  metadata: Record<string, unknown>;
  /** Milliseconds since some moment; never goes back. */
  now: () => number;
  clock: Clock;
}) {
  const prefix = `${input.turnId}/${input.attempt}/`;
  let started = false;
  let open: OpenPart | null = null;
  const calls = new Map<string, OpenCall>();

  const since = (startedAt: number) => Math.round(input.now() - startedAt);

  function* start(): Iterable<Chunk> {
    if (started) return;
    started = true;
    yield { type: "start", messageId: input.answerId, messageMetadata: input.metadata };
  }

  function* closePart(): Iterable<Chunk> {
    if (!open) return;
    const { id, kind, startedAt } = open;
    open = null;
    if (kind === "text") yield { type: "text-end", id };
    else yield { type: "reasoning-end", id, providerMetadata: { second: { durationMs: since(startedAt) } } };
  }

  function* openPart(kind: "text" | "reasoning", id: string): Iterable<Chunk> {
    if (open?.id === id) return;
    yield* closePart();
    open = { id, kind, startedAt: input.now() };
    yield { type: kind === "text" ? "text-start" : "reasoning-start", id };
  }

  function* closeCalls(failed: boolean): Iterable<Chunk> {
    for (const [toolCallId, call] of calls) {
      if (!call.available)
        yield {
          type: "tool-input-available",
          toolCallId,
          toolName: call.toolName,
          input: {},
          dynamic: true,
        };
      yield failed
        ? { type: "tool-output-error", toolCallId, errorText: interrupted, dynamic: true }
        : { type: "tool-output-available", toolCallId, output: unreported, dynamic: true };
    }
    calls.clear();
  }

  function* translate(event: WorkerEvent): Iterable<Chunk> {
    yield* start();
    switch (event.type) {
      case "session":
        return;
      case "step":
        yield* closePart();
        yield* closeCalls(false);
        return;
      case "text":
        yield* openPart("text", event.partId);
        yield { type: "text-delta", id: event.partId, delta: event.delta };
        return;
      case "reasoning":
        yield* openPart("reasoning", event.partId);
        if (event.delta) yield { type: "reasoning-delta", id: event.partId, delta: event.delta };
        else yield { type: "data-second-status", data: { phase: "thinking" }, transient: true };
        return;
      case "part-end":
        if (open?.id === event.partId) yield* closePart();
        return;
      case "tool-start":
        yield* closePart();
        calls.set(event.callId, {
          toolName: event.toolName,
          startedAt: input.now(),
          available: false,
          input: "",
        });
        yield {
          type: "tool-input-start",
          toolCallId: event.callId,
          toolName: event.toolName,
          dynamic: true,
        };
        return;
      case "tool-input-delta":
        yield* inputDelta(event);
        return;
      case "tool-input":
        yield* toolInput(event);
        return;
      case "tool-progress":
        if (calls.get(event.callId)?.available)
          yield {
            type: "tool-output-available",
            toolCallId: event.callId,
            output: event.output.slice(-20_000),
            preliminary: true,
            dynamic: true,
          };
        return;
      case "tool-result":
        yield* toolResult(event);
        return;
      case "retry":
        yield {
          type: "data-second-status",
          data: {
            phase: "retrying",
            code: event.code,
            delayMs: event.delayMs,
            until: new Date(input.clock.now() + event.delayMs).toISOString(),
          },
          transient: true,
        };
        return;
      case "build":
        yield {
          type: "data-second-status",
          data: { phase: `build-${event.phase}`, durationMs: event.durationMs },
          transient: true,
        };
        return;
      case "usage":
      case "checkpoint":
      case "end":
        return;
      default:
        // Of a newer worker: there is nothing to show.
        event satisfies never;
    }
  }

  function* inputDelta({ callId, delta }: { callId: string; delta: string }): Iterable<Chunk> {
    const call = calls.get(callId);
    if (call?.available !== false) return;
    call.input += delta;
    yield { type: "tool-input-delta", toolCallId: callId, inputTextDelta: delta };
  }

  function* toolInput(event: Extract<WorkerEvent, { type: "tool-input" }>): Iterable<Chunk> {
    const { callId: toolCallId, toolName } = event;
    if (!calls.has(toolCallId)) {
      yield* closePart();
      calls.set(toolCallId, { toolName, startedAt: input.now(), available: false, input: "" });
      yield { type: "tool-input-start", toolCallId, toolName, dynamic: true };
    }
    if (event.invalid !== undefined) {
      calls.delete(toolCallId);
      yield {
        type: "tool-input-error",
        toolCallId,
        toolName,
        input: event.invalid,
        errorText: "The agent sent input that is not valid JSON.",
        dynamic: true,
      };
      return;
    }
    const call = calls.get(toolCallId);
    if (call) call.available = true;
    yield { type: "tool-input-available", toolCallId, toolName, input: event.input, dynamic: true };
  }

  function* toolResult(event: Extract<WorkerEvent, { type: "tool-result" }>): Iterable<Chunk> {
    const { callId: toolCallId } = event;
    const call = calls.get(toolCallId);
    if (!call) return;
    if (!call.available)
      yield { type: "tool-input-available", toolCallId, toolName: call.toolName, input: {}, dynamic: true };
    calls.delete(toolCallId);
    const toolMetadata = { durationMs: since(call.startedAt) };
    if (event.isError) {
      const errorText = typeof event.output === "string" ? event.output : JSON.stringify(event.output);
      yield { type: "tool-output-error", toolCallId, errorText, dynamic: true, toolMetadata };
      return;
    }
    yield { type: "tool-output-available", toolCallId, output: event.output, dynamic: true, toolMetadata };
  }

  const keyed = (place: string, chunks: Iterable<Chunk>): KeyedChunk[] => {
    let part = 0;
    return Array.from(chunks, (value) => ({ key: `${prefix}${place}/${part++}`, value }));
  };

  return {
    /** Chunks of one event, in order. `place` names the event once per attempt. */
    map: (place: number | string, event: WorkerEvent): KeyedChunk[] => keyed(String(place), translate(event)),
    /** Chunks that web itself adds, such as a version or a notice. `place` names them once per attempt. */
    add: (place: string, chunk: Chunk): KeyedChunk[] => keyed(place, [...start(), chunk]),
    /** Closes all that is open, and the stream. */
    finish: (end: {
      kind: "finish" | "abort" | "error";
      errorText?: string;
      metadata: Record<string, unknown>;
    }) =>
      keyed(
        "end",
        (function* (): Iterable<Chunk> {
          yield* start();
          yield* closePart();
          yield* closeCalls(end.kind !== "finish");
          if (end.kind === "error") yield { type: "error", errorText: end.errorText ?? "" };
          yield { type: "message-metadata", messageMetadata: end.metadata };
          yield end.kind === "abort" ? { type: "abort" } : { type: "finish" };
        })(),
      ),
    /** Closes what is open as interrupted; the stream goes on. */
    interrupt: (place: string): KeyedChunk[] =>
      keyed(
        place,
        (function* (): Iterable<Chunk> {
          yield* closePart();
          yield* closeCalls(true);
        })(),
      ),
    /** What is open now. */
    open: (): OpenParts => ({
      part: open && { id: open.id, kind: open.kind },
      calls: Array.from(calls, ([callId, { toolName, available, input }]) => ({
        callId,
        toolName,
        available,
        input,
      })),
    }),
    /** Begins with an answer that was stored before, open as it was. Called first. */
    restore: (place: string, parts: StoredMessage["parts"], was: OpenParts): KeyedChunk[] => {
      const chunks = [...start(), ...rebuildChunks(parts, was)];
      open = was.part && { ...was.part, startedAt: input.now() };
      for (const { callId, ...call } of was.calls) calls.set(callId, { ...call, startedAt: input.now() });
      return keyed(place, chunks);
    },
  };
}

export type ChunkMapper = ReturnType<typeof createChunkMapper>;
