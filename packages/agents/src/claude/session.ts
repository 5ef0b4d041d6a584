import { EventEmitter } from "node:events";
import type {
  Options,
  Query,
  SDKMessage,
  SDKUserMessage,
  SpawnedProcess,
  SpawnOptions,
} from "@anthropic-ai/claude-agent-sdk";
import type { RuntimePlace, RuntimeProcess, ToolAnswer, TurnInput } from "../coding-agent.ts";
import { createEventQueue } from "../event-queue.ts";
import { redactProviderText } from "../redact.ts";
import { sessionOptions } from "./options.ts";
import { writeSession } from "./session-files.ts";
import { createToolServer } from "./tool-server.ts";
import { noUsage, type UsageTotals } from "./usage.ts";

/** One turn's ear on a session. */
export interface SessionListener {
  onMessage(message: SDKMessage): void;
  /** The process is gone; `reason` says why in words, as far as known. */
  onGone(reason: string): void;
  callTool(name: string, input: unknown, callId: string): Promise<ToolAnswer>;
}

/** A runtime process with an open conversation. It serves one turn at a time and may be kept between turns. */
export interface ClaudeSession {
  readonly place: RuntimePlace;
  /** True when it continues an earlier process's conversation. */
  readonly isResumed: boolean;
  readonly isAlive: boolean;
  /** True when it served a turn before the one it serves now. */
  readonly isKept: boolean;
  readonly pid: number | undefined;
  /** What the next turn's usage is measured from. */
  totals: UsageTotals;
  /** Asks the prompt; a conversation that begins with it is told `handoff` first. */
  send(turn: Pick<TurnInput, "turnId" | "prompt" | "handoff">, listener: SessionListener): void;
  /** Stops listening; what the process still says is dropped. */
  release(): void;
  /** Asks the runtime to end what it does. Failure shows in its not ending. */
  interrupt(): void;
  kill(): void;
  /** Kills the process and removes its place. */
  close(): Promise<void>;
}

const stderrCharactersMax = 2_000;

/** Starts a runtime process in a new place, resuming `input.session` unless `isFresh`. */
export async function openSession(
  input: TurnInput,
  { isFresh }: { isFresh: boolean },
): Promise<ClaudeSession> {
  const place = await input.openPlace();
  try {
    const resumed = input.session && !isFresh ? await writeSession(place, input.session) : null;
    return await startSession(input, place, resumed);
  } catch (error) {
    await place.close();
    throw error;
  }
}

async function startSession(
  input: TurnInput,
  place: RuntimePlace,
  resumed: { sessionId: string; totals: UsageTotals } | null,
): Promise<ClaudeSession> {
  const { query } = await import("@anthropic-ai/claude-agent-sdk");
  const prompts = createEventQueue<SDKUserMessage>();
  let listener: SessionListener | null = null;
  let process: RuntimeProcess | null = null;
  let isAlive = true;
  let turnsServed = 0;
  let stderr = "";

  const tools = await createToolServer(input.tools, async (name, toolInput, callId) =>
    listener === null
      ? { result: "This turn has ended.", isError: true }
      : listener.callTool(name, toolInput, callId),
  );
  const options: Options = {
    ...sessionOptions(input, place),
    mcpServers: { second: tools },
    stderr: (text) => {
      stderr = `${stderr}${text}`.slice(-stderrCharactersMax);
    },
    spawnClaudeCodeProcess: (start) => {
      process = place.spawn({ command: start.command, args: start.args, env: cleanEnvironment(start) });
      void process.ended.then(() => {
        isAlive = false;
      });
      process.stderr.on("data", (chunk: Buffer) => options.stderr?.(chunk.toString()));
      return asSpawnedProcess(process, start.signal);
    },
    ...(resumed ? { resume: resumed.sessionId } : {}),
  };
  const running: Query = query({ prompt: prompts, options });
  void pump();

  async function pump(): Promise<void> {
    let failure = "";
    try {
      for await (const message of running) listener?.onMessage(message);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const end = await process?.ended;
    isAlive = false;
    listener?.onGone(
      end?.reason ?? redactProviderText(stderr.trim() || failure || "It ended without a word."),
    );
  }

  return {
    place,
    isResumed: resumed !== null,
    get isAlive() {
      return isAlive;
    },
    get isKept() {
      return turnsServed > 1;
    },
    get pid() {
      return process?.pid;
    },
    totals: resumed?.totals ?? noUsage,
    send({ turnId, prompt, handoff }, next) {
      const begins = resumed === null && turnsServed === 0;
      listener = next;
      turnsServed += 1;
      place.assignTurn(turnId);
      prompts.push([
        // Composed by the platform: no mentions are expanded and no slash commands run.
        {
          type: "user",
          message: { role: "user", content: begins ? `${handoff}${prompt}` : prompt },
          parent_tool_use_id: null,
          client_composed: true,
        },
      ]);
    },
    release() {
      listener = null;
      place.assignTurn(null);
    },
    interrupt() {
      running.interrupt().catch(() => undefined);
    },
    kill: () => process?.kill(),
    async close() {
      listener = null;
      isAlive = false;
      prompts.end();
      process?.kill();
      running.close();
      await place.close();
    },
  };
}

function cleanEnvironment({ env }: SpawnOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The few members of a child process that the SDK uses. */
function asSpawnedProcess(process: RuntimeProcess, signal: AbortSignal): SpawnedProcess {
  const events = new EventEmitter();
  const state = { killed: false, exitCode: null as number | null, signalCode: null as NodeJS.Signals | null };
  const kill = () => {
    state.killed = true;
    process.kill();
    return true;
  };
  signal.addEventListener("abort", kill, { once: true });
  void process.ended.then((end) => {
    state.exitCode = end.exitCode;
    state.signalCode = end.signal;
    events.emit("exit", end.exitCode, end.signal);
  });
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    get killed() {
      return state.killed;
    },
    get exitCode() {
      return state.exitCode;
    },
    get signalCode() {
      return state.signalCode;
    },
    kill,
    on: (event: string, listener: (...values: never[]) => void) =>
      void events.on(event, listener as () => void),
    once: (event: string, listener: (...values: never[]) => void) =>
      void events.once(event, listener as () => void),
    off: (event: string, listener: (...values: never[]) => void) =>
      void events.off(event, listener as () => void),
  };
}
