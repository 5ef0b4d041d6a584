import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type AgentEvent,
  type BuildResult,
  builderToolPrefix,
  type Manifest,
  type NumberedEvent,
  runtimes,
  type StartTurnBody,
  type ToolCallAnswer,
  turnTokenHeader,
  type WorkerEvent,
} from "@second/contracts";

/** Path → content of a file. */
type Files = Record<string, string>;

/** A tool call on stage; its input is known, its result is still to come. */
export interface StagedCall {
  progress(output: string): void;
  done(output?: unknown): void;
  failed(message: string): void;
}

/** What the agent of one turn can do. */
export interface Stage {
  readonly prompt: string;
  emit(event: WorkerEvent): void;
  /** A whole part, or with `open` one that goes on streaming. */
  say(text: string, options?: { open: boolean }): void;
  think(text: string, options?: { open: boolean }): void;
  call(toolName: string, input: unknown): StagedCall;
  /** A call whose input is still being written; `input` is JSON as far as it goes. */
  writes(toolName: string, input: string): void;
  /** Calls a tool of the platform and tells its result, as a worker does. */
  platform(tool: string, input: unknown, build?: BuildResult): Promise<ToolCallAnswer>;
  /** Builds: `done_building` with its steps and this artifact. */
  build(summary: string, artifact: Files): Promise<void>;
  end(reason: "completed" | "presented" | "stopped", files?: Files): void;
  fail(code: string, detail?: string): void;
  /** Breaks the event stream and forgets the turn, as a killed worker does. */
  vanish(): void;
  /** Resolves when a person stops the turn. */
  readonly stopped: Promise<void>;
}

export type Script = (stage: Stage) => Promise<void> | void;

export interface ScriptedWorker {
  readonly url: string;
  /** What each further turn does, in order; turns beyond them say one sentence and end. */
  next(...scripts: Script[]): void;
  /** Answers of builds outside a turn, in order. */
  readonly builds: BuildResult[];
  manifestOf(files: Files): Manifest;
  /** While false, every call is refused as by a worker that is starting. */
  isReachable: boolean;
  stop(): Promise<void>;
}

interface Attempt {
  events: NumberedEvent[];
  readers: Set<ServerResponse>;
  stop(): void;
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

/** A worker on a free port whose agents follow scripts; it speaks the protocol of the real one. */
export async function startScriptedWorker(webUrl: () => string): Promise<ScriptedWorker> {
  const scripts: Script[] = [];
  const attempts = new Map<string, Attempt>();
  const blobs = new Map<string, Buffer>();

  function manifestOf(files: Files): Manifest {
    const entries = Object.entries(files).map(([path, content]) => {
      const bytes = Buffer.from(content);
      blobs.set(sha256(bytes), bytes);
      return [path, { sha256: sha256(bytes), sizeBytes: bytes.length }] as const;
    });
    return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  function begin(body: StartTurnBody): void {
    const key = `${body.turnId}/${body.attempt}`;
    if (attempts.has(key)) return;
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const attempt: Attempt = { events: [], readers: new Set(), stop };
    attempts.set(key, attempt);
    const stage = createStage({ body, attempt, webUrl, manifestOf, stopped });
    stage.vanish = () => {
      attempts.delete(key);
      for (const reader of attempt.readers) reader.destroy();
    };
    const script = scripts.shift() ?? ((last: Stage) => last.end("completed"));
    setImmediate(() => void script(stage));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://worker");
    const [room, first = "", second, verb] = url.pathname.slice(1).split("/");
    const attempt = attempts.get(`${first}/${second}`);
    const json = (status: number, value: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    const body = async (): Promise<Buffer> => Buffer.concat(await request.toArray());

    if (!worker.isReachable) return json(503, { code: "worker.unavailable" });
    if (room === "health" || room === "ready") return json(200, {});
    if (room === "runtimes") return json(200, detection);
    if (room === "files") return json(200, { missing: [] });
    if (room === "builds") return json(200, worker.builds.shift());
    if (room === "blobs" && request.method === "PUT") {
      blobs.set(first, await body());
      return json(200, {});
    }
    if (room === "blobs") {
      const bytes = blobs.get(first);
      if (!bytes) return json(404, { code: "resource.not_found" });
      response.end(bytes);
      return;
    }
    if (room !== "turns") return json(404, {});
    if (!first) {
      begin(JSON.parse((await body()).toString()) as StartTurnBody); // written by the product's own client
      return json(202, {});
    }
    if (!attempt) return json(404, { code: "turn.worker_lost" });
    if (verb === "stop") attempt.stop();
    if (verb !== "events") return json(200, { stopped: true });
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    const after = Number(url.searchParams.get("after"));
    for (const event of attempt.events.slice(after)) response.write(`${JSON.stringify(event)}\n`);
    attempt.readers.add(response);
    if (attempt.events.at(-1)?.event.type === "end") response.end();
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  const worker: ScriptedWorker = {
    url: `http://127.0.0.1:${port}`,
    next: (...more) => void scripts.push(...more),
    builds: [],
    manifestOf,
    isReachable: true,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return worker;
}

const detection = {
  runtimes: runtimes.map(({ id, models }) => ({
    id,
    state: "ready",
    version: "1.0.0",
    reason: null,
    auth: id === "demo" ? "none" : "api_key",
    models: models.map((model) => model.id),
  })),
  sandbox: { kind: "bwrap", reason: null },
};

function createStage(input: {
  body: StartTurnBody;
  attempt: Attempt;
  webUrl: () => string;
  manifestOf: (files: Files) => Manifest;
  stopped: Promise<void>;
}): Stage {
  const { body, attempt, manifestOf } = input;
  let made = 0;
  /** The working directory as it was last built or changed; null while it is untouched. */
  let tree: Manifest | null = null;
  const newId = (kind: string) => {
    made += 1;
    return `${kind}-${body.turnId}-${made}`;
  };

  function emit(event: WorkerEvent): void {
    const numbered = { number: attempt.events.length + 1, event };
    attempt.events.push(numbered);
    for (const reader of attempt.readers) {
      reader.write(`${JSON.stringify(numbered)}\n`);
      if (event.type === "end") reader.end();
    }
  }

  function part(type: "text" | "reasoning", text: string, { open } = { open: false }): void {
    const partId = newId(type);
    for (const delta of text.match(/\s*\S+/g) ?? [""]) emit({ type, partId, delta });
    if (!open) emit({ type: "part-end", partId });
  }

  function call(toolName: string, toolInput: unknown): StagedCall & { callId: string } {
    const callId = newId("call");
    emit({ type: "tool-start", callId, toolName });
    emit({ type: "tool-input", callId, toolName, input: toolInput });
    const result = (output: unknown, isError: boolean) =>
      emit({ type: "tool-result", callId, output, isError });
    return {
      callId,
      progress: (output) => emit({ type: "tool-progress", callId, output }),
      done: (output = "ok") => result(output, false),
      failed: (message) => result(message, true),
    };
  }

  async function platform(tool: string, toolInput: unknown, build?: BuildResult): Promise<ToolCallAnswer> {
    const started = call(`${builderToolPrefix}${tool}`, toolInput);
    for (const phase of build ? (["dependencies", "checking", "bundling"] as const) : [])
      emit({ type: "build", phase, durationMs: 40 });
    const response = await fetch(`${input.webUrl()}/api/internal/turns/${body.turnId}/tools/${tool}`, {
      method: "POST",
      headers: { "content-type": "application/json", [turnTokenHeader]: body.turnToken },
      body: JSON.stringify({ callId: started.callId, attempt: body.attempt, input: toolInput, build }),
    });
    if (!response.ok) throw new Error(`${tool} was refused: ${await response.text()}`);
    const answer = (await response.json()) as ToolCallAnswer; // the product's own answer
    if (answer.isError) started.failed(JSON.stringify(answer.result));
    else started.done(answer.result);
    return answer;
  }

  function finish(end: Extract<AgentEvent, { type: "end" }>, files?: Files): void {
    if (files) tree = manifestOf(files);
    const session = { runtimeId: body.runtimeId, sessionId: "scripted", format: "scripted" };
    emit({ type: "checkpoint", tree: tree ?? {}, session, filesChanged: tree !== null });
    const tokens = { inputTokens: 1840, outputTokens: 960, cacheReadInputTokens: 0 };
    const models = { [body.runtimeModel]: { ...tokens, cacheCreationInputTokens: 0, costUsd: 0.12 } };
    emit({ type: "usage", models, totalCostUsd: 0.12, steps: 3, durationMs: 41_000 });
    emit(end);
  }

  return {
    prompt: body.prompt,
    emit,
    say: (text, options) => part("text", text, options),
    think: (text, options) => part("reasoning", text, options),
    call,
    writes: (toolName, text) => {
      const callId = newId("call");
      emit({ type: "tool-start", callId, toolName });
      emit({ type: "tool-input-delta", callId, delta: text });
    },
    platform,
    build: async (summary, artifact) => {
      tree = manifestOf({ "index.html": "<div></div>", "src/main.tsx": summary });
      const built = { status: "built", source: tree, warning: null, durationMs: 1200 } as const;
      await platform("done_building", { summary }, { ...built, artifact: manifestOf(artifact) });
    },
    end: (reason, files) => finish({ type: "end", reason }, files),
    fail: (code, detail) =>
      finish({ type: "end", reason: "failed", code, ...(detail === undefined ? {} : { detail }) }),
    vanish: () => undefined,
    stopped: input.stopped,
  };
}
