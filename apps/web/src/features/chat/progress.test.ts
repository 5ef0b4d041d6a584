import type { ChatView } from "@second/contracts";
import { describe, expect, it } from "vitest";
import { emptyLive } from "./live-message.ts";
import type { Part } from "./part-values.ts";
import { approvalOf, buildProgress, openBuildFailure, writtenFiles } from "./progress.ts";

const wrote = (path: string, content: string, more: Partial<Part> = {}): Part => ({
  type: "dynamic-tool",
  toolCallId: `${path}-${content.length}`,
  toolName: "Write",
  state: "output-available",
  input: { file_path: `/workspace/${path}`, content },
  output: "ok",
  ...more,
});
const built = (output: unknown, state = "output-available"): Part => ({
  type: "dynamic-tool",
  toolCallId: "build",
  toolName: "mcp__second__done_building",
  state,
  input: { summary: "x" },
  output,
});
const failure = {
  status: "failed",
  stage: "check",
  message: "1 error. Fix it.",
  errors: [{ file: "a.ts", line: 1 }],
};
const chat = (parts: Part[], decisions = {}): ChatView =>
  ({ messages: [{ id: "msg_1", role: "assistant", parts, metadata: { decisions } }] }) as unknown as ChatView;

describe("progress of a first version", () => {
  it("[PRE-9] lists what was written, each file once", () => {
    const parts = [wrote("a.ts", "1\n2\n"), wrote("b.ts", "1\n"), wrote("a.ts", "1\n2\n3\n")];
    expect(writtenFiles([...parts, wrote("c.ts", "1\n", { state: "input-available" })])).toEqual([
      { path: "a.ts", added: 5, removed: 0 },
      { path: "b.ts", added: 1, removed: 0 },
    ]);
  });

  it("[PRE-9] goes from code to build to preview, and back to code when the build failed", () => {
    const at = (...parts: Part[]) => buildProgress({ ...emptyLive, parts }).step;
    expect(buildProgress(null).step).toBe("code");
    expect(at(wrote("a.ts", "1\n"))).toBe("code");
    expect(at(built(undefined, "input-available"))).toBe("build");
    expect(at(built(failure))).toBe("code");
    expect(at(built({ status: "complete", versionId: "ver_1", versionNumber: 1 }))).toBe("preview");
  });

  it("[PRE-9] keeps the errors of the newest build until one is good", () => {
    expect(openBuildFailure(chat([built(failure)]))).toMatchObject({
      stage: "check",
      errors: failure.errors,
    });
    expect(openBuildFailure(chat([built({ status: "complete" })]))).toBeNull();
    expect(openBuildFailure(undefined)).toBeNull();
  });

  it("knows who approved", () => {
    const by = { id: "usr_1", name: "Ada" };
    expect(approvalOf(chat([], { c: { decision: "changes", by, at: "x" } }))).toBeNull();
    expect(approvalOf(chat([], { c: { decision: "approve", by, at: "x" } }))).toEqual({ by: "Ada", at: "x" });
  });
});
