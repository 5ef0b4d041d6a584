import { expect, it } from "vitest";
import type { Part } from "./part-values.ts";
import { toLines, totalMs } from "./tool-groups.ts";
import { toolRow } from "./tool-row.ts";

const call = (toolCallId: string, toolName: string, more: Partial<Part> = {}) =>
  toolRow(
    {
      type: "dynamic-tool",
      toolCallId,
      toolName,
      state: "output-available",
      input: { file_path: `/workspace/${toolCallId}.ts`, command: "node a.mjs" },
      output: "ok",
      toolMetadata: { durationMs: 50 },
      ...more,
    },
    true,
  );
const shape = (rows: ReturnType<typeof call>[]) =>
  toLines(rows).map((line) =>
    line.kind === "call" ? line.row.callId : line.rows.map(({ callId }) => callId),
  );

it("[CHAT-1] reads that follow one another collapse; running and failed ones stand alone", () => {
  const rows = [
    call("a", "Read"),
    call("b", "Read"),
    call("c", "Bash"),
    call("d", "Read"),
    call("e", "Read", { state: "input-available" }),
    call("f", "Read", { state: "output-error", errorText: "No." }),
    call("g", "Read"),
    call("h", "Read"),
  ];
  expect(shape(rows)).toEqual([["a", "b"], "c", "d", "e", "f", ["g", "h"]]);
});

it("adds up what is known of their times", () => {
  expect(totalMs([call("a", "Read"), call("b", "Read", { toolMetadata: undefined })])).toBe(50);
  expect(totalMs([])).toBeNull();
});
