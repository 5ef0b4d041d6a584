import { openMemoryBus } from "@second/bus/memory";
import { createTurnEngine, type TurnEngine } from "@second/domain";
import { afterEach, describe, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp } from "../testing/building-app.ts";
import type { Script } from "../testing/scripted-worker.ts";

const notice =
  "This conversation had grown too long for the model, so the agent continued with a summary of it.";
const timing = { resumeAfterMs: [5, 10], unreachableMs: 40, lookAgainMs: 5 };
const files = { "src/app.tsx": "export const App = () => null;" };
const messageId = (n: number) => `msg_${String(n).padStart(26, "0")}`;

let opened: BuildingApp;
let engines: TurnEngine[] = [];
const open = async (...scripts: Script[]) => {
  opened = await openBuildingApp(scripts, timing);
  engines = [opened.engine];
};
afterEach(async () => {
  for (const each of engines) await each.drain();
  await opened.fixture.close();
});

const say = async (id: string, text: string) => {
  await opened.fixture.send(opened.ada, "POST", `${opened.run}/chat`, {
    body: { messages: [{ id, role: "user", parts: [{ type: "text", text }] }] },
  });
  return opened.settled();
};
const first = () => say(opened.app.initialRun.messageId, "x");
const tooLong: Script = (stage) => {
  stage.say("Half done.");
  stage.checkpoint(files);
  stage.fail("model.context_too_long", "prompt is too long: 210000 tokens > 200000 maximum");
};
const noticesOf = (parts: { type: string; data?: unknown }[] = []) =>
  parts
    .filter(({ type }) => type === "data-second-notice")
    .map(({ data }) => (data as { text: string }).text);

describe("a conversation that is too long for the model", () => {
  it("[ERR-1] [RT-6] goes on once in a new session that is told what was said, in the same answer", async () => {
    await open(
      (stage) => {
        stage.say("I kept it simple.");
        stage.end("completed");
      },
      tooLong,
      async (stage) => {
        await opened.build(stage, "build", files);
        stage.say("Whole.");
        stage.end("completed");
      },
      (stage) => stage.end("completed"),
    );
    await first();
    const { state, messages } = await say(messageId(2), "Go on");
    expect(state).toBe("completed");
    const { started, synced, acknowledged } = opened.worker;
    expect(started.map(({ session }) => session?.sessionId ?? null)).toEqual([null, "session", null]);
    expect(started.map(({ attempt }) => attempt)).toEqual([1, 1, 2]);
    const anew = started.at(-1);
    expect(anew?.handoff).toContain("You: I kept it simple.");
    expect(anew?.handoff).toContain("You: Half done.");
    expect(anew?.prompt).toContain("You were interrupted");
    expect(anew?.prompt.endsWith("Go on")).toBe(true);
    expect(synced.at(-1)?.manifest).toEqual(opened.worker.manifestOf(files));
    expect(acknowledged.some(({ turnId, attempt }) => turnId === anew?.turnId && attempt === 1)).toBe(true);
    const answer = messages.at(-1);
    expect(answer?.metadata?.attempt).toBe(1);
    expect(answer?.parts.map(({ text, type }) => text ?? type)).toEqual([
      "Half done.",
      "data-second-notice",
      "dynamic-tool",
      "data-second-version",
      "Whole.",
    ]);
    expect(noticesOf(answer?.parts)).toEqual([notice]);
    expect(await opened.fixture.auditNames(opened.workspaceId)).toContain("builder_run.resumed");
    await say(messageId(3), "And on");
    expect(started.at(-1)?.session).toMatchObject({ sessionId: "session" });
  });

  it("[ERR-1] ends the turn when it is refused again, and keeps everything", async () => {
    await open(tooLong);
    const { state, failure, messages } = await first();
    expect({ state, ...failure }).toMatchObject({
      state: "failed",
      code: "model.context_too_long",
      message: "This conversation is too long. Start a new one on this app.",
      detail: "prompt is too long: 210000 tokens > 200000 maximum",
      retryable: false,
    });
    expect(opened.worker.started).toHaveLength(2);
    expect(messages.at(-1)?.parts.filter(({ text }) => text === "Half done.")).toHaveLength(2);
    const next = await say(messageId(2), "Once more");
    expect(next.failure?.code).toBe("model.context_too_long");
    expect(opened.worker.started).toHaveLength(4);
  });

  it("[RUN-6] stops instead when that is wished meanwhile", async () => {
    await open(async (stage) => {
      await opened.fixture.send(opened.ada, "POST", `${opened.run}/chat/stop`);
      stage.fail("model.context_too_long");
    });
    expect((await first()).state).toBe("stopped");
    expect(opened.worker.started).toHaveLength(1);
  });

  it("[REC-7] is not started anew a second time by a process that takes over", async () => {
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await open(tooLong, async (stage) => {
      await held;
      stage.fail("model.context_too_long");
    });
    const sent = first();
    await opened.until(
      () => opened.worker.started.length,
      (count) => count === 2,
    );
    await opened.engine.drain();
    const { platform } = opened;
    const other = createTurnEngine({ ...platform, bus: openMemoryBus({ clock: platform.clock }) }, timing);
    engines.push(other);
    await other.start({ soleOwner: true });
    go();
    expect((await sent).failure?.code).toBe("model.context_too_long");
    expect(opened.worker.started).toHaveLength(2);
  });
});
