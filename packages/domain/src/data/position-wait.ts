import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "@second/contracts";
import type { Database, Position } from "@second/store";

const waitMsMax = 2000;
const form = /^[a-z0-9]{1,32}\.[0-9a-f]{16}\.[0-9a-f]{8}$/;

const epochOf = (position: Position) => position.slice(0, position.indexOf("."));

/** Positions compare by byte order within one epoch only. */
export const sameEpoch = (a: Position, b: Position) => epochOf(a) === epochOf(b);

/** True when everything up to `wanted` is in a snapshot at `position`. Positions of different epochs do not compare. */
function covers(position: Position, wanted: Position): boolean {
  return sameEpoch(position, wanted) && position >= wanted;
}

/**
 * Waits until the store has come to `wanted`, which a replica may lag behind.
 * @throws `data.behind` after two seconds, `request.invalid` for what is no position.
 */
export async function waitForPosition(db: Database, wanted: Position): Promise<void> {
  if (!form.test(wanted)) {
    throw new Problem("request.invalid", {
      fields: [{ pointer: "/minPosition", message: "is not a position" }],
    });
  }
  for (let waited = 0, pause = 5; ; pause = Math.min(pause * 2, 100)) {
    const position = await db.position();
    if (covers(position, wanted)) return;
    // Of another epoch: the store was restored since, and will never come there.
    if (waited >= waitMsMax || !sameEpoch(position, wanted)) {
      throw new Problem("data.behind", { retryAfterSeconds: 1 });
    }
    await sleep(pause);
    waited += pause;
  }
}
