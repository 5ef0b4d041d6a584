import type { LogEntry } from "@second/bus";
import { isId, Problem } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { runsCollection, type Turn, turnsCollection } from "./collections.ts";
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
 * @throws `resource.not_found` for a run of another app, `run.cursor_expired` for a cursor of another conversation, a turn
 * that is not known, or a log that is gone
 */
export async function findFollowedTurn(
  platform: Platform,
  access: AppAccess,
  request: { runId: string; cursor: string | null },
): Promise<FollowedTurn | null> {
  const run = await platform.db.get(runsCollection, request.runId);
  if (run?.appId !== access.appId) throw new Problem("resource.not_found");
  if (request.cursor === null) {
    const turn = await platform.db.first(turnsCollection, {
      filter: { runId: request.runId, state: "running" },
    });
    return turn && { turn, place: "0" };
  }
  const [turnId, attempt] = request.cursor.split(".");
  const turn = isId("turn", turnId) ? await platform.db.get(turnsCollection, turnId) : null;
  if (turn?.runId !== request.runId || String(turn.attempt) !== attempt)
    throw new Problem("run.cursor_expired");
  const followed = { turn, place: turnLog.place(turn, request.cursor) };
  if (!mayAppear(followed) && !(await isThere(platform, followed))) throw new Problem("run.cursor_expired");
  return followed;
}

/** A log that is not there may still come: its turn has just begun. */
const mayAppear = ({ turn, place }: FollowedTurn) => turn.state === "running" && place === "0";

const isThere = async (platform: Platform, { turn, place }: FollowedTurn) =>
  (await platform.bus.log.read(turnLog.key(turn), place, 1)) !== null;

/** Entries after the place, then live, until the attempt ends. @throws `run.cursor_expired` when the log was lost */
export async function* followTurn(
  platform: Platform,
  followed: FollowedTurn,
  signal: AbortSignal,
): AsyncIterable<{ entries: LogEntry[]; closed: boolean }> {
  await logIsThere(platform, followed, signal);
  let closed = false;
  const { turn, place } = followed;
  for await (const batch of platform.bus.log.follow(turnLog.key(turn), place, signal)) {
    closed = batch.closed;
    yield batch;
  }
  if (!closed && !signal.aborted) throw new Problem("run.cursor_expired");
}

async function logIsThere(platform: Platform, followed: FollowedTurn, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + (mayAppear(followed) ? patienceMs : 0);
  while (!signal.aborted) {
    if (await isThere(platform, followed)) return;
    if (performance.now() >= giveUpAt) throw new Problem("run.cursor_expired");
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}
