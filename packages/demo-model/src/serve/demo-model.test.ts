import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toolNames } from "../converse/blocks.ts";
import { createDemoModel } from "./demo-model.ts";

const demo = createDemoModel();
const tools = Object.values(toolNames).map((name) => ({ name, input_schema: { type: "object" } }));

const post = (body: unknown, path = "/v1/messages?beta=true", model = demo): Promise<Response> =>
  model(
    new Request(`http://demo${path}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );

const asking = (prompt: string, more: object = {}) => ({
  model: "demo",
  max_tokens: 1000,
  tools,
  messages: [{ role: "user", content: prompt }],
  ...more,
});

interface Event {
  type: string;
  index?: number;
  content_block?: { type: string };
  delta?: Record<string, string>;
  message?: { id: string; usage: object };
  usage?: Record<string, number>;
}

function eventsIn(stream: string): Event[] {
  return stream
    .split("\n\n")
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", data = ""] = part.split("\n");
      const event = JSON.parse(data.replace("data: ", "")) as Event;
      expect(name).toBe(`event: ${event.type}`);
      return event;
    });
}

/** Blocks put together again from their deltas, as a client does. */
function blocksIn(events: Event[]): { type: string; content: string }[] {
  const blocks: { type: string; content: string; open: boolean }[] = [];
  for (const { type, index = -1, content_block, delta } of events) {
    const block = blocks[index];
    if (type === "content_block_start") {
      expect(index).toBe(blocks.length);
      expect(blocks.every(({ open }) => !open)).toBe(true);
      blocks.push({ type: content_block?.type ?? "", content: "", open: true });
    }
    if (type === "content_block_delta" && block) {
      expect(block.open).toBe(true);
      block.content += delta?.text ?? delta?.thinking ?? delta?.partial_json ?? "";
    }
    if (type === "content_block_stop" && block) block.open = false;
  }
  expect(blocks.some(({ open }) => open)).toBe(false);
  return blocks.map(({ type, content }) => ({ type, content }));
}

describe("the demo model", () => {
  it("[DEMO-16] streams word-sized deltas that make up the whole message", async () => {
    const whole = (await (await post(asking("Track vendor renewals"))).json()) as {
      content: { type: string; text?: string; thinking?: string; input?: object }[];
      usage: Record<string, number>;
      stop_reason: string;
    };
    const response = await post(asking("Track vendor renewals", { stream: true }));
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = eventsIn(await response.text());
    expect(events[0]?.type).toBe("message_start");
    expect(events.slice(-2).map(({ type }) => type)).toEqual(["message_delta", "message_stop"]);
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: "tool_use" }, usage: whole.usage });
    expect(blocksIn(events)).toEqual(
      whole.content.map(({ type, text, thinking, input }) => ({
        type,
        content: text ?? thinking ?? JSON.stringify(input),
      })),
    );
    const longest = Math.max(...events.map(({ delta }) => delta?.text?.trim().split(/\s+/).length ?? 0));
    expect(longest).toBe(1);
    expect(whole.usage.output_tokens).toBeGreaterThan(50);
  });

  it("[DEMO-16] says the same at a human pace", async () => {
    const slow = createDemoModel({ pace: "human" });
    const body = asking("app", { stream: true });
    const [quick, paced] = [
      await (await post(body)).text(),
      await (await post(body, "/v1/messages", slow)).text(),
    ];
    expect(paced).toBe(quick);
  });

  it("[DEMO-16] counts characters divided by four", async () => {
    const short = (await (await post(asking("a"), "/v1/messages/count_tokens")).json()) as {
      input_tokens: number;
    };
    const long = (await (await post(asking("a".repeat(401)), "/v1/messages/count_tokens")).json()) as {
      input_tokens: number;
    };
    expect(long.input_tokens - short.input_tokens).toBe(100);
  });

  it("[DEMO-1] gives the same bytes for the same conversation", async () => {
    const bytes = async () => (await post(asking("Track dogs", { stream: true }))).text();
    expect(await bytes()).toBe(await bytes());
  });

  it("ends its stream when the client goes away", async () => {
    const slow = createDemoModel({ pace: "human" });
    const reader = (
      await post(asking("Track dogs", { stream: true }), "/v1/messages", slow)
    ).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect((await reader?.read())?.done).toBe(true);
  });

  it("answers a runtime's own requests for a title or a summary", async () => {
    const side = {
      model: "demo",
      max_tokens: 100,
      messages: [{ role: "user", content: "Track vendor renewals" }],
    };
    const text = async (body: object) =>
      ((await (await post(body)).json()) as { content: { text: string }[] }).content[0]?.text ?? "";
    expect(await text(side)).toBe("Vendor renewals");
    expect(JSON.parse(await text({ ...side, system: "Answer as JSON with a title." }))).toEqual({
      title: "Vendor renewals",
    });
    const summary = asking("Your task is to create a detailed summary of the conversation so far");
    expect(await text(summary)).toMatch(/^<summary>/);
  });

  it("[DEMO-20] refuses what it cannot parse with an error of the API's form", async () => {
    const refused: [unknown, string, number, string][] = [
      ["{", "/v1/messages", 400, "invalid_request_error"],
      [{}, "/v1/messages", 400, "invalid_request_error"],
      [{ model: "demo", messages: [] }, "/v1/messages", 400, "invalid_request_error"],
      [
        { model: "demo", messages: [{ role: "robot", content: "x" }] },
        "/v1/messages",
        400,
        "invalid_request_error",
      ],
      [asking("x"), "/v1/complete", 404, "not_found_error"],
    ];
    for (const [body, path, status, type] of refused) {
      const response = await post(body, path);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({
        type: "error",
        error: { type, message: expect.any(String) },
      });
    }
    expect((await demo(new Request("http://demo/v1/messages"))).status).toBe(404);
  });

  it("[DEMO-20] refuses requests without the builder's tools", async () => {
    const response = await post({ ...asking("Track dogs"), tools: [{ name: "get_weather" }] });
    expect(await response.text()).toContain("does not offer them");
  });

  it("[DEMO-20] answers every request with a whole message or an error", async () => {
    const name = fc.oneof(fc.constantFrom(...Object.values(toolNames)), fc.string({ maxLength: 10 }));
    const text = fc.oneof(
      fc.constantFrom(
        "The plan is approved. Build it.",
        "Change the plan: add a date",
        "undo that",
        "Track dogs",
        "add a size",
        "continue",
      ),
      fc.string({ maxLength: 60 }),
      fc.constant('<conversation-so-far>\nPlan: {"title":1}\n</conversation-so-far>'),
    );
    const input = fc.oneof(
      fc.record(
        { file_path: fc.constantFrom("/workspace/src/app.tsx", "/x"), content: fc.anything() },
        { requiredKeys: [] },
      ),
      fc.anything(),
    );
    const id = fc.constantFrom("a", "b", "c");
    const result = fc.oneof(
      text,
      fc.constantFrom(
        '{"status":"failed"}',
        "src/features/x/model.json",
        '{"status":"failed","errors":[{}]}',
      ),
      fc.anything(),
    );
    const block = fc.oneof(
      fc.record({ type: fc.constant("text"), text: fc.oneof(text, fc.anything()) }),
      fc.record({ type: fc.constant("tool_use"), id, name, input }),
      fc.record({
        type: fc.constant("tool_result"),
        tool_use_id: id,
        content: result,
        is_error: fc.anything(),
      }),
      fc.record({ type: fc.string({ maxLength: 8 }) }),
      fc.constant({ type: "image" }),
    );
    const message = fc.record({
      role: fc.constantFrom("user", "assistant", "system"),
      content: fc.oneof(text, fc.array(block, { maxLength: 5 })),
    });
    const body = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          model: fc.constant("demo"),
          stream: fc.boolean(),
          tools: fc.constant(tools),
          messages: fc.array(message, { minLength: 1, maxLength: 8 }),
        }),
      },
      { weight: 1, arbitrary: fc.anything() },
    );
    await fc.assert(
      fc.asyncProperty(body, async (each) => {
        const response = await post(JSON.stringify(each) ?? "");
        const answered = await response.text();
        if (response.status !== 200) {
          expect(response.status).toBe(400);
          expect(JSON.parse(answered)).toMatchObject({ type: "error" });
        } else if (response.headers.get("content-type") === "text/event-stream") {
          const events = eventsIn(answered);
          expect(events.at(-1)?.type).toBe("message_stop");
          expect(blocksIn(events).length).toBeGreaterThan(0);
        } else {
          expect(JSON.parse(answered)).toMatchObject({ type: "message", role: "assistant" });
        }
      }),
      { numRuns: 700 },
    );
  });
});
