import { runStates } from "@second/contracts";
import { expect, it } from "vitest";
import { appStatus } from "./app-status.ts";

it("has words and a dot for every state, with and without a version", () => {
  for (const runState of runStates)
    for (const versionNumber of [null, 3]) expect(appStatus({ runState, versionNumber }).label).not.toBe("");
});

it("shows work as running and a decision as waiting", () => {
  expect(appStatus({ runState: "running", versionNumber: 3 }).dot).toBe("running");
  expect(appStatus({ runState: "waiting_for_approval", versionNumber: null })).toEqual({
    dot: "warning",
    label: "Waiting for your decision",
  });
});
