import { defineCollection } from "@second/store";

/** Who works on a job of upkeep, and when it was done last. Its id is the job's name. */
export interface UpkeepLease {
  id: string;
  owner: string;
  /** Milliseconds since the epoch, as the others. */
  leaseUntil: number;
  /** Rises each time the job is taken: writes of a former owner are refused. */
  fence: number;
  doneAt: number;
}

export const upkeepLeasesCollection = defineCollection<UpkeepLease>()({
  name: "upkeep_leases",
  fields: { owner: "string", leaseUntil: "number", fence: "number", doneAt: "number" },
  indexes: [],
  feed: "none",
});

/** A blob that nothing names, by its SHA-256. */
export interface BlobMark {
  id: string;
  /** When that was first seen, in milliseconds since the epoch. */
  unnamedSince: number;
}

export const blobMarksCollection = defineCollection<BlobMark>()({
  name: "blob_marks",
  fields: { unnamedSince: "number" },
  indexes: [],
  feed: "none",
});
