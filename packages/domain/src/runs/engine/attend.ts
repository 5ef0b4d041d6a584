import { type NumberedEvent, Problem, problemOf } from "@second/contracts";
import type { Platform } from "../../platform.ts";
import type { Turn } from "../collections.ts";
import { type EngineTiming, pause } from "./timing.ts";

/**
 * A dispatch's events after `after` up to its `end`, over broken connections. Ends early only when `signal` is aborted.
 * @throws `turn.worker_lost` when the worker does not know the dispatch, lets go of it, or stays out of reach
 */
export async function* attend(
  platform: Platform,
  turn: Turn,
  { after, signal, timing }: { after: number; signal: AbortSignal; timing: EngineTiming },
): AsyncGenerator<NumberedEvent[]> {
  let next = after;
  let heardAt = performance.now();
  while (!signal.aborted) {
    try {
      const events = platform.workers.events({
        turnId: turn.id,
        attempt: turn.dispatch,
        after: next,
        signal,
      });
      for await (const batch of events) {
        next = batch.at(-1)?.number ?? next;
        yield batch;
        if (batch.some(({ event }) => event.type === "end")) return;
        heardAt = performance.now();
      }
      // A worker that drains writes a checkpoint and no end: another one goes on.
      if (!signal.aborted) throw new Problem("turn.worker_lost");
    } catch (error) {
      if (signal.aborted) return;
      if (problemOf(error)?.code === "turn.worker_lost") throw error;
      if (performance.now() - heardAt > timing.unreachableMs)
        throw new Problem("turn.worker_lost", { cause: error });
      platform.log.warn("turn.out_of_reach", { turnId: turn.id, error: String(error) });
    }
    await pause(timing.lookAgainMs, signal);
  }
}
