import type { Transaction } from "@second/store";
import type { Platform } from "../platform.ts";
import { sessionsCollection } from "./collections.ts";
import { isoAt } from "./times.ts";

/** Makes the next request of each of a person's sessions get a new token, because their rights changed. */
export async function requireRotation(platform: Platform, tx: Transaction, userId: string): Promise<void> {
  const { records } = await tx.list(sessionsCollection, { filter: { userId }, limit: 1000 });
  const rotateAfter = isoAt(platform.clock.now());
  for (const session of records) await tx.update(sessionsCollection, session.id, { set: { rotateAfter } });
}
