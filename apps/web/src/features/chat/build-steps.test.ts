import { expect, it } from "vitest";
import { withPhase } from "./build-steps.ts";
import { applyChunks, emptyLive } from "./live-message.ts";

it("[PRE-9] a build's steps follow one another, and a new build begins anew", () => {
  const checking = withPhase(withPhase([], "dependencies", 0), "checking", 120);
  expect(checking).toEqual([
    { name: "dependencies", beganMs: 0, endedMs: 120 },
    { name: "checking", beganMs: 120, endedMs: null },
  ]);
  expect(withPhase(checking, "failed", 900).at(-1)).toEqual({ name: "checking", beganMs: 120, endedMs: 900 });
  expect(withPhase(checking, "dependencies", 0)).toHaveLength(1);
});

it("[EVT-3] come with the log's statuses and keep what the agent writes in place", () => {
  const status = (phase: string, durationMs: number) => ({
    type: "data-second-status",
    data: { phase, durationMs },
    transient: true,
  });
  const call = { type: "tool-input-start", toolCallId: "c", toolName: "mcp__second__done_building" };
  const state = applyChunks(emptyLive, [call, status("build-dependencies", 0), status("build-checking", 80)]);
  expect(state.buildSteps.map(({ name }) => name)).toEqual(["dependencies", "checking"]);
  expect(state.status).toBeNull();
  expect(applyChunks(state, [{ ...call, toolCallId: "d" }]).buildSteps).toEqual([]);
});
