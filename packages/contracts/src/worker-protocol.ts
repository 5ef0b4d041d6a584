import { z } from "zod";
import { manifestSchema, sessionStateSchema } from "./agent-events.ts";
import { idSchema } from "./ids.ts";

/** Spoken between web and worker; both refuse a number they do not know. */
export const workerProtocol = 1;

export const internalTokenHeader = "x-second-internal-token";
export const turnTokenHeader = "x-second-turn-token";

/**
 * The worker's HTTP interface. Web is the client; every call carries the internal token.
 *
 * | call | does |
 * |---|---|
 * | `GET /health`, `/ready` | liveness, readiness |
 * | `GET /runtimes` | `{runtimes: RuntimeDetection[], sandbox: SandboxReport}` |
 * | `POST /files/:workspaceId/:appId` | `filesBody` → `{missing: sha256[]}`; equal to the manifest when none is missing |
 * | `PUT /blobs/:sha256`, `GET /blobs/:sha256` | raw bytes, at most 32 MB; the receiver checks the hash |
 * | `POST /turns` | `startTurnBody` → 202; the same turn and attempt again → 200, nothing started |
 * | `GET /turns/:turnId/:attempt/events?after=n` | NDJSON of `NumberedEvent`, live, ends after `end` and its checkpoint |
 * | `POST /turns/:turnId/:attempt/stop` | `{stopped: boolean}` |
 * | `POST /turns/:turnId/:attempt/ack` | `{number}`: events up to it may be dropped |
 * | `POST /builds` | `buildBody` → `BuildResult`: build the working directory outside a turn |
 *
 * Older fencing numbers than the highest seen for the app are refused with 409 `{code: "worker.fenced"}`.
 */
export const filesBodySchema = z.strictObject({
  fence: z.number().int().nonnegative(),
  /** Null: a new app, to be scaffolded from the template. */
  manifest: manifestSchema.nullable(),
});

export const startTurnBodySchema = z.strictObject({
  protocol: z.literal(workerProtocol),
  workspaceId: idSchema("workspace"),
  appId: idSchema("app"),
  runId: idSchema("run"),
  turnId: idSchema("turn"),
  attempt: z.number().int().positive(),
  fence: z.number().int().nonnegative(),
  runtimeId: z.string(),
  runtimeModel: z.string(),
  runtimeParams: z.record(z.string(), z.string()),
  /** What the agent is asked; already carries decisions and fenced untrusted text. */
  prompt: z.string(),
  /** What was said so far, for an agent that does not go on in `session`; told before the prompt then. */
  handoff: z.string(),
  systemPrompt: z.string(),
  session: sessionStateSchema.nullable(),
  /** Names of the platform's tools this turn may call, without the `mcp__second__` prefix. */
  tools: z.array(z.string()),
  turnToken: z.string(),
  limits: z.strictObject({ stepsMax: z.number().int(), minutesMax: z.number() }),
});
export type StartTurnBody = z.infer<typeof startTurnBodySchema>;

export const buildDiagnosticSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  /** For example `TS2322`, `vite`, `structure`. */
  code: z.string(),
  message: z.string(),
});
export type BuildDiagnostic = z.infer<typeof buildDiagnosticSchema>;

export const buildResultSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("built"),
    source: manifestSchema,
    artifact: manifestSchema,
    warning: z.string().nullable(),
    durationMs: z.number(),
  }),
  z.object({
    status: z.literal("failed"),
    /** `structure`, `dependencies`, `check`, `bundle`, `snapshot`. */
    stage: z.string(),
    code: z.string().optional(),
    errors: z.array(buildDiagnosticSchema).max(50),
    message: z.string(),
    durationMs: z.number(),
  }),
]);
export type BuildResult = z.infer<typeof buildResultSchema>;

export const buildBodySchema = z.strictObject({
  workspaceId: idSchema("workspace"),
  appId: idSchema("app"),
  fence: z.number().int().nonnegative(),
});

/**
 * The worker's call to web for a platform tool, `POST /api/internal/turns/:turnId/tools/:tool` with the turn's token.
 * Answered once per (turn, call): repeating it gives the first answer. For `done_building` the worker has built
 * already and sends the result along; web fetches the blobs it lacks from the worker before it answers.
 */
export const toolCallBodySchema = z.strictObject({
  callId: z.string().min(1).max(128),
  attempt: z.number().int().positive(),
  input: z.unknown(),
  build: buildResultSchema.optional(),
});
export type ToolCallBody = z.infer<typeof toolCallBodySchema>;

/** The tool's JSON result as the agent reads it. `isError` marks it as a tool error. */
export const toolCallAnswerSchema = z.object({ result: z.unknown(), isError: z.boolean() });
export type ToolCallAnswer = z.infer<typeof toolCallAnswerSchema>;

export const heartbeatBodySchema = z.strictObject({
  workerId: z.string(),
  protocol: z.number().int(),
  url: z.url(),
  turnsRunning: z.number().int(),
  turnsMax: z.number().int(),
  diskFreeBytes: z.number(),
});
