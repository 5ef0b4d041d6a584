import type { Transaction } from "@second/store";
import type { Platform } from "../platform.ts";

/** Work that some web process does now and then for all of them. It may be cut off anywhere and begins anew later. */
export interface UpkeepJob {
  /** Names its lease. */
  name: string;
  /** At least so long after it was done last. */
  everyMs: number;
  run(platform: Platform, held: HeldJob): Promise<void>;
}

/** A job as the process holds it that works on it. */
export interface HeldJob {
  /** Aborted when the process lets go of the job or another one has it. */
  readonly signal: AbortSignal;
  /**
   * A transaction of the job's owner, and of nobody else.
   * @throws when another process has taken the job over
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}
