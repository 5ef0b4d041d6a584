import { describe, expect, it } from "vitest";
import { toBlocks } from "./blocks.ts";
import type { Part } from "./part-values.ts";
import { toolRow } from "./tool-row.ts";

const call = (toolName: string, input: unknown, more: Partial<Part> = {}): Part => ({
  type: "dynamic-tool",
  toolCallId: `call-${toolName}`,
  toolName,
  state: "output-available",
  input,
  output: "ok",
  toolMetadata: { durationMs: 2100 },
  ...more,
});
const plan = {
  title: "Renewals",
  overview: "Contracts.",
  features: [{ name: "List", description: "All." }],
  dataFlow: null,
  agents: null,
  backend: null,
};

describe("tool lines", () => {
  it.each([
    ["Read", { file_path: "/workspace/src/app.tsx" }, "Read", "src/app.tsx"],
    ["Write", { file_path: "/workspace/a.ts", content: "1\n2\n" }, "Wrote", "a.ts"],
    ["Edit", { file_path: "/workspace/a.ts", old_string: "a", new_string: "b" }, "Edited", "a.ts"],
    ["Bash", { command: "ls -la src" }, "Listed", "ls -la src"],
    ["Bash", { command: "cat a.ts" }, "Read", "cat a.ts"],
    ["Bash", { command: "grep -r x" }, "Searched", "grep -r x"],
    ["Bash", { command: "node x.mjs" }, "Ran", "node x.mjs"],
    ["Grep", { pattern: "useDoc" }, "Searched", "useDoc"],
  ])("[CHAT-1] say what %s did", (toolName, input, verb, subject) => {
    expect(toolRow(call(toolName, input), false)).toMatchObject({
      verb,
      subject,
      state: "done",
      durationMs: 2100,
    });
  });

  it("count lines added and removed", () => {
    const row = toolRow(
      call("Edit", { file_path: "a.ts", old_string: "one\ntwo\n", new_string: "one\nzwei\ndrei\n" }),
      false,
    );
    expect(row).toMatchObject({ added: 2, removed: 1 });
  });

  it("[CHAT-1] tell running, failed and interrupted calls apart", () => {
    const running = { state: "input-available", toolMetadata: undefined } as const;
    expect(toolRow(call("Bash", { command: "x" }, running), true)).toMatchObject({
      state: "running",
      verb: "Running",
    });
    expect(toolRow(call("Bash", { command: "x" }, running), false).state).toBe("interrupted");
    const failed = { state: "output-error", errorText: "exit 1" } as const;
    expect(toolRow(call("Bash", { command: "x" }, failed), false)).toMatchObject({
      state: "failed",
      verb: "Failed",
    });
    const cut = { ...failed, toolMetadata: undefined };
    expect(toolRow(call("Read", {}, cut), false).state).toBe("interrupted");
  });

  it("name the file while its content still streams", () => {
    const part: Part = {
      type: "dynamic-tool",
      toolCallId: "c",
      toolName: "Write",
      state: "input-streaming",
      inputText: '{"file_path":"/workspace/src/features/a.ts","content":"imp',
    };
    expect(toolRow(part, true)).toMatchObject({ verb: "Writing", subject: "src/features/a.ts", added: null });
  });

  it("show unknown tools with their name", () => {
    expect(toolRow(call("mcp__other__do_it", { x: 1 }), false).subject).toContain("other do_it");
  });
});

describe("blocks", () => {
  it("join neighbouring tool calls into one list", () => {
    const blocks = toBlocks(
      [call("Read", {}), call("Grep", {}), { type: "text", text: "Hello" }, call("Edit", {})],
      { isLive: false },
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(["tools", "text", "tools"]);
  });

  it("[CARD-1] show a plan as soon as its title streams, and its decision once there is one", () => {
    const name = "mcp__second__present_plan";
    const streaming: Part = {
      type: "dynamic-tool",
      toolCallId: "p",
      toolName: name,
      state: "input-streaming",
      inputText: '{"title":"Rene',
    };
    expect(
      toBlocks([{ ...streaming, inputText: '{"title":"Renewals","over' }], { isLive: true })[0],
    ).toMatchObject({
      kind: "plan",
      card: { plan: null, title: "Renewals" },
    });
    const done = call(name, plan, { toolCallId: "p", output: { ok: true, cardHash: "h" } });
    const decision = {
      decision: "approve" as const,
      by: { id: "usr_1", name: "Ada" },
      at: "2026-11-24T12:00:00Z",
    };
    expect(toBlocks([done], { isLive: false, decisions: { p: decision } })[0]).toMatchObject({
      kind: "plan",
      card: { cardHash: "h", decision },
    });
  });

  it("[EVT-4] read a tool's answer through text and content lists", () => {
    const output = [
      { type: "text", text: JSON.stringify({ status: "complete", versionNumber: 3, versionId: "ver_1" }) },
    ];
    const [block] = toBlocks([call("mcp__second__done_building", {}, { output })], { isLive: false });
    expect(block).toMatchObject({ kind: "build", build: { state: "built", number: 3 } });
  });

  it("[CHAT-1] show a failed build with its errors and an interrupted one as such", () => {
    const errors = [{ file: "src/a.ts", line: 3, column: 1, code: "TS2322", message: "No." }];
    const message = "The build took over 120 s. It was ended.";
    const failed = { output: { status: "failed", message, advice: "Try again.", errors } };
    const [first] = toBlocks([call("mcp__second__done_building", {}, failed)], { isLive: false });
    expect(first).toMatchObject({ kind: "build", build: { state: "failed", message, errors } });
    const cut = { state: "input-available", output: undefined };
    const [second] = toBlocks([call("mcp__second__done_building", {}, cut)], { isLive: false });
    expect(second).toMatchObject({ kind: "build", build: { state: "interrupted" } });
  });
});
