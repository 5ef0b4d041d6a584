import type { AgentEvent } from "@second/contracts";
import { expect, it } from "vitest";
import { startClaudeTurn } from "./claude-turn.ts";
import { createQuietSession, plainTurn } from "./testing/quiet-session.ts";
import type { WarmSessions } from "./warm-sessions.ts";

const broken = new Error("It cannot be ended.");
const sessionsOf = (more: Partial<WarmSessions>): WarmSessions => ({
  take: async () => createQuietSession(),
  open: async () => createQuietSession(),
  keep: () => Promise.reject(broken),
  end: () => Promise.reject(broken),
  trim: async () => undefined,
  close: async () => undefined,
  ...more,
});

function start(more: Partial<WarmSessions> = {}) {
  const leftovers: unknown[] = [];
  const turn = startClaudeTurn(plainTurn, {
    sessions: sessionsOf(more),
    isBilled: true,
    onLeftover: (error) => leftovers.push(error),
  });
  return { turn, leftovers };
}
async function endOf(turn: AsyncIterable<AgentEvent>): Promise<AgentEvent | undefined> {
  let last: AgentEvent | undefined;
  for await (const event of turn) last = event;
  return last;
}

it("tells its end, and what went wrong, when its session cannot be ended", async () => {
  const session = createQuietSession();
  session.interrupt = () => session.listener?.onGone("It was interrupted.");
  const { turn, leftovers } = start({ take: async () => session });
  await expect.poll(() => session.listener).not.toBeNull();
  turn.stop();
  expect(await endOf(turn)).toEqual({ type: "end", reason: "stopped" });
  expect(leftovers).toEqual([broken]);
});

it("tells its end when a session that died cannot be ended for another", async () => {
  const session = { ...createQuietSession(), isResumed: true };
  const { turn } = start({ take: async () => session });
  await expect.poll(() => session.listener).not.toBeNull();
  session.listener?.onGone("It died.");
  expect(await endOf(turn)).toMatchObject({ reason: "failed", code: "runtime.crashed" });
});

it("fails when its session takes no prompt", async () => {
  const session = createQuietSession();
  session.send = () => {
    throw new Error("No door.");
  };
  const { turn } = start({ take: async () => session });
  expect(await endOf(turn)).toMatchObject({ reason: "failed", detail: "No door." });
});
