import type { Platform } from "../platform.ts";
import type { UpkeepLease } from "./collections.ts";
import type { UpkeepJob } from "./job.ts";
import { endLease, heldJob, renewLease, takeLease } from "./leases.ts";

const renewEveryMs = 10_000;
const lookEveryMs = 60_000;

/** Does the jobs of upkeep that are due, one after the other, unless another process does. One for each web process. */
export interface Upkeep {
  /** Looks for due jobs now and every minute from then on. */
  start(): void;
  /** Does what is due. Never throws: a job that failed is logged and tried again later. */
  look(): Promise<void>;
  /** Lets go of what is being done; resolves when nothing is written any more. */
  drain(): Promise<void>;
}

export function createUpkeep(platform: Platform, jobs: readonly UpkeepJob[]): Upkeep {
  const owner = platform.ids.ulid();
  const draining = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;

  async function lookOnce(): Promise<void> {
    for (const job of jobs) {
      if (draining.signal.aborted) return;
      try {
        const lease = await takeLease(platform, job, owner);
        if (lease) await work(job, lease);
      } catch (error) {
        platform.log.warn("upkeep.lease_failed", { job: job.name, error: String(error) });
      }
    }
  }

  async function work(job: UpkeepJob, lease: UpkeepLease): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([draining.signal, lost.signal]);
    const renewing = setInterval(() => {
      renewLease(platform, lease).then(
        (isHeld) => isHeld || lost.abort(),
        (error: unknown) => platform.log.warn("upkeep.lease_failed", { job: job.name, error: String(error) }),
      );
    }, renewEveryMs);
    let isFailed = false;
    try {
      await job.run(platform, heldJob(platform, lease, signal));
    } catch (error) {
      isFailed = !signal.aborted;
      platform.log.warn("upkeep.failed", { job: job.name, error: String(error) });
    } finally {
      clearInterval(renewing);
    }
    await endLease(platform, lease, signal.aborted ? "cut-off" : isFailed ? "failed" : "done");
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  return {
    start: () => {
      void look();
      timer = setInterval(() => void look(), lookEveryMs);
      timer.unref();
    },
    look,
    drain: async () => {
      draining.abort();
      if (timer) clearInterval(timer);
      await looking;
    },
  };
}
