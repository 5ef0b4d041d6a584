import {
  type AppCreatedView,
  type ChatView,
  type Plan,
  type ToolCallAnswer,
  turnTokenHeader,
  type WorkspaceId,
} from "@second/contracts";
import { createTurnEngine, type EngineTiming, type Platform, type TurnEngine } from "@second/domain";
import { appRoutes } from "../routes/apps.ts";
import { dataRoutes } from "../routes/data.ts";
import { runRoutes } from "../routes/runs.ts";
import { streamRoutes } from "../routes/streams.ts";
import { openChatChannel } from "../streams/chat-channel.ts";
import { type Fixture, openFixture, type Person } from "./fixture.ts";
import { type Script, type ScriptedWorker, type Stage, scriptedWorker } from "./scripted-worker.ts";

export const plan: Plan = {
  title: "Vendor renewals",
  overview: "Contracts and when they renew.",
  features: [{ name: "List", description: "All contracts." }],
  dataFlow: null,
  agents: null,
  backend: null,
};

export const readJson = async <T>(answer: Promise<Response> | Response): Promise<T> =>
  (await (await answer).json()) as T;

type Files = Record<string, string>;

/** Ada's app "Track vendor renewals", its first message stored and not yet sent, with an agent that follows scripts. */
export interface BuildingApp {
  fixture: Fixture;
  platform: Platform;
  worker: ScriptedWorker;
  engine: TurnEngine;
  ada: Person;
  workspaceId: WorkspaceId;
  app: AppCreatedView;
  /** Paths of the app and of its first run. */
  base: string;
  run: string;
  chat(): Promise<ChatView>;
  /** The chat once no turn runs. */
  settled(): Promise<ChatView>;
  /** Looks again until it holds, for 3 s. */
  until<T>(look: () => Promise<T> | T, holds: (value: T) => boolean): Promise<T>;
  callTool(stage: Stage, tool: string, callId: string, input: unknown, build?: unknown): Promise<Response>;
  built(tree: Files): ReturnType<typeof builtBy>;
  /** Calls `done_building` and tells of it, as an agent does. */
  build(stage: Stage, callId: string, tree: Files): Promise<ToolCallAnswer>;
}

const builtBy = (worker: ScriptedWorker, tree: Files) => ({
  status: "built" as const,
  source: worker.manifestOf(tree),
  artifact: worker.manifestOf({ "index.html": `<html>${JSON.stringify(tree)}</html>` }),
  warning: null,
  durationMs: 1,
});

export async function openBuildingApp(scripts: Script[], timing?: EngineTiming): Promise<BuildingApp> {
  const worker = scriptedWorker(...scripts);
  let engine: TurnEngine | undefined;
  const fixture = await openFixture({
    worker,
    handlersOn: (on) => {
      engine = createTurnEngine(on, timing);
      return {
        ...appRoutes,
        ...runRoutes(engine),
        ...dataRoutes,
        ...streamRoutes({ "chat.stream": openChatChannel }),
      };
    },
  });
  if (!engine) throw new Error("The fixture made no handlers.");
  const ada = await fixture.person("Ada");
  const workspaceId = await fixture.workspace(ada);
  const app = await readJson<AppCreatedView>(
    fixture.send(ada, "POST", `/api/workspaces/${workspaceId}/apps`, {
      body: { prompt: "Track vendor renewals", runtimeId: "demo" },
    }),
  );
  const base = `/api/workspaces/${workspaceId}/apps/${app.id}`;
  const run = `${base}/runs/${app.initialRun.id}`;
  const opened: BuildingApp = {
    fixture,
    platform: fixture.platform,
    worker,
    engine,
    ada,
    workspaceId,
    app,
    base,
    run,
    chat: () => readJson<ChatView>(fixture.send(ada, "GET", `${run}/chat`)),
    settled: () => opened.until(opened.chat, ({ turnId }) => turnId === null),
    async until(look, holds) {
      for (let tries = 0; tries < 600; tries += 1) {
        const value = await look();
        if (holds(value)) return value;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`It never came to that. ${JSON.stringify(fixture.log.slice(-4)).slice(0, 1500)}`);
    },
    callTool: (stage, tool, callId, input, build) =>
      fixture.send(null, "POST", `/api/internal/turns/${stage.body.turnId}/tools/${tool}`, {
        headers: { [turnTokenHeader]: stage.body.turnToken },
        body: { callId, attempt: stage.body.attempt, input, ...(build === undefined ? {} : { build }) },
      }),
    built: (tree) => builtBy(worker, tree),
    async build(stage, callId, tree) {
      const input = { summary: "Built" };
      stage.emit({ type: "tool-input", callId, toolName: "mcp__second__done_building", input });
      const answer = await readJson<ToolCallAnswer>(
        opened.callTool(stage, "done_building", callId, input, opened.built(tree)),
      );
      stage.emit({ type: "tool-result", callId, output: answer.result, isError: answer.isError });
      return answer;
    },
  };
  return opened;
}
