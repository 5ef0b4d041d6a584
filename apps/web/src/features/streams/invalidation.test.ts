import type { WorkspaceEvent } from "@second/contracts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCoalescer, keysOf, readWorkspaceEvent } from "./invalidation.ts";

const event = (type: WorkspaceEvent["type"], more: Partial<WorkspaceEvent> = {}): WorkspaceEvent => ({
  version: 1,
  type,
  scope: "apps",
  workspaceId: "ws_1",
  at: "2030-01-01T00:00:00.000Z",
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("makes an app's own data and the list old when its run moved", () => {
  expect(keysOf(event("run.changed", { appId: "app_1" }))).toEqual([
    ["workspace", "ws_1", "apps"],
    ["workspace", "ws_1", "app", "app_1"],
  ]);
});

it("knows an event by its type and ignores others", () => {
  expect(readWorkspaceEvent(event("member.changed"))).not.toBeNull();
  expect(readWorkspaceEvent({ type: "toString", workspaceId: "ws_1" })).toBeNull();
  expect(readWorkspaceEvent({ type: "review.requested", workspaceId: "ws_1" })).toBeNull();
  expect(readWorkspaceEvent("app.changed")).toBeNull();
});

it("[GOV-100] refetches once for all hints within 250 ms", () => {
  const flushed: (readonly string[])[][] = [];
  const coalescer = createCoalescer(250, (keys) => flushed.push(keys));
  coalescer.add(keysOf(event("run.changed")));
  vi.advanceTimersByTime(200);
  coalescer.add(keysOf(event("app.changed")));
  coalescer.add(keysOf(event("invitation.changed")));
  expect(flushed).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(flushed).toEqual([
    [
      ["workspace", "ws_1", "apps"],
      ["workspace", "ws_1", "invitations"],
    ],
  ]);
  vi.advanceTimersByTime(1000);
  expect(flushed).toHaveLength(1);
});
