import type { Platform } from "../platform.ts";
import { type UpkeepLease, upkeepLeasesCollection } from "./collections.ts";
import type { HeldJob, UpkeepJob } from "./job.ts";

const leaseMs = 30_000;
/** A job that failed is left alone for so long. */
const restAfterFailureMs = 5 * 60_000;

/** The job's lease for `owner`; null while it is not due or someone else holds it. */
export async function takeLease(
  platform: Platform,
  job: UpkeepJob,
  owner: string,
): Promise<UpkeepLease | null> {
  const now = platform.clock.now();
  const leaseUntil = now + leaseMs;
  return platform.db.transaction(async (tx) => {
    const known = await tx.get(upkeepLeasesCollection, job.name);
    if (!known) {
      const first: UpkeepLease = { id: job.name, owner, leaseUntil, fence: 1, doneAt: 0 };
      await tx.insert(upkeepLeasesCollection, first);
      return first;
    }
    if (known.leaseUntil > now || known.doneAt + job.everyMs > now) return null;
    return tx.update(upkeepLeasesCollection, job.name, {
      set: { owner, leaseUntil },
      inc: { fence: 1 },
      if: { fence: known.fence },
    });
  });
}

/** False when another process has the job. */
export async function renewLease(platform: Platform, lease: UpkeepLease): Promise<boolean> {
  const leaseUntil = platform.clock.now() + leaseMs;
  return platform.db.transaction(async (tx) => {
    const held = { if: { fence: lease.fence } };
    return (await tx.update(upkeepLeasesCollection, lease.id, { set: { leaseUntil }, ...held })) !== null;
  });
}

/** Gives the job back: as done, or as cut off, or as failed, to be tried again later. */
export async function endLease(
  platform: Platform,
  lease: UpkeepLease,
  how: "done" | "cut-off" | "failed",
): Promise<void> {
  const now = platform.clock.now();
  await platform.db.transaction((tx) =>
    tx.update(upkeepLeasesCollection, lease.id, {
      set: {
        leaseUntil: how === "failed" ? now + restAfterFailureMs : 0,
        ...(how === "done" ? { doneAt: now } : {}),
      },
      if: { fence: lease.fence },
    }),
  );
}

/** The job as its owner holds it. Each transaction writes to the lease, so that a former owner's cannot commit. */
export function heldJob(platform: Platform, lease: UpkeepLease, signal: AbortSignal): HeldJob {
  return {
    signal,
    transaction: (work) =>
      platform.db.transaction(async (tx) => {
        const held = await tx.update(upkeepLeasesCollection, lease.id, {
          set: { leaseUntil: platform.clock.now() + leaseMs },
          if: { fence: lease.fence },
        });
        if (!held) throw new Error(`Another process has taken over ${lease.id}.`);
        return work(tx);
      }),
  };
}
