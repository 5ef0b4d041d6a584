import { expect, it } from "vitest";
import { createQuietSession, plainTurn } from "./testing/quiet-session.ts";
import { createWarmSessions, warmDefaults } from "./warm-sessions.ts";

const state = { runtimeId: "claude-code", sessionId: "s", format: "f", data: "d" };

it("tells what kept a place from being removed, and goes on", async () => {
  const leftovers: unknown[] = [];
  const sessions = createWarmSessions({
    ...warmDefaults,
    idleMax: 1,
    onLeftover: (error) => leftovers.push(error),
  });
  await sessions.end(createQuietSession());
  expect(leftovers).toHaveLength(1);
  await sessions.keep(createQuietSession(), plainTurn, state);
  await sessions.keep(createQuietSession(), { ...plainTurn, appKey: "other" }, state);
  expect(leftovers).toHaveLength(2);
  await sessions.trim();
  expect(leftovers).toHaveLength(3);
});

it("survives a place that cannot be removed once it was idle for long enough", async () => {
  const leftovers: unknown[] = [];
  const sessions = createWarmSessions({
    ...warmDefaults,
    idleMsMax: 1,
    onLeftover: (error) => leftovers.push(error),
  });
  await sessions.keep(createQuietSession(), plainTurn, state);
  await expect.poll(() => leftovers).toHaveLength(1);
});
