import type { AgentTurn, CodingAgent } from "@second/agents";
import {
  type AgentEvent,
  type Manifest,
  type ProblemCode,
  problemOf,
  type StartTurnBody,
  type WorkerEvent,
} from "@second/contracts";
import { type Platform, turnTools } from "../broker/index.ts";
import type { Builds } from "../builds/index.ts";
import type { Log } from "../log.ts";
import type { Places } from "../runtime/index.ts";
import type { Workspaces } from "../workspaces/index.ts";
import { createEventLog, type EventLog } from "./event-log.ts";
import { createSpilledLines } from "./spilled-lines.ts";

export interface AttemptParts {
  agent: CodingAgent;
  platform: Platform;
  workspaces: Workspaces;
  builds: Builds;
  places: Places;
  log: Log;
  /** This process's own directory for events that are many. */
  eventsDirectory: string;
  /** Tokens that the model gateway counted for a turn since this was last asked. */
  tokensOf: (turnId: string) => { inputTokens: number; outputTokens: number };
  /** The least time between the beginnings of two checkpoints before a turn's end. */
  checkpointEveryMs?: number;
}

/** One try at a turn, from its place in the queue to the end of its events. */
export interface Attempt {
  readonly body: StartTurnBody;
  readonly events: EventLog;
  /** Settles when the last event was written; never rejects. */
  readonly done: Promise<void>;
  /** Ends it as stopped. Idempotent. */
  stop(): void;
  /** Stops it so that another worker can go on: a checkpoint is written, an end is not. */
  suspend(): void;
  /** Number of the newest checkpoint; 0 before the first. */
  readonly checkpointNumber: number;
  /** True while a tool runs. */
  readonly isInTool: boolean;
}

type End = Extract<AgentEvent, { type: "end" }>;

const bytesMax = 32 * 1024 * 1024;
const changingTools: ReadonlySet<string> = new Set(["Write", "Edit", "Bash"]);

/** Starts an attempt once `ready` resolves with the function that frees its place. */
export function startAttempt(
  body: StartTurnBody,
  parts: AttemptParts,
  ready: (signal: AbortSignal) => Promise<() => void>,
): Attempt {
  const { workspaces, builds, places, agent, platform, checkpointEveryMs = 5_000 } = parts;
  const app = { workspaceId: body.workspaceId, appId: body.appId };
  const ids = { turnId: body.turnId, attempt: body.attempt, runId: body.runId, ...app };
  const events = createEventLog(createSpilledLines(parts.eventsDirectory));
  const waiting = new AbortController();
  const openCalls = new Map<string, string>();
  let turn: AgentTurn | null = null;
  let treeBefore: Manifest | null = null;
  let isStopped = false;
  let isSuspended = false;
  let isOverfull = false;
  let checkpointNumber = 0;
  let checkpointAtMs = Date.now();
  let checkpointing: Promise<unknown> = Promise.resolve();
  let nextCheckpoint: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    let end: End;
    let free: () => void = () => undefined;
    const leave = workspaces.occupy(app);
    try {
      free = await ready(waiting.signal);
      end = await work();
    } catch (error) {
      end = isStopped ? { type: "end", reason: "stopped" } : failedWith(error);
    }
    if (!isSuspended) events.append(end);
    events.close();
    leave();
    free();
    const { reason, code } = end;
    parts.log.info("turn.ended", {
      ...ids,
      ...{ reason, code, isSuspended, events: events.lastNumber },
      ...parts.tokensOf(body.turnId),
    });
  }

  function failedWith(error: unknown): End {
    const problem = problemOf(error);
    const code: ProblemCode = problem?.code ?? "system.unexpected";
    if (problem === null) parts.log.error("turn.broke", { ...ids, error });
    return {
      type: "end",
      reason: "failed",
      code,
      ...(problem ? { detail: problem.message.slice(0, 240) } : {}),
    };
  }

  async function work(): Promise<End> {
    await workspaces.changed(app);
    const tree = await workspaces.scan(app);
    treeBefore = tree;
    const mount = await dependencies(tree);
    if (isStopped) return { type: "end", reason: "stopped" };
    turn = agent.startTurn({
      turnId: body.turnId,
      appKey: `${body.workspaceId}/${body.appId}`,
      runtimeId: body.runtimeId,
      model: body.runtimeModel,
      params: body.runtimeParams,
      prompt: body.prompt,
      handoff: body.handoff,
      systemPrompt: body.systemPrompt,
      session: body.session,
      limits: body.limits,
      tools: turnTools({
        platform,
        turn: body,
        build: (options) => builds.build({ ...app, ...options }),
        emit,
      }),
      // A process that runs already sees the packages it was started with, and no others.
      placeKey: mount?.source ?? "",
      openPlace: () =>
        places.open({
          workspacePath: workspaces.directory(app),
          runtimeId: body.runtimeId,
          dependencies: mount,
        }),
    });
    parts.log.info("turn.started", ids);
    const end = await forward(turn).finally(() => clearTimeout(nextCheckpoint));
    await checkpointing;
    const fault = await checkpoint(turn);
    if (isOverfull) return { type: "end", reason: "failed", code: "turn.limit_reached" };
    if (fault === null || end.reason === "failed") return end;
    // What cannot be kept is a failure; a turn that was stopped only tells of it.
    return end.reason === "stopped" ? { ...fault, reason: "stopped" } : fault;
  }

  /** An agent can work without packages, only less well. */
  async function dependencies(tree: Manifest) {
    try {
      return await builds.attachDependencies(app, tree, waiting.signal);
    } catch (error) {
      if (isStopped) return null;
      parts.log.warn("turn.without_dependencies", { ...ids, code: problemOf(error)?.code, error });
      return null;
    }
  }

  async function forward(running: AgentTurn): Promise<End> {
    for await (const event of running) {
      if (event.type === "end") return event;
      emit(event);
      if (event.type === "tool-start") openCalls.set(event.callId, event.toolName);
      if (event.type === "tool-result") {
        const isChange = changingTools.has(openCalls.get(event.callId) ?? "");
        openCalls.delete(event.callId);
        if (isChange) checkpointSoon(running);
      }
    }
    return { type: "end", reason: "failed", code: "runtime.crashed" };
  }

  function emit(event: WorkerEvent): void {
    if (events.isClosed) return;
    events.append(event);
    if (events.bytes > bytesMax && !isOverfull) {
      isOverfull = true;
      turn?.stop();
    }
  }

  /** After a tool that may have changed files, beside the stream; as soon as the last one is long enough ago [REC-4]. */
  function checkpointSoon(running: AgentTurn): void {
    if (nextCheckpoint !== undefined) return;
    const begin = () => {
      nextCheckpoint = undefined;
      checkpointing = checkpointing.then(() => checkpoint(running));
    };
    nextCheckpoint = setTimeout(begin, Math.max(0, checkpointAtMs + checkpointEveryMs - Date.now()));
  }

  /** Writes a checkpoint; null, or the end with which a turn fails whose files cannot be kept. */
  async function checkpoint(running: AgentTurn): Promise<End | null> {
    try {
      checkpointAtMs = Date.now();
      const [tree, session] = await Promise.all([workspaces.scan(app), running.sessionState()]);
      const filesChanged = treeBefore !== null && !isSameTree(treeBefore, tree);
      checkpointNumber = events.append({ type: "checkpoint", tree, session, filesChanged });
      return null;
    } catch (error) {
      parts.log.warn("turn.checkpoint_failed", { ...ids, code: problemOf(error)?.code, error });
      return failedWith(error);
    }
  }

  function stop(): void {
    isStopped = true;
    waiting.abort(new Error("stopped"));
    turn?.stop();
  }

  return {
    body,
    events,
    done: run(),
    stop,
    suspend() {
      isSuspended = true;
      stop();
    },
    get checkpointNumber() {
      return checkpointNumber;
    },
    get isInTool() {
      return openCalls.size > 0;
    },
  };
}

function isSameTree(one: Manifest, other: Manifest): boolean {
  const paths = Object.keys(one);
  return (
    paths.length === Object.keys(other).length &&
    paths.every((path) => one[path]?.sha256 === other[path]?.sha256)
  );
}
