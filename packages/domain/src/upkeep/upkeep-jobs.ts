import { pruneChanges } from "../data/prune-changes.ts";
import type { UpkeepJob } from "./job.ts";
import { sweepBlobs } from "./sweep-blobs.ts";

/** Every job of upkeep. */
export const upkeepJobs: readonly UpkeepJob[] = [pruneChanges, sweepBlobs];
