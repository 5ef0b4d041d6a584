import type { Database } from "@second/store";
import type { Platform } from "../platform.ts";
import { openCollectionNames } from "./collection-names.ts";
import { type DataFeed, openDataFeed } from "./feed/data-feed.ts";
import { dataRatesDefault, openBuckets } from "./rates.ts";
import { openStorageUse } from "./storage-use.ts";

/** What one process keeps in memory about documents: budgets, known names and sizes, and the one feed. */
export interface DataProcess {
  readonly userReads: ReturnType<typeof openBuckets>;
  readonly userWrites: ReturnType<typeof openBuckets>;
  readonly scopeWrites: ReturnType<typeof openBuckets>;
  readonly names: ReturnType<typeof openCollectionNames>;
  readonly storage: ReturnType<typeof openStorageUse>;
  readonly feed: DataFeed;
}

/** One for each open database, gone with it. */
const processes = new WeakMap<Database, DataProcess>();

export function dataProcess(platform: Platform): DataProcess {
  const known = processes.get(platform.db);
  if (known !== undefined) return known;
  const rates = { ...dataRatesDefault, ...platform.config.dataRates };
  const fresh: DataProcess = {
    userReads: openBuckets(platform.clock, rates.userReads),
    userWrites: openBuckets(platform.clock, rates.userWrites),
    scopeWrites: openBuckets(platform.clock, rates.scopeWrites),
    names: openCollectionNames(platform),
    storage: openStorageUse(platform),
    feed: openDataFeed(platform),
  };
  processes.set(platform.db, fresh);
  return fresh;
}

/** Ends the feed and saves sizes. A composition root calls it before it closes the database. */
export async function closeData(platform: Platform): Promise<void> {
  const open = processes.get(platform.db);
  if (open === undefined) return;
  processes.delete(platform.db);
  await open.feed.close();
  await open.storage.close();
}
