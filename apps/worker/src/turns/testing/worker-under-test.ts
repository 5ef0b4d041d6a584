import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentTurn, CodingAgent, TurnInput } from "@second/agents";
import {
  type AgentEvent,
  type BuildResult,
  internalTokenHeader,
  type NumberedEvent,
  type StartTurnBody,
  type WorkerEvent,
} from "@second/contracts";
import { openBlobCache } from "../../blobs/index.ts";
import { silentLog } from "../../log.ts";
import { createWorkerApp } from "../../server.ts";
import { openWorkspaces } from "../../workspaces/index.ts";
import { createTurns, type TurnsOptions } from "../index.ts";

const token = "0123456789abcdef0123456789abcdef";
const id = (prefix: string, number: number) => `${prefix}_0${String(number).padStart(25, "0")}`;
export const workspaceId = id("ws", 1);
export const appId = id("app", 1);
export const turnId = (number: number) => id("trn", number);

/** An agent's turn that the test plays: what it does, and what it is told. */
export interface PlayedTurn {
  input: TurnInput;
  emit(...events: AgentEvent[]): void;
  isStopped: boolean;
}

/** A worker with real files and a real server, whose agent is played by the test. */
export async function openWorkerUnderTest({
  attachDependencies,
  ...more
}: Partial<TurnsOptions> & Partial<Pick<TurnsOptions["builds"], "attachDependencies">> = {}) {
  const home = await mkdtemp(join(tmpdir(), "second-turns-"));
  const template = join(home, "template");
  await mkdir(template);
  const eventsDirectory = join(home, "events");
  await mkdir(eventsDirectory);
  await writeFile(join(template, "index.html"), "<main></main>\n");
  const blobs = await openBlobCache({ directory: join(home, "blobs") });
  const workspaces = await openWorkspaces({
    directory: join(home, "workspaces"),
    blobs,
    templateDirectory: template,
  });
  const played: PlayedTurn[] = [];
  const builds: TurnsOptions["builds"] = {
    build: async (): Promise<BuildResult> => ({
      status: "built",
      source: {},
      artifact: {},
      warning: null,
      durationMs: 1,
    }),
    attachDependencies: attachDependencies ?? (async () => ({ source: home, target: "/deps" })),
    warm: () => Promise.reject(new Error("not here")),
  };
  const turns = createTurns({
    agent: playedAgent(played),
    platform: { call: async () => ({ result: { ok: true }, isError: false }) },
    workspaces,
    builds,
    places: { open: () => Promise.reject(new Error("played agents need no place")) },
    log: silentLog,
    eventsDirectory,
    turnsMax: 4,
    requireRuntime: async () => undefined,
    tokensOf: () => ({ inputTokens: 0, outputTokens: 0 }),
    ...more,
  });
  let isReady = true;
  const app = createWorkerApp({
    ...{ turns, workspaces, builds, blobs, log: silentLog },
    tokens: ["other-token-0123456789abcdef0123456", token],
    detection: { runtimes: async () => [], programPath: async () => null, require: async () => undefined },
    sandbox: { report: () => ({ kind: "bwrap", reason: null }) },
    isReady: () => isReady,
  });

  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method,
      headers: { [internalTokenHeader]: token, ...headers },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
    });

  return {
    app,
    turns,
    workspaces,
    blobs,
    played,
    call,
    files: workspaces.directory({ workspaceId, appId }),
    setReady: (ready: boolean) => {
      isReady = ready;
    },
    /** The n-th turn that the agent was given, once it was. */
    async turn(number: number): Promise<PlayedTurn> {
      for (let tries = 0; tries < 400; tries += 1) {
        const found = played[number - 1];
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`The agent was not given turn ${number}.`);
    },
    async readEvents(number: number, attempt = 1, after = 0): Promise<NumberedEvent[]> {
      const response = await call("GET", `/turns/${turnId(number)}/${attempt}/events?after=${after}`);
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      return parseLines(await response.text());
    },
    async close() {
      turns.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function startBody(number: number, more: Partial<StartTurnBody> = {}): Record<string, unknown> {
  return {
    protocol: 1,
    workspaceId,
    appId,
    runId: id("run", 1),
    turnId: turnId(number),
    attempt: 1,
    fence: number,
    runtimeId: "demo",
    runtimeModel: "demo",
    runtimeParams: {},
    prompt: "Build it.",
    handoff: "",
    systemPrompt: "You build apps.",
    session: null,
    tools: ["present_plan", "done_building"],
    turnToken: "token-of-the-turn",
    limits: { stepsMax: 10, minutesMax: 1 },
    ...more,
  };
}

export function parseLines(text: string): NumberedEvent[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

export const typesOf = (events: readonly NumberedEvent[]): WorkerEvent["type"][] =>
  events.map(({ event }) => event.type);

function playedAgent(played: PlayedTurn[]): CodingAgent {
  return {
    detect: async () => [],
    startTurn: (input) => playTurn(input, played),
    trim: async () => undefined,
    close: async () => undefined,
  };
}

function playTurn(input: TurnInput, played: PlayedTurn[]): AgentTurn {
  const queue: AgentEvent[] = [];
  let wake: () => void = () => undefined;
  const turn: PlayedTurn = {
    input,
    isStopped: false,
    emit(...events) {
      queue.push(...events);
      wake();
    },
  };
  played.push(turn);
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        for (let event = queue.shift(); event; event = queue.shift()) {
          yield event;
          if (event.type === "end") return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop() {
      if (turn.isStopped) return;
      turn.isStopped = true;
      turn.emit({ type: "end", reason: "stopped" });
    },
    sessionState: async () => ({ runtimeId: input.runtimeId, sessionId: "s", format: "played", data: "d" }),
  };
}
