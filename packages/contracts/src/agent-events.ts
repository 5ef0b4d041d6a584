import { z } from "zod";

const text = z.string();
const json = z.unknown();

/** What happened to a model's usage of one turn attempt. Token counts; US dollars. */
export const modelUsageSchema = z.record(
  z.string(),
  z.object({
    inputTokens: z.number(),
    outputTokens: z.number(),
    cacheReadInputTokens: z.number(),
    cacheCreationInputTokens: z.number(),
    costUsd: z.number().nullable(),
  }),
);
export type ModelUsage = z.infer<typeof modelUsageSchema>;

/** Path → file of a source tree or artifact. Paths are relative, `/`-separated and sorted by code point. */
export const manifestSchema = z.record(
  z.string(),
  z.object({ sha256: z.string(), sizeBytes: z.number().int() }),
);
export type Manifest = z.infer<typeof manifestSchema>;

/** A provider's own session, opaque to everyone but its adapter. At most 8 MB. */
export const sessionStateSchema = z.object({
  runtimeId: text,
  sessionId: text,
  format: text,
  data: text.optional(),
});
export type SessionState = z.infer<typeof sessionStateSchema>;

/**
 * What an agent does, in the words of no vendor. Adapters emit these; the worker numbers them; web turns them into
 * UI chunks. `partId` and `callId` are unique within a turn attempt; a part's events are never interleaved with
 * another part's, and `part-end` closes each text or reasoning part exactly once.
 */
export const agentEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("session"), sessionId: text, model: text }),
  z.object({ type: z.literal("step") }),
  z.object({ type: z.literal("text"), partId: text, delta: text }),
  /** An empty delta announces thinking whose content is hidden. */
  z.object({ type: z.literal("reasoning"), partId: text, delta: text }),
  z.object({ type: z.literal("part-end"), partId: text }),
  z.object({ type: z.literal("tool-start"), callId: text, toolName: text }),
  z.object({ type: z.literal("tool-input-delta"), callId: text, delta: text }),
  /** `input` is the parsed input; `invalid` holds the raw text when it was not JSON. */
  z.object({
    type: z.literal("tool-input"),
    callId: text,
    toolName: text,
    input: json,
    invalid: text.optional(),
  }),
  /** The newest 20,000 characters of a running tool's output. */
  z.object({ type: z.literal("tool-progress"), callId: text, output: text }),
  z.object({ type: z.literal("tool-result"), callId: text, output: json, isError: z.boolean() }),
  z.object({
    type: z.literal("usage"),
    models: modelUsageSchema,
    totalCostUsd: z.number().nullable(),
    steps: z.number().int(),
    durationMs: z.number(),
  }),
  /** Waiting before another try of a model call, e.g. when rate-limited. */
  z.object({ type: z.literal("retry"), code: text, attempt: z.number().int(), delayMs: z.number() }),
  /** The last event of an attempt, always exactly one. */
  z.object({
    type: z.literal("end"),
    reason: z.enum(["completed", "stopped", "presented", "failed"]),
    /**
     * A `problems` code of area turn, model, runtime, build, sandbox or system; present when failed, and when the files
     * of a stopped turn could not be kept.
     */
    code: text.optional(),
    /** Redacted provider text, at most 240 characters. */
    detail: text.optional(),
  }),
]);
export type AgentEvent = z.infer<typeof agentEventSchema>;

/** Events that the worker adds to an agent's own. */
export const workerEventSchema = z.discriminatedUnion("type", [
  ...agentEventSchema.options,
  /** The working tree and session state as of this event; web stores them, then acknowledges the number. */
  z.object({
    type: z.literal("checkpoint"),
    tree: manifestSchema,
    session: sessionStateSchema.nullable(),
    filesChanged: z.boolean(),
  }),
  z.object({
    type: z.literal("build"),
    phase: z.enum(["dependencies", "checking", "bundling", "done", "failed"]),
    durationMs: z.number(),
  }),
]);
export type WorkerEvent = z.infer<typeof workerEventSchema>;

/** A worker's event with its number, from 1 per attempt. */
export interface NumberedEvent {
  number: number;
  event: WorkerEvent;
}
