import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type BuildResult, Problem, type WorkerEvent } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBroker, turnTools } from "./index.ts";

type Reply = { status: number; body: unknown } | "drop";

let web: Server;
let url: string;
let replies: Reply[] = [];
let heard: { path: string; token: unknown; body: Record<string, unknown> }[] = [];

beforeEach(async () => {
  replies = [];
  heard = [];
  web = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    heard.push({
      path: request.url ?? "",
      token: request.headers["x-second-turn-token"],
      body: JSON.parse(text),
    });
    const reply = replies.shift() ?? { status: 200, body: { result: { ok: true }, isError: false } };
    if (reply === "drop") return void response.destroy();
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterEach(() => {
  web.closeAllConnections();
  web.close();
});

const plan = {
  title: "Renewals",
  overview: "Tracks them.",
  features: [{ name: "List", description: "All of them" }],
  dataFlow: null,
  agents: null,
  backend: null,
};
const built: BuildResult = { status: "built", source: {}, artifact: {}, warning: null, durationMs: 5 };

function tool(name: string, more: { build?: () => Promise<BuildResult>; patienceMs?: number } = {}) {
  const events: WorkerEvent[] = [];
  const [found] = turnTools({
    platform: createBroker({ webUrl: url, patienceMs: more.patienceMs ?? 5_000 }),
    turn: { turnId: "trn_1", attempt: 2, turnToken: "secret-of-the-turn", tools: [name] },
    build: async ({ onPhase }) => {
      onPhase("checking", 3);
      return more.build ? more.build() : built;
    },
    emit: (event) => events.push(event),
  });
  if (found === undefined) throw new Error("no tool");
  const abort = new AbortController();
  return {
    events,
    abort,
    tool: found,
    call: (input: unknown) => found.call(input, { callId: "call-1", signal: abort.signal }),
  };
}

describe("the platform's tools", () => {
  it("[TOOL-1] carry the turn's token and the call's id to web", async () => {
    await tool("present_plan").call(plan);
    expect(heard).toEqual([
      {
        path: "/api/internal/turns/trn_1/tools/present_plan",
        token: "secret-of-the-turn",
        body: { callId: "call-1", attempt: 2, input: plan },
      },
    ]);
  });

  it("[TOOL-1] tell the failing fields of an invalid input without asking web; the turn goes on", async () => {
    const answer = await tool("present_plan").call({ ...plan, title: "", features: [], extra: 1 });
    expect(answer.isError).toBe(true);
    expect(answer.ends).toBeUndefined();
    for (const field of ["title", "features", "extra"])
      expect(JSON.stringify(answer.result)).toContain(field);
    expect(heard).toEqual([]);
  });

  it("[TOOL-1] give a tool error when the token is refused", async () => {
    replies = [{ status: 401, body: { code: "identity.required" } }];
    expect(await tool("present_plan").call(plan)).toMatchObject({ isError: true });
  });

  it("[EVT-4] end the turn when a card was shown, however the answer is wrapped", async () => {
    const result = [{ type: "text", text: JSON.stringify({ ok: true, status: "presented" }) }];
    replies = [{ status: 200, body: { result, isError: false } }];
    expect((await tool("present_plan").call(plan)).ends).toEqual({ reason: "presented" });
    expect((await tool("present_plan").call(plan)).ends).toBeUndefined();
  });

  it("[REC-6] are called again while web restarts, with the same call id", async () => {
    replies = ["drop", { status: 503, body: {} }];
    expect(await tool("present_plan").call(plan)).toMatchObject({ isError: false });
    expect(heard.map((each) => each.body.callId)).toEqual(["call-1", "call-1", "call-1"]);
  });

  it("give up in words for the agent", async () => {
    replies = Array.from({ length: 9 }, () => "drop" as const);
    const answer = await tool("present_plan", { patienceMs: 300 }).call(plan);
    expect(answer).toMatchObject({
      isError: true,
      result: { message: expect.stringContaining("could not be reached") },
    });
  });

  it("stop trying when the turn ends", async () => {
    replies = Array.from({ length: 9 }, () => "drop" as const);
    const { call, abort } = tool("present_plan", { patienceMs: 60_000 });
    const answer = call(plan);
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    abort.abort();
    expect(await answer).toMatchObject({ isError: true });
  });

  it("build before they tell web, and send the result along", async () => {
    const { call, events } = tool("done_building");
    await call({ summary: "Made it." });
    expect(events).toEqual([{ type: "build", phase: "checking", durationMs: 3 }]);
    expect(heard[0]?.body).toMatchObject({ input: { summary: "Made it." }, build: built });
  });

  it("end the turn when this machine cannot build", async () => {
    const { call } = tool("done_building", { build: () => Promise.reject(new Problem("system.disk_full")) });
    expect(await call({ summary: "x" })).toMatchObject({ isError: true, ends: { code: "system.disk_full" } });
    expect(heard).toEqual([]);
  });

  it("show the model a schema of each input", () => {
    expect(tool("present_plan").tool.inputSchema).toMatchObject({
      type: "object",
      required: expect.arrayContaining(["title", "features"]),
    });
  });

  it("[TOOL-1] exist", () => {
    expect(() => tool("rm_rf")).toThrow();
  });
});
