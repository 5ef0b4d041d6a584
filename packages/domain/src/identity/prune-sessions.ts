import type { Transaction } from "@second/store";
import type { Platform } from "../platform.ts";
import { sessionsCollection } from "./collections.ts";
import { idleLimit, isoAt } from "./times.ts";

const pruneMax = 50;

/** Forgets sessions that can no longer be used, a few at each sign-in, so that they never pile up. */
export async function pruneSessions(platform: Platform, tx: Transaction): Promise<void> {
  const expired = await tx.list(sessionsCollection, {
    filter: { expiresAt: { lte: isoAt(platform.clock.now()) } },
    limit: pruneMax,
  });
  const idle = await tx.list(sessionsCollection, {
    filter: { lastActiveAt: { lt: idleLimit(platform) } },
    limit: pruneMax,
  });
  const ids = new Set([...expired.records, ...idle.records].map((session) => session.id));
  for (const id of ids) await tx.delete(sessionsCollection, id);
}
