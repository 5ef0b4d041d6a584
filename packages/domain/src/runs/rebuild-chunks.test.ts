import type { WorkerEvent } from "@second/contracts";
import type { UIMessageChunk } from "ai";
import { expect, it } from "vitest";
import { createMessageAssembler } from "./assemble-message.ts";
import { createChunkMapper } from "./chunks.ts";

const mapper = () =>
  createChunkMapper({
    turnId: "trn_1",
    attempt: 1,
    answerId: "msg_1",
    metadata: {},
    now: () => 0,
    clock: { now: () => 0 },
  });

const events: WorkerEvent[] = [
  { type: "reasoning", partId: "r1", delta: "Thinking" },
  { type: "part-end", partId: "r1" },
  { type: "text", partId: "t1", delta: "One" },
  { type: "part-end", partId: "t1" },
  { type: "tool-start", callId: "a", toolName: "Write" },
  { type: "tool-input-delta", callId: "a", delta: '{"x":' },
  { type: "tool-input", callId: "a", toolName: "Write", input: { x: 1 } },
  { type: "tool-progress", callId: "a", output: "half" },
  { type: "tool-start", callId: "b", toolName: "Read" },
  { type: "tool-input-delta", callId: "b", delta: "{" },
  { type: "text", partId: "t2", delta: "Two" },
  { type: "text", partId: "t2", delta: " and three" },
  { type: "tool-result", callId: "a", output: "broken", isError: true },
  { type: "tool-input", callId: "b", toolName: "Read", input: {} },
  { type: "tool-result", callId: "b", output: { ok: true }, isError: false },
];

it.each(Array.from(events, (_, cut) => cut))(
  "[REC-4] [LOG-1] an answer stored after event %i goes on to the same message",
  (cut) => {
    const whole = createMessageAssembler();
    const before = mapper();
    for (const [index, event] of events.slice(0, cut).entries())
      for (const { value } of before.map(index, event)) whole.add(value as UIMessageChunk);
    const stored = structuredClone({ parts: whole.parts(), open: before.open() });

    const rebuilt = createMessageAssembler();
    const after = mapper();
    for (const { value } of after.restore("restored", stored.parts, stored.open))
      rebuilt.add(value as UIMessageChunk);
    expect(rebuilt.parts()).toEqual(stored.parts);
    for (const [index, event] of events.slice(cut).entries()) {
      const [one, two] = [before.map(cut + index, event), after.map(cut + index, event)];
      expect(two.map(({ key, value }) => [key, value])).toEqual(
        cut === 0 && index === 0
          ? one.slice(1).map(({ value }, at) => [two[at]?.key, value])
          : one.map(({ key, value }) => [key, value]),
      );
      for (const { value } of one) whole.add(value as UIMessageChunk);
      for (const { value } of two) rebuilt.add(value as UIMessageChunk);
    }
    for (const { value } of before.interrupt("end")) whole.add(value as UIMessageChunk);
    for (const { value } of after.interrupt("end")) rebuilt.add(value as UIMessageChunk);
    expect(rebuilt.parts()).toEqual(whole.parts());
  },
);
