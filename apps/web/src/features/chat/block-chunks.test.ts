import fc from "fast-check";
import { expect, it } from "vitest";
import { heightOf, toChunks } from "./block-chunks.ts";
import { type Block, toBlocks } from "./blocks.ts";
import type { Part } from "./part-values.ts";

const part = fc.oneof(
  fc.record({ type: fc.constant("text"), text: fc.string({ minLength: 1 }), state: fc.constant("done") }),
  fc.record({
    type: fc.constant("dynamic-tool"),
    toolName: fc.constantFrom("Read", "Bash"),
    toolCallId: fc.uuid(),
    state: fc.constant("output-available"),
    input: fc.constant({ command: "ls" }),
    output: fc.constant("ok"),
  }),
);
const whole = (chunks: Block[][]) => chunks.flat();

it("[CHAT-3] cuts keep every block in order, and growing moves no earlier cut", () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 120 }), fc.nat(), (parts: Part[], at) => {
      const all = toBlocks(parts, { isLive: false });
      expect(whole(toChunks(all))).toEqual(all);
      const some = all.slice(0, all.length === 0 ? 0 : at % all.length);
      const fewer = toChunks(some);
      const more = toChunks(all);
      expect(more.slice(0, Math.max(0, fewer.length - 1))).toEqual(fewer.slice(0, -1));
    }),
  );
});

it("[CHAT-3] blocks whose parts did not change are the very ones of before", () => {
  const text: Part = { type: "text", text: "A", state: "done" };
  const call: Part = { type: "dynamic-tool", toolName: "Bash", toolCallId: "c", input: { command: "x" } };
  const before = toBlocks([text, call], { isLive: true });
  const after = toBlocks([text, call, { type: "text", text: "B", state: "streaming" }], { isLive: true });
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(toBlocks([text, { ...call, state: "output-available" }], { isLive: true })[1]).not.toBe(before[1]);
});

it("guesses a height that grows with what is in it", () => {
  const calls = (count: number): Part[] =>
    Array.from({ length: count }, (_, index) => ({
      type: "dynamic-tool",
      toolName: "Bash",
      toolCallId: String(index),
    }));
  const height = (count: number) => heightOf(toBlocks(calls(count), { isLive: true }));
  expect(height(1)).toBeGreaterThan(0);
  expect(height(30)).toBeGreaterThan(10 * height(1));
});
