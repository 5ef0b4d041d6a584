import { type ProblemCode, problems } from "@second/contracts";
import { afterEach, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp } from "../testing/building-app.ts";

const files = { "src/app.tsx": "export const App = () => null;" };
let opened: BuildingApp;
afterEach(async () => {
  await opened.engine.drain();
  await opened.fixture.close();
});

const usage = {
  type: "usage",
  models: {
    demo: {
      inputTokens: 10,
      outputTokens: 5,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
      costUsd: null,
    },
  },
  totalCostUsd: null,
  steps: 1,
  durationMs: 9,
} as const;

const codes = (Object.keys(problems) as ProblemCode[]).filter(
  (code) => code.startsWith("model.") && code !== "model.context_too_long",
);

it.each(codes)(
  "[ERR-1] %s keeps messages, files and usage, and may be tried again if it can pass",
  async (code) => {
    opened = await openBuildingApp([
      (stage) => {
        stage.say("Half done.");
        stage.checkpoint(files);
        stage.emit(usage);
        stage.fail(code, "The provider said so.");
      },
      (stage) => {
        stage.say("Whole.");
        stage.end("completed");
      },
    ]);
    const { fixture, ada, app, run, worker } = opened;
    const messageId = app.initialRun.messageId;
    const say = (body: object) => fixture.send(ada, "POST", `${run}/chat`, { body });
    await say({ messages: [{ id: messageId, role: "user", parts: [{ type: "text", text: "x" }] }] });
    const failed = await opened.settled();
    expect(failed).toMatchObject({
      state: "failed",
      failure: { code, detail: "The provider said so.", retryable: problems[code].retry !== "never" },
      usage: { steps: 1, modelUsage: { demo: { inputTokens: 10, outputTokens: 5 } } },
    });
    expect(failed.messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(failed.messages.at(-1)?.parts[0]?.text).toBe("Half done.");
    await say({ retryLastMessageId: messageId });
    await opened.settled();
    expect(worker.synced.at(-1)?.manifest).toEqual(worker.manifestOf(files));
    expect(worker.started).toHaveLength(2);
  },
);
