import type { SessionState } from "@second/contracts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { CodingAgent, RuntimeProcess } from "../coding-agent.ts";
import { openPlainPlace, type ScriptedModel, scriptedPrompt, startScriptedModel } from "../contract/index.ts";
import { createClaudeAgent, findClaude } from "./index.ts";
import type { WarmOptions } from "./warm-sessions.ts";

let model: ScriptedModel;
let command: string;
let agent: CodingAgent;
let processes: RuntimeProcess[] = [];

beforeAll(async () => {
  model = await startScriptedModel();
  const program = await findClaude({ explicitPath: null, searchPath: "" });
  if (program.path === null) throw new Error(program.reason);
  command = program.path;
});
afterEach(async () => {
  await agent.close();
  processes = [];
});
afterAll(() => model.close());

const open = (warm: Partial<WarmOptions>) => {
  agent = createClaudeAgent({ detect: async () => [], warm });
};

/** Runs a turn of an app and answers its session and the number of its process. */
async function turn(appKey: string, session: SessionState | null = null) {
  const running = agent.startTurn({
    turnId: "turn",
    appKey,
    runtimeId: "claude-code",
    model: "claude-sonnet-4-6",
    params: { effort: "low", thinking: "disabled" },
    prompt: scriptedPrompt("Do it.", [[{ text: "Done." }]]),
    handoff: "",
    systemPrompt: "You build apps.",
    session,
    tools: [],
    limits: { stepsMax: 5, minutesMax: 1 },
    placeKey: "same",
    openPlace: () =>
      openPlainPlace({
        command,
        env: { ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: "placeholder" },
        onSpawn: (process) => processes.push(process),
      }),
  });
  for await (const event of running) if (event.type === "end") expect(event.reason).toBe("completed");
  return running.sessionState();
}
const isOver = (process: RuntimeProcess | undefined) =>
  Promise.race([
    process?.ended.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 200)),
  ]);

describe("processes between turns", () => {
  it("[RT-7] end when they were idle for long enough", async () => {
    open({ idleMsMax: 50 });
    await turn("a");
    await processes[0]?.ended;
  });

  it("[RT-7] are so many at most; the one that was idle longest ends", async () => {
    open({ idleMax: 1 });
    await turn("a");
    await turn("b");
    expect(await isOver(processes[0])).toBe(true);
    expect(await isOver(processes[1])).toBe(false);
  });

  it("[RT-7] end when memory runs low", async () => {
    let isMemoryLow = false;
    open({ isMemoryLow: () => isMemoryLow });
    await turn("a");
    expect(await isOver(processes[0])).toBe(false);
    isMemoryLow = true;
    await turn("b");
    expect(await isOver(processes[1])).toBe(true);
    await agent.trim();
    expect(await isOver(processes[0])).toBe(true);
  });

  it("[RT-7] end when another conversation of their app begins", async () => {
    open({});
    const session = await turn("a");
    await turn("a");
    expect(await isOver(processes[0])).toBe(true);
    await turn("a", session);
    expect(processes).toHaveLength(3);
  });

  it("start anew after one of them died while it was idle", async () => {
    open({});
    const session = await turn("a");
    processes[0]?.kill();
    await processes[0]?.ended;
    await turn("a", session);
    expect(processes).toHaveLength(2);
  });
});
