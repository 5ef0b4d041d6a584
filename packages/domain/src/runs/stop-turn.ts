import { Problem, type StopView } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { runsCollection, turnsCollection } from "./collections.ts";

/** The topic on which the process that works on a turn hears that it shall stop. */
export const stopTopic = (turnId: string) => `stop:${turnId}`;

/** Asks the app's running turn to stop; works from the instant of the claim and may be repeated. */
export async function stopTurn(platform: Platform, access: AppAccess, runId: string): Promise<StopView> {
  const run = await platform.db.get(runsCollection, runId);
  if (run?.appId !== access.appId) throw new Problem("resource.not_found");
  const turn = await platform.db.transaction(async (tx) => {
    const running = await tx.first(turnsCollection, { filter: { runId, state: "running" } });
    if (!running) return null;
    return tx.update(turnsCollection, running.id, {
      set: { stopRequested: true },
      if: { state: "running", attempt: running.attempt },
    });
  });
  if (!turn) return { state: run.state, alreadyTerminal: true };
  await platform.bus.publish(stopTopic(turn.id), { attempt: turn.attempt });
  return { state: turn.state, alreadyTerminal: false };
}
