import { Problem } from "@second/contracts";
import type { Clock } from "../platform.ts";

/** Budgets of one process, per second. A burst is what may be spent at once after a pause. */
export interface DataRates {
  /** Written documents of one user. */
  userWrites: Budget;
  /** Written documents of one scope. */
  scopeWrites: Budget;
  /** Reads of one user. */
  userReads: Budget;
}

export interface Budget {
  perSecond: number;
  burst: number;
}

export const dataRatesDefault: DataRates = {
  userWrites: { perSecond: 200, burst: 1000 },
  scopeWrites: { perSecond: 500, burst: 1000 },
  userReads: { perSecond: 30, burst: 100 },
};

/** Keys above which full buckets are forgotten. */
const sweepAbove = 10_000;

/** One token bucket for each key. Lives in this process: a user's tabs share it, other processes have their own. */
export function openBuckets(clock: Clock, { perSecond, burst }: Budget) {
  const buckets = new Map<string, { tokens: number; at: number }>();

  const refilled = (bucket: { tokens: number; at: number }, now: number) =>
    Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);

  return {
    /** @throws `request.rate_limited`, spending nothing, when less than `count` is left. */
    spend(key: string, count: number): void {
      const now = clock.now();
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        if (buckets.size >= sweepAbove) {
          for (const [other, one] of buckets) if (refilled(one, now) >= burst) buckets.delete(other);
        }
        bucket = { tokens: burst, at: now };
        buckets.set(key, bucket);
      }
      const tokens = refilled(bucket, now);
      if (tokens < count) {
        throw new Problem("request.rate_limited", {
          retryAfterSeconds: Math.max(1, Math.ceil((count - tokens) / perSecond)),
        });
      }
      bucket.tokens = tokens - count;
      bucket.at = now;
    },
  };
}
