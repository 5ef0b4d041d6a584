import { readdirSync, readFileSync } from "node:fs";
import type { SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import type { AgentEvent } from "@second/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findEventFaults } from "../contract/check-events.ts";
import { createClaudeMapper, type MapperOptions } from "./mapper.ts";

const recordings = new URL("./__recordings__/", import.meta.url);
const names = readdirSync(recordings)
  .filter((file) => file.endsWith(".jsonl") && !file.endsWith(".events.jsonl"))
  .map((file) => file.slice(0, -".jsonl".length));

/** Messages of tests are the parts of real ones that the mapper reads. */
const message = (value: unknown) => value as SDKMessage;

function mapAll(messages: readonly unknown[], options?: MapperOptions) {
  const mapper = createClaudeMapper(options);
  const events = messages.flatMap((each) => mapper.map(message(each)));
  return { mapper, events: [...events, ...mapper.finish("as-reported")] };
}

const stream = (event: unknown, parent: string | null = null) => ({
  type: "stream_event",
  event,
  parent_tool_use_id: parent,
});
const begin = (id = "msg_1") =>
  stream({ type: "message_start", message: { id, model: "m", usage: { input_tokens: 5 } } });
const block = (index: number, content_block: unknown) =>
  stream({ type: "content_block_start", index, content_block });
const delta = (index: number, value: unknown) => stream({ type: "content_block_delta", index, delta: value });
const text = (index: number, value: string) => delta(index, { type: "text_delta", text: value });
const stop = (index: number) => stream({ type: "content_block_stop", index });
const assistant = (content: unknown[], more: object = {}) => ({
  type: "assistant",
  message: { id: "msg_whole", model: "m", content, usage: {} },
  parent_tool_use_id: null,
  ...more,
});
const toolResult = (callId: string, content: unknown) => ({
  type: "user",
  message: { role: "user", content: [{ type: "tool_result", tool_use_id: callId, content }] },
  parent_tool_use_id: null,
});
const result = (more: object = {}) => ({
  type: "result",
  subtype: "success",
  is_error: false,
  result: "",
  session_id: "s",
  duration_ms: 7,
  total_cost_usd: 0.5,
  modelUsage: { m: { inputTokens: 5, outputTokens: 9, costUSD: 0.5 } },
  ...more,
});
const withoutEnd = (events: AgentEvent[]) =>
  events.filter((each) => each.type !== "usage" && each.type !== "end");

describe("recorded transcripts of the real runtime", () => {
  it("are there", () => expect(names.length).toBeGreaterThanOrEqual(15));

  it.each(names)("[EVT-1] [EVT-2] %s becomes its golden events, with nothing unknown", async (name) => {
    const lines = readFileSync(new URL(`${name}.jsonl`, recordings), "utf8")
      .trim()
      .split("\n");
    const { events, mapper } = mapAll(lines.map((line) => JSON.parse(line)));
    expect(findEventFaults(events)).toEqual([]);
    expect(mapper.skipped).toEqual({});
    const golden = `${events.map((event) => JSON.stringify(event)).join("\n")}\n`;
    await expect(golden).toMatchFileSnapshot(new URL(`${name}.events.jsonl`, recordings).pathname);
  });
});

describe("the event table", () => {
  it("[EVT-1] closes a part before another block begins, and shows what comes late as a part of its own", () => {
    const { events } = mapAll([
      begin(),
      block(0, { type: "text", text: "" }),
      text(0, "a"),
      block(1, { type: "thinking" }),
      delta(1, { type: "thinking_delta", thinking: "t" }),
      text(0, "b"),
      stop(1),
      stop(0),
    ]);
    expect(withoutEnd(events)).toEqual([
      { type: "step" },
      { type: "text", partId: "s1p1", delta: "a" },
      { type: "part-end", partId: "s1p1" },
      { type: "reasoning", partId: "s1p2", delta: "t" },
      { type: "part-end", partId: "s1p2" },
      { type: "text", partId: "s1p3", delta: "b" },
      { type: "part-end", partId: "s1p3" },
    ]);
  });

  it("[EVT-1] announces hidden thinking with an empty delta, once, whether told before or with its block", () => {
    const { events } = mapAll([
      begin(),
      { type: "system", subtype: "thinking_tokens" },
      { type: "system", subtype: "thinking_tokens" },
      block(0, { type: "thinking" }),
      { type: "system", subtype: "thinking_tokens" },
      stop(0),
      block(1, { type: "redacted_thinking" }),
      stop(1),
      block(2, { type: "thinking" }),
      stop(2),
    ]);
    expect(withoutEnd(events)).toEqual([
      { type: "step" },
      { type: "reasoning", partId: "s1p1", delta: "" },
      { type: "part-end", partId: "s1p1" },
      { type: "reasoning", partId: "s1p2", delta: "" },
      { type: "part-end", partId: "s1p2" },
      { type: "reasoning", partId: "s1p3", delta: "" },
      { type: "part-end", partId: "s1p3" },
    ]);
  });

  it("takes whole messages when nothing was streamed, in several pieces, and skips repetitions", () => {
    const call = { type: "tool_use", id: "c", name: "Bash", input: { command: "ls" } };
    const { events } = mapAll([
      assistant([{ type: "thinking", thinking: "hm" }]),
      assistant([{ type: "text", text: "hi" }, call]),
      assistant([call]),
      toolResult("c", "out"),
    ]);
    expect(withoutEnd(events)).toEqual([
      { type: "step" },
      { type: "reasoning", partId: "s1p1", delta: "hm" },
      { type: "part-end", partId: "s1p1" },
      { type: "text", partId: "s1p2", delta: "hi" },
      { type: "part-end", partId: "s1p2" },
      { type: "tool-start", callId: "c", toolName: "Bash" },
      { type: "tool-input-delta", callId: "c", delta: '{"command":"ls"}' },
      { type: "tool-input", callId: "c", toolName: "Bash", input: { command: "ls" } },
      { type: "tool-result", callId: "c", output: "out", isError: false },
    ]);
  });

  it("shows a subagent's text as the newest 20,000 characters of its call's progress, never as main text", () => {
    const long = "x".repeat(15_000);
    const { events } = mapAll([
      begin(),
      block(0, { type: "tool_use", id: "c", name: "Agent" }),
      stop(0),
      stream({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: long } }, "c"),
      assistant([{ type: "text", text: long }], { parent_tool_use_id: "c" }),
    ]);
    const progress = events.filter((event) => event.type === "tool-progress");
    expect(progress.map((event) => event.output.length)).toEqual([15_000, 20_000]);
    expect(events.some((event) => event.type === "text")).toBe(false);
  });

  it("shows a summary of tool use as one text part", () => {
    const { events } = mapAll([{ type: "tool_use_summary", summary: "Read 3 files", uuid: "u" }]);
    expect(withoutEnd(events)).toEqual([
      { type: "text", partId: "summary-u", delta: "Read 3 files" },
      { type: "part-end", partId: "summary-u" },
    ]);
  });

  it("[EVT-2] counts and skips what it does not know", () => {
    const { events, mapper } = mapAll([
      { type: "from_the_future" },
      { type: "system", subtype: "new_thing" },
      stream({ type: "content_block_stop", index: 9 }),
      toolResult("nobody", "x"),
      { type: "stream_event" },
      null,
    ]);
    expect(withoutEnd(events)).toEqual([]);
    expect(Object.values(mapper.skipped).reduce((sum, count) => sum + count, 0)).toBe(6);
  });

  it("gives usage as what this turn added to the session's totals", () => {
    const before = createClaudeMapper();
    before.map(message(result()));
    const { events } = mapAll(
      [
        begin(),
        result({
          total_cost_usd: 0.75,
          modelUsage: { m: { inputTokens: 11, outputTokens: 10, costUSD: 0.75 } },
        }),
      ],
      { totalsBefore: before.totals },
    );
    expect(events.at(-2)).toMatchObject({
      totalCostUsd: 0.25,
      models: { m: { inputTokens: 6, outputTokens: 1, costUsd: 0.25 } },
      steps: 1,
    });
  });

  it("takes the totals as they are when the runtime counted anew", () => {
    const before = createClaudeMapper();
    before.map(message(result()));
    const { events } = mapAll([begin(), result()], { totalsBefore: before.totals });
    expect(events.at(-2)).toMatchObject({ models: { m: { inputTokens: 5, outputTokens: 9 } } });
  });

  it("[USE-1] counts from the stream when the turn ended without a result, and knows no price then", () => {
    const { events } = mapAll([
      begin(),
      stream({ type: "message_delta", delta: {}, usage: { output_tokens: 8 } }),
    ]);
    expect(events.at(-2)).toMatchObject({
      totalCostUsd: null,
      models: { m: { inputTokens: 5, outputTokens: 8 } },
    });
    expect(events.at(-1)).toEqual({ type: "end", reason: "failed", code: "runtime.crashed" });
  });

  it("[RT-2] reports no cost for a runtime that costs nothing", () => {
    const { events } = mapAll([result()], { isBilled: false });
    expect(events.at(-2)).toMatchObject({
      totalCostUsd: null,
      models: { m: { inputTokens: 5, costUsd: null } },
    });
  });

  it("[EVT-1] keeps its promises for any order of messages", () => {
    const kinds = fc.oneof(
      fc.constantFrom(
        { type: "text", text: "" },
        { type: "thinking" },
        { type: "redacted_thinking" },
        { type: "odd" },
      ),
      fc.nat(5).map((id) => ({ type: "tool_use", id: `c${id}`, name: "Bash" })),
    );
    const index = fc.nat(3);
    const anyMessage = fc.oneof(
      fc.nat(9).map((id) => begin(`msg_${id}`)),
      fc.tuple(index, kinds).map(([at, content]) => block(at, content)),
      fc.tuple(index, fc.string()).map(([at, value]) => text(at, value)),
      fc.tuple(index, fc.string()).map(([at, thinking]) => delta(at, { type: "thinking_delta", thinking })),
      fc
        .tuple(index, fc.string())
        .map(([at, json]) => delta(at, { type: "input_json_delta", partial_json: json })),
      index.map(stop),
      fc.constant(stream({ type: "message_stop" })),
      fc.constant({ type: "system", subtype: "thinking_tokens" }),
      fc.nat(5).map((id) => toolResult(`c${id}`, "out")),
      fc.array(kinds, { maxLength: 3 }).map((content) => assistant(content)),
      fc.nat(5).map((id) => assistant([{ type: "text", text: "sub" }], { parent_tool_use_id: `c${id}` })),
      fc.uuid().map((uuid) => ({ type: "tool_use_summary", summary: "s", uuid })),
      fc.constant({
        type: "system",
        subtype: "api_retry",
        error: "overloaded",
        error_status: 529,
        attempt: 1,
        retry_delay_ms: 5,
      }),
    );
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 60 }), (messages) => {
        expect(findEventFaults(mapAll(messages).events)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
