import type { AgentEvent, SessionState } from "@second/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  AgentTool,
  AgentTurn,
  CodingAgent,
  RuntimePlace,
  RuntimeProcess,
  TurnInput,
} from "../coding-agent.ts";
import { findEventFaults } from "./check-events.ts";
import {
  type ScriptedModel,
  type ScriptedReply,
  scriptedPrompt,
  startScriptedModel,
} from "./scripted-model.ts";

/** What an adapter brings to be tested with its real runtime. */
export interface AgentFixture {
  agent: CodingAgent;
  runtimeId: string;
  model: string;
  openPlace: (options: {
    baseUrl: string;
    onSpawn: (process: RuntimeProcess) => void;
  }) => Promise<RuntimePlace>;
}

const echo: AgentTool = {
  name: "echo",
  description: "Answers what it was told.",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  call: async (input) => ({ result: { heard: input }, isError: false }),
};
const card: AgentTool = {
  name: "present_card",
  description: "Shows a card and ends the turn.",
  inputSchema: { type: "object", properties: {} },
  call: async () => ({
    result: { ok: true, status: "presented" },
    isError: false,
    ends: { reason: "presented" },
  }),
};
const hang: AgentTool = {
  name: "hang",
  description: "Waits until the turn ends.",
  inputSchema: { type: "object", properties: {} },
  call: (_, { signal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ result: "aborted", isError: true }));
    }),
};

const call = (name: string, input: unknown = {}) => ({ tool: `mcp__second__${name}`, input });

/** The promises of the coding-agent port, kept by every adapter with its real runtime against a scripted model. */
export function describeCodingAgent(name: string, open: () => Promise<AgentFixture>): void {
  describe(name, () => {
    let fixture: AgentFixture;
    let model: ScriptedModel;
    let processes: RuntimeProcess[] = [];
    let assigned: (string | null)[] = [];
    let app = 0;

    beforeAll(async () => {
      [fixture, model] = await Promise.all([open(), startScriptedModel()]);
    });
    afterAll(async () => {
      await fixture.agent.close();
      await model.close();
    });

    function start(
      replies: ScriptedReply[],
      more: Partial<TurnInput> & { baseUrl?: string } = {},
    ): AgentTurn {
      const { baseUrl = model.url, ...input } = more;
      app += 1;
      return fixture.agent.startTurn({
        turnId: `turn-${app}`,
        appKey: `app-${app}`,
        runtimeId: fixture.runtimeId,
        model: fixture.model,
        params: {},
        prompt: scriptedPrompt("Do it.", replies),
        handoff: "",
        systemPrompt: "You build apps.",
        session: null,
        tools: [echo, card, hang],
        limits: { stepsMax: 20, minutesMax: 1 },
        placeKey: "same",
        openPlace: async () => {
          const place = await fixture.openPlace({ baseUrl, onSpawn: (process) => processes.push(process) });
          return {
            ...place,
            assignTurn(turnId) {
              assigned.push(turnId);
              place.assignTurn(turnId);
            },
          };
        },
        ...input,
      });
    }
    /** Reads a turn to its end; `during` may act on each event. Every turn is checked for faults. */
    async function read(turn: AgentTurn, during: (event: AgentEvent) => void = () => undefined) {
      const events: AgentEvent[] = [];
      for await (const event of turn) {
        events.push(event);
        during(event);
      }
      expect(findEventFaults(events)).toEqual([]);
      return events;
    }
    const run = (replies: ScriptedReply[], more?: Parameters<typeof start>[1]) => read(start(replies, more));
    const endOf = (events: AgentEvent[]) => events.at(-1);
    const promptsOf = (call: ScriptedModel["calls"][number] | undefined) =>
      JSON.stringify(call?.body.messages.filter(({ role }) => role === "user"));
    const textOf = (events: AgentEvent[]) =>
      events.map((event) => (event.type === "text" ? event.delta : "")).join("");

    it("[EVT-1] streams text and thinking as parts, and ends completed with usage", async () => {
      const events = await run([[{ thinking: "First I look. " }, { text: "Here it is." }]]);
      expect(textOf(events)).toBe("Here it is.");
      expect(
        events
          .filter((event) => event.type === "reasoning")
          .map((event) => event.delta)
          .join(""),
      ).toBe("First I look. ");
      expect(events.filter((event) => event.type === "session")).toHaveLength(1);
      expect(events.find((event) => event.type === "usage")).toMatchObject({
        steps: 1,
        models: { [fixture.model]: { inputTokens: 100, outputTokens: 42, cacheReadInputTokens: 50 } },
      });
      expect(endOf(events)).toEqual({ type: "end", reason: "completed" });
    });

    it("[EVT-2] runs the agent's own tools in its workspace and reports input and result", async () => {
      const events = await run([
        [{ tool: "Bash", input: { command: "printf made > made.txt; cat made.txt" } }],
        [{ tool: "Bash", input: { command: "exit 3" } }],
      ]);
      const results = events.filter((event) => event.type === "tool-result");
      expect(events.filter((event) => event.type === "tool-start").map((event) => event.toolName)).toEqual([
        "Bash",
        "Bash",
      ]);
      expect(events.find((event) => event.type === "tool-input")).toMatchObject({
        input: { command: "printf made > made.txt; cat made.txt" },
      });
      expect(results[0]).toMatchObject({ output: "made", isError: false });
      expect(results[1]).toMatchObject({ isError: true });
      expect(endOf(events)).toMatchObject({ reason: "completed" });
    });

    it("[EVT-2] offers the platform's tools from the start and unwraps their results", async () => {
      const calls: string[] = [];
      const remembering: AgentTool = {
        ...echo,
        call: async (input, { callId }) => {
          calls.push(callId);
          return { result: { heard: input }, isError: false };
        },
      };
      const events = await run([[call("echo", { text: "hi" })]], { tools: [remembering] });
      const started = events.find((event) => event.type === "tool-start");
      expect(started).toMatchObject({ toolName: "mcp__second__echo" });
      expect(events.find((event) => event.type === "tool-result")).toMatchObject({
        output: { heard: { text: "hi" } },
      });
      expect(calls).toEqual([started?.type === "tool-start" ? started.callId : ""]);
    });

    it("[EVT-4] ends as presented right after a card was shown, without another model call", async () => {
      const before = model.calls.length;
      const events = await run([[{ text: "A plan. " }, call("present_card")], [{ text: "Too late." }]]);
      expect(textOf(events)).toBe("A plan. ");
      expect(events.slice(-3).map((event) => event.type)).toEqual(["tool-result", "usage", "end"]);
      expect(endOf(events)).toEqual({ type: "end", reason: "presented" });
      expect(model.calls.length - before).toBe(1);
    });

    it("[EVT-4] ends as failed when a tool demands it", async () => {
      const strict: AgentTool = {
        ...echo,
        call: async () => ({
          result: "again",
          isError: true,
          ends: { reason: "failed", code: "turn.repeated_error" },
        }),
      };
      const events = await run([[call("echo", { text: "x" })], [{ text: "Too late." }]], { tools: [strict] });
      expect(textOf(events)).toBe("");
      expect(endOf(events)).toEqual({ type: "end", reason: "failed", code: "turn.repeated_error" });
    });

    it("[RUN-6] stops before anything began", async () => {
      const turn = start([[{ text: "never" }]]);
      turn.stop();
      const events = await read(turn);
      expect(textOf(events)).toBe("");
      expect(endOf(events)).toEqual({ type: "end", reason: "stopped" });
    });

    it("[RUN-6] stops in the midst of text and keeps what was said", async () => {
      const turn = start([[{ text: "one two three four five six seven eight", delayMs: 200 }]]);
      const events = await read(turn, (event) => event.type === "text" && turn.stop());
      expect(textOf(events)).toMatch(/^one /);
      expect(textOf(events)).not.toContain("eight");
      expect(endOf(events)).toEqual({ type: "end", reason: "stopped" });
    });

    it("[RUN-6] stops during a tool of its own and during one of the platform", async () => {
      for (const block of [{ tool: "Bash", input: { command: "sleep 30" } }, call("hang")]) {
        const turn = start([[block], [{ text: "Too late." }]]);
        const events = await read(turn, (event) => event.type === "tool-input" && turn.stop());
        expect(textOf(events)).toBe("");
        expect(endOf(events)).toEqual({ type: "end", reason: "stopped" });
      }
    });

    it("[RUN-6] stops after a tool, and stopping again changes nothing", async () => {
      const turn = start([[call("echo", { text: "x" })], [{ pauseMs: 20_000 }, { text: "Too late." }]]);
      const events = await read(turn, (event) => {
        if (event.type !== "tool-result") return;
        turn.stop();
        turn.stop();
      });
      expect(endOf(events)).toEqual({ type: "end", reason: "stopped" });
    });

    it("[RUN-10] ends at the limit of model steps", async () => {
      const events = await run(
        [[call("echo", { text: "1" })], [call("echo", { text: "2" })], [{ text: "3" }]],
        {
          limits: { stepsMax: 2, minutesMax: 1 },
        },
      );
      expect(textOf(events)).toBe("");
      expect(endOf(events)).toEqual({ type: "end", reason: "failed", code: "turn.limit_reached" });
    });

    it("[RUN-10] ends at the limit of time", async () => {
      const events = await run([[{ pauseMs: 20_000 }, { text: "Too late." }]], {
        limits: { stepsMax: 20, minutesMax: 1 / 60 },
      });
      expect(endOf(events)).toEqual({ type: "end", reason: "failed", code: "turn.timed_out" });
    });

    it.each([
      [401, "authentication_error", "invalid x-api-key sk-ant-api03-canary0000", "model.auth_failed"],
      [
        400,
        "invalid_request_error",
        "prompt is too long: 210000 tokens > 200000 maximum",
        "model.context_too_long",
      ],
      [400, "invalid_request_error", "messages: something else", "model.failed"],
    ])("[ERR-1] tells a %i %s as its problem, redacted", async (status, type, message, code) => {
      const events = await run([{ status, type, message }]);
      expect(textOf(events)).toBe("");
      expect(endOf(events)).toMatchObject({ reason: "failed", code });
      expect(JSON.stringify(events)).not.toContain("canary");
    });

    it.each([
      [429, "rate_limit_error", "model.rate_limited"],
      [529, "overloaded_error", "model.overloaded"],
    ])("[ERR-1] waits and tries again on %i, says so, and gives up", async (status, type, code) => {
      const events = await run([{ status, type, message: "Please wait" }]);
      const retries = events.filter((event) => event.type === "retry");
      expect(retries.length).toBeGreaterThan(0);
      expect(retries.length).toBeLessThanOrEqual(3);
      expect(retries[0]).toMatchObject({ code, attempt: 1 });
      expect(endOf(events)).toMatchObject({ reason: "failed", code });
    });

    it("[ERR-1] tells that the model cannot be reached", async () => {
      const events = await run([], { baseUrl: "http://127.0.0.1:1" });
      expect(endOf(events)).toMatchObject({ reason: "failed", code: "model.unreachable" });
    });

    it("[EVT-1] closes what a cut stream left open", async () => {
      const events = await run([
        [{ text: "half a sent" }, { tool: "Bash", input: { command: "true" } }, { cut: true }],
      ]);
      expect(events.some((event) => event.type === "text")).toBe(true);
      expect(endOf(events)).toMatchObject({ type: "end" });
    });

    it("tells a killed runtime as crashed and keeps what was said", async () => {
      processes = [];
      const turn = start([[{ text: "Before. " }, { pauseMs: 20_000 }]]);
      const events = await read(turn, (event) => event.type === "text" && processes.at(-1)?.kill());
      expect(textOf(events)).toBe("Before. ");
      expect(endOf(events)).toMatchObject({ reason: "failed", code: "runtime.crashed" });
    });

    it("[RT-7] serves the next turn of an app with the same process and remembers the conversation", async () => {
      processes = [];
      assigned = [];
      const turn = start([[{ text: "First." }]], { appKey: "warm", turnId: "first" });
      await read(turn);
      const session = await turn.sessionState();
      const next = start([[{ text: "Second." }]], { appKey: "warm", turnId: "second", session });
      const events = await read(next);
      expect(textOf(events)).toBe("Second.");
      expect(processes).toHaveLength(1);
      expect(assigned).toEqual(["first", null, "second", null]);
      expect(model.calls.at(-1)?.body.messages.length).toBeGreaterThan(1);
      expect(events.find((event) => event.type === "usage")).toMatchObject({
        models: { [fixture.model]: { inputTokens: 100, outputTokens: 42 } },
      });
      await read(start([[{ text: "Other tools." }]], { appKey: "warm", session, tools: [echo] }));
      expect(processes).toHaveLength(2);
    });

    it("[RT-7] goes on in a new process, with the same conversation, when another place is needed", async () => {
      processes = [];
      const turn = start([[{ text: "First." }]], { appKey: "packages" });
      await read(turn);
      const session = await turn.sessionState();
      await run([[{ text: "Second." }]], { appKey: "packages", session, placeKey: "other" });
      expect(processes).toHaveLength(2);
      await processes[0]?.ended;
      expect(model.calls.at(-1)?.body.messages.length).toBeGreaterThan(1);
    });

    it("[RT-7] ends its process when a turn is stopped", async () => {
      processes = [];
      const turn = start([[{ text: "a b c d e f g h i j k", delayMs: 100 }]]);
      await read(turn, (event) => event.type === "text" && turn.stop());
      await processes[0]?.ended;
      expect(processes).toHaveLength(1);
    });

    it("[RT-5] resumes a session that was carried to another process, counting usage from there", async () => {
      const turn = start([[{ text: "Remember the word heron." }]], { appKey: "moved" });
      await read(turn);
      const session = await turn.sessionState();
      await fixture.agent.trim();
      const events = await run([[{ text: "I do." }]], { appKey: "moved", session });
      expect(textOf(events)).toBe("I do.");
      expect(JSON.stringify(model.calls.at(-1)?.body.messages)).toContain("heron");
      expect(events.find((event) => event.type === "usage")).toMatchObject({
        models: { [fixture.model]: { inputTokens: 100, outputTokens: 42 } },
      });
    });

    it("[RT-5] has a session to hand over in the midst of a turn", async () => {
      const turn = start([[call("echo", { text: "x" })], [{ pauseMs: 1_500 }, { text: "end" }]]);
      let middle: Promise<SessionState | null> = Promise.resolve(null);
      await read(turn, (event) => {
        if (event.type === "tool-result") middle = turn.sessionState();
      });
      expect(await middle).toMatchObject({ runtimeId: fixture.runtimeId, data: expect.any(String) });
    });

    it.each([
      ["of an unknown format", { format: "other", data: "x" }],
      [
        "that is damaged",
        { data: JSON.stringify({ totals: { models: {}, costUsd: 0 }, transcript: "{}\n" }) },
      ],
    ])("[RT-5] [RT-6] starts anew with the handoff, unnoticed, with a session %s", async (_, damage) => {
      const turn = start([[{ text: "Hello." }]]);
      await read(turn);
      const session = await turn.sessionState();
      if (session === null) throw new Error("The turn left no session.");
      const events = await run([[{ text: "Went on." }]], {
        session: { ...session, ...damage },
        handoff: "They spoke of herons. ",
      });
      expect(textOf(events)).toBe("Went on.");
      expect(endOf(events)).toEqual({ type: "end", reason: "completed" });
      expect(promptsOf(model.calls.at(-1))).toContain("They spoke of herons. Do it.");
    });

    it("[RT-6] tells the handoff to a session that begins, and to none that goes on", async () => {
      const handoff = "They spoke of herons. ";
      const turn = start([[{ text: "Hello." }]], { appKey: "told", handoff });
      await read(turn);
      expect(promptsOf(model.calls.at(-1))).toContain("They spoke of herons. Do it.");
      let session = await turn.sessionState();
      for (const isWarm of [true, false]) {
        if (!isWarm) await fixture.agent.trim();
        const next = start([[{ text: "Again." }]], { appKey: "told", handoff: "Never told. ", session });
        await read(next);
        session = await next.sessionState();
        expect(promptsOf(model.calls.at(-1))).not.toContain("Never told.");
      }
    });

    it("[RT-6] tells a resumed session as too long, and goes on in a new one with a handoff", async () => {
      const tooLong = "prompt is too long: 210000 tokens > 200000 maximum";
      const turn = start([[{ text: "A long story." }]], { appKey: "long" });
      await read(turn);
      const session = await turn.sessionState();
      await fixture.agent.trim();
      const refused = await run([{ status: 400, type: "invalid_request_error", message: tooLong }], {
        appKey: "long",
        session,
      });
      expect(endOf(refused)).toMatchObject({ reason: "failed", code: "model.context_too_long" });
      const events = await run([[{ text: "Went on." }]], { appKey: "long", handoff: "In short: a story. " });
      expect(endOf(events)).toEqual({ type: "end", reason: "completed" });
      expect(promptsOf(model.calls.at(-1))).toContain("In short: a story. Do it.");
      expect(JSON.stringify(model.calls.at(-1)?.body.messages)).not.toContain("A long story.");
    });
  });
}
