import { builderToolPrefix, type DoneBuildingResult, type ToolCallAnswer } from "@second/contracts";
import type { Platform } from "../../platform.ts";
import { cardsCollection, type ToolCallRecord, type Turn, toolCallsCollection } from "../collections.ts";
import { addVersion } from "./listen.ts";
import { nextDispatch } from "./next-dispatch.ts";
import type { TurnEnd } from "./settle-turn.ts";
import { pause } from "./timing.ts";
import type { Work } from "./work.ts";

/**
 * Prepares a turn whose worker was lost to be handed over again: what the platform's tools answered is told, what was
 * open is closed, and the turn goes on in the same answer under a new dispatch and fencing number. Answers the end
 * instead when there is nothing to go on with, and null when it goes on.
 */
export async function resume(platform: Platform, work: Work): Promise<TurnEnd | null> {
  const { output, options, stop } = work;
  const calls = await answeredCalls(platform, work.turn);
  await tellAnswers(platform, work, calls);
  await output.interrupt();
  if (calls.some(({ tool, answer }) => tool !== "done_building" && !answer.isError))
    return { kind: "presented" };

  const waitMs = options.timing.resumeAfterMs[work.turn.resumes];
  if (waitMs === undefined) return { kind: "failed", code: "turn.worker_lost" };
  platform.log.warn("turn.resuming", { turnId: work.turn.id, dispatch: work.turn.dispatch, waitMs });
  await output.status("interrupted");
  await pause(waitMs, AbortSignal.any([stop, options.letGo.signal]));
  if (stop.aborted || options.letGo.signal.aborted) return { kind: "stopped" };

  return nextDispatch(platform, work, "worker_lost");
}

async function answeredCalls(platform: Platform, turn: Turn): Promise<ToolCallRecord[]> {
  const { records } = await platform.db.list(toolCallsCollection, { filter: { turnId: turn.id } });
  return records.filter(({ attempt }) => attempt === turn.attempt);
}

/** Answers that were recorded, but had not come back through the worker when it was lost. */
async function tellAnswers(platform: Platform, work: Work, calls: ToolCallRecord[]): Promise<void> {
  const told = new Set(
    work.output
      .parts()
      .filter(({ state, preliminary }) => state === "output-available" && preliminary !== true)
      .map(({ toolCallId }) => toolCallId),
  );
  for (const { id, callId, tool, answer } of calls) {
    if (told.has(callId)) continue;
    const place = `answered/${callId}`;
    const card = await platform.db.get(cardsCollection, id);
    const event = { type: "tool-result", callId, output: answer.result, isError: answer.isError } as const;
    work.output.add(`${place}/input`, {
      type: "tool-input",
      callId,
      toolName: `${builderToolPrefix}${tool}`,
      input: card?.payload ?? { summary: doneOf(answer)?.summary ?? "" },
    });
    work.output.add(place, event);
    addVersion(work.output, place, event);
  }
}

function doneOf({ result }: ToolCallAnswer): { summary: string; versionNumber: number } | null {
  const done = result as DoneBuildingResult | null; // our own tool's recorded answer
  return done?.status === "complete" ? done : null;
}

/** What an agent that goes on must know, before what it was asked. */
export async function interruptionNote(platform: Platform, turn: Turn): Promise<string> {
  const versions = (await answeredCalls(platform, turn)).flatMap(({ answer }) => doneOf(answer) ?? []);
  const recorded = versions.map(({ versionNumber }) => `version ${versionNumber}`).join(", ");
  return [
    "<system-reminder>",
    "You were interrupted while you worked on the request below.",
    "The files are as of shortly before. Look at them first, keep what is done, and continue.",
    ...(recorded
      ? [`done_building has recorded ${recorded} already; call it again only after further changes.`]
      : []),
    "</system-reminder>\n\n",
  ].join("\n");
}
