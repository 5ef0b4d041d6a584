import type { Readable, Writable } from "node:stream";
import type { AgentEvent, ProblemCode, RuntimeDetection, SessionState } from "@second/contracts";

/** A program that speaks for a model: it starts turns, streams what happens, stops, and hands its memory over. */
export interface CodingAgent {
  /** One entry a runtime that this adapter serves. Takes at most 3 s and never throws. */
  detect(): Promise<RuntimeDetection[]>;
  /** Starts at once. Failures arrive as the `end` event; this never throws. */
  startTurn(input: TurnInput): AgentTurn;
  /** Ends idle processes, e.g. when memory runs low. */
  trim(): Promise<void>;
  /** Ends every process, also of running turns. */
  close(): Promise<void>;
}

/** Iterate it once. The last event is always exactly one `end`. */
export interface AgentTurn extends AsyncIterable<AgentEvent> {
  /** Ends the turn as stopped. Interrupts first and kills after 5 s without confirmation. Idempotent. */
  stop(): void;
  /** The session as of now, during a turn and after its end; null when there is none or it is over 8 MB. */
  sessionState(): Promise<SessionState | null>;
}

export interface TurnInput {
  turnId: string;
  /** A process kept warm serves one of these: an app of a workspace. */
  appKey: string;
  runtimeId: string;
  model: string;
  params: Readonly<Record<string, string>>;
  prompt: string;
  /** What was said so far: told before the prompt to a session that begins, and to no other. */
  handoff: string;
  systemPrompt: string;
  /** Resumed when the runtime accepts it; otherwise a new session starts, unnoticed. */
  session: SessionState | null;
  tools: readonly AgentTool[];
  limits: { stepsMax: number; minutesMax: number };
  /** What a place is made of, as far as it differs: a process kept warm serves no turn that needs another one. */
  placeKey: string;
  /** Makes the place where this turn's runtime process lives. Not called when a warm one is used. */
  openPlace: () => Promise<RuntimePlace>;
}

/** A tool that the platform runs for the agent. */
export interface AgentTool {
  name: string;
  description: string;
  /** JSON Schema of the input, as shown to the model. */
  inputSchema: Record<string, unknown>;
  /** Gets what the model wrote, unchecked. `signal` aborts when the turn ends first. */
  call(input: unknown, context: { callId: string; signal: AbortSignal }): Promise<ToolAnswer>;
}

export interface ToolAnswer {
  result: unknown;
  isError: boolean;
  /** Ends the turn right after this result; later output is discarded. */
  ends?: TurnEnd;
}

export type TurnEnd =
  | { reason: "completed" | "stopped" | "presented" }
  | { reason: "failed"; code: ProblemCode; detail?: string };

/** Where one runtime process lives: its directories, its way to the model, and how it is started. */
export interface RuntimePlace {
  /** The runtime's program as the process sees it. */
  command: string;
  /** The working directory as the process sees it. */
  workspacePath: string;
  /** A private home directory, on this machine and as the process sees it. */
  home: { path: string; pathInside: string };
  /** Variables that lead to the model. They hold no real credential. */
  env: Readonly<Record<string, string>>;
  spawn(start: {
    command: string;
    args: readonly string[];
    env: Readonly<Record<string, string>>;
  }): RuntimeProcess;
  /** Whose model calls these are from now on; null between turns, when there should be none. */
  assignTurn(turnId: string | null): void;
  /** Removes the home directory and the way to the model. Kills a process that is still there. */
  close(): Promise<void>;
}

export interface RuntimeProcess {
  readonly pid: number | undefined;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** `reason` says in words for people why it was ended by a limit; null when it ended by itself. */
  readonly ended: Promise<{ exitCode: number | null; signal: NodeJS.Signals | null; reason: string | null }>;
  /** Kills it with everything it started. */
  kill(): void;
}
