import type { LogEntry } from "@second/bus";
import { isId, Problem } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { type Turn, turnsCollection } from "./collections.ts";
import { turnLog } from "./turn-log.ts";

/** A log may not be written yet when a turn was just claimed, or is being rebuilt after a restart. */
const patienceMs = 5_000;
const lookAgainMs = 15;

export interface FollowedTurn {
  turn: Turn;
  /** The place in the log to read after. */
  place: string;
}

/**
 * The turn whose log `cursor` belongs to, or the active one from its beginning. Null without an active turn.
 * @throws `run.cursor_expired` for a cursor of another conversation or a turn that is not known
 */
export async function findFollowedTurn(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; cursor: string | null },
): Promise<FollowedTurn | null> {
  if (request.cursor === null) {
    const turn = await platform.db.first(turnsCollection, {
      filter: { runId: request.runId, state: "running" },
    });
    return turn?.appId === access.appId ? { turn, place: "0" } : null;
  }
  const [turnId, attempt] = request.cursor.split(".");
  const turn = isId("turn", turnId) ? await platform.db.get(turnsCollection, turnId) : null;
  if (turn?.runId !== request.runId || turn.appId !== access.appId || String(turn.attempt) !== attempt)
    throw new Problem("run.cursor_expired");
  return { turn, place: turnLog.place(turn, request.cursor) };
}

/** Entries after the place, then live, until the attempt ends. @throws `run.cursor_expired` when the log was lost */
export async function* followTurn(
  platform: Platform,
  { turn, place }: FollowedTurn,
  signal: AbortSignal,
): AsyncIterable<{ entries: LogEntry[]; closed: boolean }> {
  const key = turnLog.key(turn);
  await logIsThere(platform, { turn, place }, signal);
  let closed = false;
  for await (const batch of platform.bus.log.follow(key, place, signal)) {
    closed = batch.closed;
    yield batch;
  }
  if (!closed && !signal.aborted) throw new Problem("run.cursor_expired");
}

async function logIsThere(
  platform: Platform,
  { turn, place }: FollowedTurn,
  signal: AbortSignal,
): Promise<void> {
  const key = turnLog.key(turn);
  const isActive = turn.state === "running" && place === "0";
  const giveUpAt = performance.now() + (isActive ? patienceMs : 0);
  while (!signal.aborted) {
    if ((await platform.bus.log.read(key, place, 1)) !== null) return;
    if (performance.now() >= giveUpAt) throw new Problem("run.cursor_expired");
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}
