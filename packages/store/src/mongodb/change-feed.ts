import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "mongodb";
import type { CollectionShapes } from "../core/collection-shape.ts";
import { parsePosition, positionExpired } from "../core/position.ts";
import type { CommittedChange, Position } from "../database.ts";
import { ChangeStream, positionTime } from "./change-stream.ts";
import { isResumable, storeErrorOf } from "./mongo-errors.ts";

const pauseMsMax = 5_000;

interface FeedRequest {
  readonly epoch: string;
  readonly collections: ReadonlySet<string>;
  /** Where to start, and the present position. */
  readonly begin: () => Promise<{ after: Position; present: Position }>;
  readonly signal: AbortSignal;
}

/** Resolves with null once the signal aborts. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return Promise.resolve(null);
  }
  return new Promise((resolve, reject) => {
    const stop = () => resolve(null);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/**
 * Follows the database's change stream. When the connection breaks it is opened again at the time of what was delivered
 * last, and what comes twice is skipped.
 */
export async function* followChanges(
  db: Db,
  shapes: CollectionShapes,
  request: FeedRequest,
): AsyncGenerator<CommittedChange[], void, undefined> {
  const { epoch, collections, signal } = request;
  const started = await unlessAborted(signal, request.begin());
  if (started === null) return;
  let last = started.after;
  if (parsePosition(epoch, last).commit > parsePosition(epoch, started.present).commit)
    throw positionExpired();

  let failures = 0;
  while (!signal.aborted) {
    const from = positionTime(parsePosition(epoch, last).commit);
    const stream = new ChangeStream(db, epoch, { fed: shapes.fed(), from });
    try {
      for (;;) {
        const transactions = await unlessAborted(signal, stream.next());
        if (transactions === null) return;
        failures = 0;
        for (const transaction of transactions) {
          const fresh = transaction.filter(({ position }) => position > last);
          last = fresh.at(-1)?.position ?? last;
          const item = fresh.filter(({ collection }) => collections.has(collection));
          if (item.length > 0) yield item;
          if (signal.aborted) return;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isResumable(error)) throw storeErrorOf(error);
      failures += 1;
    } finally {
      await stream.close().catch(() => undefined);
    }
    await wait(Math.min(100 * 2 ** failures, pauseMsMax), undefined, { signal }).catch(() => undefined);
  }
}
