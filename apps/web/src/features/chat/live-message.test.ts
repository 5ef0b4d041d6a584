import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChunks, type Chunk, emptyLive } from "./live-message.ts";

const answer: Chunk[] = [
  { type: "start", messageId: "msg_1", messageMetadata: { turnId: "trn_1" } },
  { type: "reasoning-start", id: "r" },
  { type: "reasoning-delta", id: "r", delta: "Hm" },
  { type: "reasoning-end", id: "r", providerMetadata: { second: { durationMs: 1200 } } },
  { type: "tool-input-start", toolCallId: "c", toolName: "Write" },
  { type: "tool-input-delta", toolCallId: "c", inputTextDelta: '{"file_path":"/workspace/src/a.ts' },
  {
    type: "tool-input-available",
    toolCallId: "c",
    input: { file_path: "/workspace/src/a.ts", content: "x" },
  },
  { type: "tool-output-available", toolCallId: "c", output: "ok", toolMetadata: { durationMs: 12 } },
  { type: "text-start", id: "t" },
  { type: "text-delta", id: "t", delta: "Do" },
  { type: "text-delta", id: "t", delta: "ne." },
  { type: "text-end", id: "t" },
  { type: "message-metadata", messageMetadata: { durationMs: 40 } },
  { type: "finish" },
];

describe("the answer that is being written", () => {
  it("[LOG-1] is the same however its chunks are gathered", () => {
    const whole = applyChunks(emptyLive, answer);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 14 }), (sizes) => {
        let state = emptyLive;
        let at = 0;
        for (let turn = 0; at < answer.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          state = applyChunks(state, answer.slice(at, at + size));
          at += size;
        }
        expect(state).toEqual(whole);
      }),
    );
    expect(whole).toMatchObject({ id: "msg_1", ended: true, metadata: { turnId: "trn_1", durationMs: 40 } });
    expect(whole.parts.map(({ type }) => type)).toEqual(["reasoning", "dynamic-tool", "text"]);
    expect(whole.parts[2]?.text).toBe("Done.");
    expect(whole.parts[0]?.providerMetadata).toEqual({ second: { durationMs: 1200 } });
  });

  it("[CHAT-3] keeps the identity of parts that did not change", () => {
    const before = applyChunks(emptyLive, answer.slice(0, 9));
    const after = applyChunks(before, answer.slice(9, 11));
    expect(after.parts[0]).toBe(before.parts[0]);
    expect(after.parts[1]).toBe(before.parts[1]);
    expect(after.parts[2]).not.toBe(before.parts[2]);
  });

  it("[EVT-3] tells what is going on until there is output, and keeps nothing of it", () => {
    const state = applyChunks(emptyLive, [
      { type: "start", messageId: "msg_1" },
      { type: "data-second-status", data: { phase: "starting" }, transient: true },
    ]);
    expect(state).toMatchObject({ status: { phase: "starting", wait: null }, parts: [] });
    expect(applyChunks(state, [{ type: "text-start", id: "t" }]).status).toBeNull();
  });

  it("tells what a retry waits out, and until when", () => {
    const until = "2030-01-01T00:00:04.000Z";
    const data = { phase: "retrying", code: "model.overloaded", delayMs: 4000, until };
    const state = applyChunks(emptyLive, [{ type: "data-second-status", data, transient: true }]);
    expect(state.status).toEqual({
      phase: "retrying",
      code: "model.overloaded",
      wait: { until, msMax: 4000 },
    });
  });

  it("lets a data part with the same id take the place of the former", () => {
    const state = applyChunks(emptyLive, [
      { type: "data-second-version", id: "v", data: { number: 1 } },
      { type: "data-second-version", id: "v", data: { number: 2 } },
    ]);
    expect(state.parts).toEqual([{ type: "data-second-version", id: "v", data: { number: 2 } }]);
  });
});
