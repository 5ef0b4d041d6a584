import { problemOf } from "@second/contracts";
import type { Platform } from "../../platform.ts";
import { type Turn, treesCollection, turnsCollection } from "../collections.ts";
import { stopTopic } from "../stop-turn.ts";
import { readProgress } from "../turn-progress.ts";
import { askToStop } from "./ask-to-stop.ts";
import { listen } from "./listen.ts";
import { resume } from "./resume-turn.ts";
import { settle, type TurnEnd } from "./settle-turn.ts";
import { mayStartAnew, startAnew } from "./start-anew.ts";
import { startAttempt } from "./start-attempt.ts";
import { openTurnOutput } from "./turn-output.ts";
import { codeFor, heardSoFar, isFenced, isLogFull, type Work, type WorkOptions } from "./work.ts";

/**
 * Drives one attempt from start, or from where another process left it, to its recorded end, over lost workers.
 * Resolves with the queued turn that starts next, or null.
 */
export async function workOnTurn(platform: Platform, turn: Turn, options: WorkOptions): Promise<Turn | null> {
  const stop = new AbortController();
  const unsubscribe = await platform.bus.subscribe(stopTopic(turn.id), () => stop.abort());
  try {
    const progress = await readProgress(platform, turn);
    const tree = progress ? await platform.db.get(treesCollection, turn.appId) : null;
    const output = await openTurnOutput(platform, turn, progress);
    const heard = heardSoFar(progress, tree?.tree ?? null);
    const work: Work = { turn, options, output, heard, stop: stop.signal };
    await output.status("starting");
    const end = await run(platform, work);
    if (options.letGo.signal.aborted) return null;
    return await settleOnce(platform, work, end);
  } catch (error) {
    if (!isFenced(error)) throw error;
    platform.log.warn("turn.fenced", { turnId: turn.id, attempt: turn.attempt });
    return null;
  } finally {
    await unsubscribe();
  }
}

async function settleOnce(platform: Platform, work: Work, end: TurnEnd): Promise<Turn | null> {
  const { turn, heard, output, options } = work;
  const settling = { heard, output, owner: options.owner };
  try {
    return await settle(platform, turn, { ...settling, end });
  } catch (error) {
    if (isFenced(error)) throw error;
    // A turn must end: what could not be built or stored is told as its failure.
    const code = codeFor(error) ?? "system.unexpected";
    platform.log.error("turn.settle_failed", { turnId: turn.id, code, error: String(error) });
    return settle(platform, turn, { ...settling, end: { kind: "failed", code } });
  }
}

/** Hands the turn over as often as it may go on: after a lost worker, or once in a new session. */
async function run(platform: Platform, work: Work): Promise<TurnEnd> {
  for (;;) {
    const end = await runDispatch(platform, work);
    const goOn = isLost(work, end) ? resume : mayStartAnew(work, end) ? startAnew : null;
    if (work.options.letGo.signal.aborted || !goOn) return end;
    if (await stopWasRequested(platform, work.turn)) return { kind: "stopped" };
    const instead = await goOn(platform, work);
    if (instead) return instead;
  }
}

function isLost({ turn }: Work, end: TurnEnd): boolean {
  if (end.kind !== "failed") return false;
  if (end.code === "turn.worker_lost" || end.code === "runtime.crashed") return true;
  return turn.resumes > 0 && end.code === "worker.unavailable";
}

async function runDispatch(platform: Platform, work: Work): Promise<TurnEnd> {
  const { turn, options } = work;
  const over = new AbortController();
  let isAsked = false;
  let isUnderWay = false;
  const askWorkerToStop = () => {
    if (isAsked) return;
    isAsked = true;
    void askToStop(platform, turn, { timing: options.timing, over: over.signal });
  };
  /** Nobody listens any more, so that only a worker that is lost is asked in vain. */
  const askDeafWorkerToStop = () => {
    const lost = AbortSignal.timeout(options.timing.unreachableMs);
    void askToStop(platform, turn, { timing: options.timing, over: lost });
  };
  try {
    if (!turn.handedOver) {
      if (await stopWasRequested(platform, turn)) return { kind: "stopped" };
      const started = await startAttempt(platform, turn, {
        stop: work.stop,
        signal: options.letGo.signal,
        timing: options.timing,
        onWaiting: () => work.output.status("waiting"),
        onWentBack: (number) =>
          work.output.insert("went-back", {
            type: "data-second-notice",
            id: "went-back",
            data: {
              kind: "went_back",
              text: `Newer files were damaged on the server, so the agent goes on from version ${number}.`,
            },
          }),
      });
      if (!started) return { kind: "stopped" };
    }
    work.stop.addEventListener("abort", askWorkerToStop, { once: true });
    // A stop that came while the attempt was starting reached nobody yet.
    if (work.stop.aborted || (await stopWasRequested(platform, turn))) askWorkerToStop();
    isUnderWay = true;
    await listen(platform, work);
  } catch (error) {
    if (options.letGo.signal.aborted) return { kind: "stopped" };
    if (isFenced(error)) throw error;
    if (await stopWasRequested(platform, turn)) return { kind: "stopped" };
    if (isLogFull(error)) askDeafWorkerToStop();
    const found = codeFor(error) ?? "turn.worker_lost";
    // It had the turn, and what the turn left at it cannot be had any more.
    const code = isUnderWay && found === "worker.unavailable" ? "turn.worker_lost" : found;
    platform.log.warn("turn.interrupted", { turnId: turn.id, code, error: String(error) });
    const detail = problemOf(error)?.details.detail;
    return { kind: "failed", code, ...(detail === undefined ? {} : { detail }) };
  } finally {
    work.stop.removeEventListener("abort", askWorkerToStop);
    over.abort();
  }
  return endOf(platform, work);
}

async function stopWasRequested(platform: Platform, turn: Turn): Promise<boolean> {
  const now = await platform.db.get(turnsCollection, turn.id);
  return now?.stopRequested === true && now.attempt === turn.attempt;
}

async function endOf(platform: Platform, { turn, heard, output }: Work): Promise<TurnEnd> {
  const { end } = heard;
  if (!end) return { kind: "failed", code: "turn.worker_lost" };
  const now = await platform.db.get(turnsCollection, turn.id);
  if (now?.endCode && end.reason !== "completed" && end.reason !== "presented")
    return { kind: "failed", code: now.endCode };
  if (end.reason === "failed")
    return {
      kind: "failed",
      code: end.code ?? "model.failed",
      ...(end.detail === undefined ? {} : { detail: end.detail }),
    };
  if (end.reason === "stopped" && end.code !== undefined)
    output.insert("not-kept", {
      type: "data-second-notice",
      id: "not-kept",
      data: {
        kind: "not_kept",
        text: `What the agent changed last could not be kept. ${end.detail ?? ""}`.trim(),
      },
    });
  return { kind: end.reason };
}
