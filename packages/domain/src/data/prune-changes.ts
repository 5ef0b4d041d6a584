import { setTimeout as sleep } from "node:timers/promises";
import type { UpkeepJob } from "../upkeep/job.ts";
import { documentChangesCollection } from "./collections.ts";

const hourMs = 60 * 60 * 1000;
const keptMs = 30 * 24 * hourMs;
/** Few at a time and with pauses, so that no write of a person waits for long. */
const batchSize = 100;
const pauseMs = 20;

/**
 * Forgets document changes after 30 days, oldest first and a transaction's first change first: a request's key goes
 * before the rest of what it did. Documents themselves are never pruned.
 */
export const pruneChanges: UpkeepJob = {
  name: "change_pruning",
  everyMs: hourMs,
  async run(platform, held) {
    const before = new Date(platform.clock.now() - keptMs).toISOString();
    let count = 0;
    for (let isMore = true; isMore; ) {
      held.signal.throwIfAborted();
      const { records } = await platform.db.list(documentChangesCollection, {
        filter: { at: { lt: before } },
        sort: ["at"],
        limit: batchSize,
      });
      await held.transaction(async (tx) => {
        for (const { id } of records) await tx.delete(documentChangesCollection, id);
      });
      count += records.length;
      isMore = records.length === batchSize;
      if (isMore) await sleep(pauseMs);
    }
    if (count > 0) platform.log.info("changes.pruned", { count });
  },
};
