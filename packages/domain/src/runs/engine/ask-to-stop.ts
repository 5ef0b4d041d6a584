import { problemOf } from "@second/contracts";
import type { Platform } from "../../platform.ts";
import type { Turn } from "../collections.ts";
import { type EngineTiming, pause } from "./timing.ts";

/**
 * Asks the worker to stop the turn's present dispatch, again after a pause for as long as the request is lost. Ends
 * once the worker has answered or does not know the dispatch, or when `over` is aborted; never throws.
 */
export async function askToStop(
  platform: Platform,
  turn: Turn,
  { timing, over }: { timing: EngineTiming; over: AbortSignal },
): Promise<void> {
  do {
    try {
      await platform.workers.stopTurn({ turnId: turn.id, attempt: turn.dispatch });
      return;
    } catch (error) {
      const code = problemOf(error)?.code ?? "unknown";
      platform.log.warn("turn.stop_failed", { turnId: turn.id, code });
      if (code === "turn.worker_lost") return;
    }
    await pause(timing.lookAgainMs, over);
  } while (!over.aborted);
}
