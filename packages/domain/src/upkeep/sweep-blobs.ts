import type { Platform } from "../platform.ts";
import { blobNames } from "./blob-names.ts";
import { blobMarksCollection } from "./collections.ts";
import type { HeldJob, UpkeepJob } from "./job.ts";
import { pagesOf } from "./pages.ts";

const hourMs = 60 * 60 * 1000;
/** A blob outlives its last name by at least this long. */
const graceMs = 24 * hourMs;
const pageSize = 1_000;

/**
 * Sweeps blobs a day after their last name went. What nothing names is marked first; a day later it is looked at
 * again, in one snapshot, and goes unless it was named or used meanwhile. Whoever names a blob that is stored claims
 * it just before, so a name that comes after the snapshot saves it, too.
 */
export const sweepBlobs: UpkeepJob = {
  name: "blob_sweep",
  everyMs: hourMs,
  async run(platform, held) {
    const unnamed = await findUnnamed(platform, held.signal);
    const due = await mark(platform, held, unnamed);
    let count = 0;
    for (let from = 0; from < due.length; from += pageSize) {
      held.signal.throwIfAborted();
      const some = due.slice(from, from + pageSize);
      const gone = await platform.blobs.sweep(some, platform.clock.now() - graceMs);
      await held.transaction(async (tx) => {
        for (const id of gone) await tx.delete(blobMarksCollection, id);
      });
      count += gone.length;
    }
    if (count > 0) platform.log.info("blobs.swept", { count });
  },
};

/** Stored blobs that nothing named at one moment after they were listed. */
async function findUnnamed(platform: Platform, signal: AbortSignal): Promise<Set<string>> {
  const unnamed = new Set<string>();
  for (let after = ""; ; ) {
    signal.throwIfAborted();
    const page = await platform.blobs.list({ after, limit: pageSize });
    for (const name of page) unnamed.add(name);
    if (page.length < pageSize) break;
    after = page.at(-1) ?? "";
  }
  await platform.db.snapshot(async (reader) => {
    for await (const name of blobNames(reader, signal)) unnamed.delete(name);
  });
  return unnamed;
}

/** Keeps the marks in step with what is unnamed; answers what has been for a day. */
async function mark(platform: Platform, held: HeldJob, unnamed: ReadonlySet<string>): Promise<string[]> {
  const now = platform.clock.now();
  const marked = new Set<string>();
  const due: string[] = [];
  const named: string[] = [];
  for await (const marks of pagesOf(platform.db, blobMarksCollection, { limit: pageSize }))
    for (const { id, unnamedSince } of marks) {
      marked.add(id);
      if (!unnamed.has(id)) named.push(id);
      else if (unnamedSince <= now - graceMs) due.push(id);
    }
  const fresh = [...unnamed].filter((id) => !marked.has(id));
  for (let from = 0; from < Math.max(fresh.length, named.length); from += pageSize) {
    await held.transaction(async (tx) => {
      for (const id of named.slice(from, from + pageSize)) await tx.delete(blobMarksCollection, id);
      const marks = fresh.slice(from, from + pageSize).map((id) => ({ id, unnamedSince: now }));
      await tx.insertMany(blobMarksCollection, marks);
    });
  }
  return due;
}
