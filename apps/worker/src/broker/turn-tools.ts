import { type AgentTool, isPresented, type ToolAnswer } from "@second/agents";
import {
  type BuilderToolName,
  type BuildResult,
  builderTools,
  Problem,
  problemOf,
  type WorkerEvent,
} from "@second/contracts";
import { z } from "zod";
import { type Platform, toolError } from "./call-platform.ts";

type BuildPhase = Extract<WorkerEvent, { type: "build" }>["phase"];

export interface TurnToolsInput {
  platform: Platform;
  turn: { turnId: string; attempt: number; turnToken: string; tools: readonly string[] };
  /** Builds the app as it is now. Rejects with the signal's reason, or a problem of this machine. */
  build: (options: {
    onPhase: (phase: BuildPhase, durationMs: number) => void;
    signal: AbortSignal;
  }) => Promise<BuildResult>;
  emit: (event: WorkerEvent) => void;
}

const schemas = Object.fromEntries(
  Object.entries(builderTools).map(([name, tool]) => [name, z.toJSONSchema(tool.input, { io: "input" })]),
);

/**
 * The platform's tools as an agent of this turn may call them. Input is checked here first: what is wrong is told to
 * the agent and costs no call. Throws `request.invalid` as {@link requireTools} does.
 */
export function turnTools(input: TurnToolsInput): AgentTool[] {
  return requireTools(input.turn.tools).map((name) => ({
    name,
    description: builderTools[name].description,
    inputSchema: schemas[name] ?? {},
    call: (given, context) => callTool(input, { name, given, ...context }),
  }));
}

/** The names, when all of them are the platform's tools. Throws `request.invalid`. */
export function requireTools(names: readonly string[]): BuilderToolName[] {
  return names.map((name) => {
    if (!isBuilderTool(name)) throw new Problem("request.invalid", { detail: `There is no tool ${name}.` });
    return name;
  });
}

interface Call {
  name: BuilderToolName;
  given: unknown;
  callId: string;
  signal: AbortSignal;
}

async function callTool(input: TurnToolsInput, call: Call): Promise<ToolAnswer> {
  const { name, callId, signal } = call;
  const parsed = builderTools[name].input.safeParse(call.given);
  if (!parsed.success) return toolError(`The input is not valid. ${faultsOf(parsed.error)}`);
  const { turnId, attempt, turnToken } = input.turn;
  const request = { turnId, attempt, turnToken, tool: name, callId, input: parsed.data, signal };
  if (name !== "done_building") return withEnd(name, await input.platform.call(request));
  try {
    const build = await input.build({
      signal,
      onPhase: (phase, durationMs) => input.emit({ type: "build", phase, durationMs }),
    });
    return await input.platform.call({ ...request, build });
  } catch (error) {
    if (signal.aborted) return toolError("The turn ended before the build did.");
    return failedMachine(error);
  }
}

/** The app is not to blame, so trying again would not help the agent: the turn ends and says why. */
function failedMachine(error: unknown): ToolAnswer {
  const problem = problemOf(error);
  const code = problem?.code ?? "system.unexpected";
  const message = problem?.message ?? "The build could not run on this machine.";
  return { ...toolError(message), ends: { reason: "failed", code, detail: message } };
}

function withEnd(name: BuilderToolName, answer: ToolAnswer): ToolAnswer {
  const ends = builderTools[name].endsTurn && !answer.isError && isPresented(answer.result);
  return ends ? { ...answer, ends: { reason: "presented" } } : answer;
}

function isBuilderTool(name: string): name is BuilderToolName {
  return Object.hasOwn(builderTools, name);
}

function faultsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 20)
    .map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`)
    .join("; ");
}
