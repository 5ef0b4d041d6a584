import { builderTools, findRuntime, Problem, problemOf, type SessionState } from "@second/contracts";
import type { Platform } from "../../platform.ts";
import { workspacesCollection } from "../../workspaces/collections.ts";
import { keepTreeBefore } from "../checkpoint.ts";
import {
  agentSessionsCollection,
  heldAs,
  messagesCollection,
  runsCollection,
  type Turn,
  turnsCollection,
} from "../collections.ts";
import { handoff } from "../handoff.ts";
import { unpackParts } from "../message-parts.ts";
import { builderPrompt } from "../prompts/prompts.ts";
import { readProgress } from "../turn-progress.ts";
import { issueTurnToken } from "../turn-token.ts";
import { interruptionNote } from "./resume-turn.ts";
import { syncFiles } from "./sync-files.ts";
import { type EngineTiming, pause } from "./timing.ts";

const patienceMs = 60_000;

interface StartOptions {
  stop: AbortSignal;
  signal: AbortSignal;
  timing: EngineTiming;
  onWaiting: () => Promise<void>;
  /** Told when newer files were damaged, and those of this version serve. */
  onWentBack: (versionNumber: number) => void;
}

/**
 * Brings the working directory up to date and starts the attempt in the worker; tries for 60 s while no worker can be
 * reached. False when a stop came first.
 */
export async function startAttempt(platform: Platform, turn: Turn, options: StartOptions): Promise<boolean> {
  const giveUpAt = platform.clock.now() + patienceMs;
  for (let tries = 0; ; tries += 1) {
    if (options.stop.aborted) return false;
    options.signal.throwIfAborted();
    try {
      await startOnce(platform, turn, options);
      return true;
    } catch (error) {
      if (problemOf(error)?.code !== "worker.unavailable" || platform.clock.now() > giveUpAt) throw error;
      if (tries === 0) await options.onWaiting();
      await pause(options.timing.lookAgainMs, AbortSignal.any([options.stop, options.signal]));
    }
  }
}

async function startOnce(
  platform: Platform,
  turn: Turn,
  options: Pick<StartOptions, "onWentBack">,
): Promise<void> {
  const { workspaceId, appId, runId, dispatch, fence } = turn;
  const [run, workspace, session] = await Promise.all([
    platform.db.get(runsCollection, runId),
    platform.db.get(workspacesCollection, workspaceId),
    usableSession(platform, turn),
  ]);
  const runtime = findRuntime(turn.runtimeId);
  if (!run || !workspace || !runtime) throw new Problem("runtime.invalid");
  const { wentBackTo } = await syncFiles(platform, turn);
  if (wentBackTo !== null) options.onWentBack(wentBackTo);
  const prompt = await handOver(platform, turn);
  const note = turn.resumes > 0 || turn.startedAnew ? await interruptionNote(platform, turn) : "";
  const tools = Object.keys(builderTools);
  const model = runtime.models.find((each) => each.id === turn.runtimeModel);
  await platform.workers.startTurn({
    protocol: 1,
    workspaceId: workspaceId as never, // stored ids have passed their schema
    appId: appId as never,
    runId: runId as never,
    turnId: turn.id as never,
    attempt: dispatch,
    fence,
    runtimeId: turn.runtimeId,
    runtimeModel: turn.runtimeModel,
    runtimeParams: turn.runtimeParams,
    prompt: `${note}${prompt}`,
    handoff: await saidSoFar(platform, turn),
    systemPrompt: builderPrompt({
      runtime: runtime.name,
      model: model?.name ?? turn.runtimeModel,
      date: new Date(platform.clock.now()).toISOString().slice(0, 10),
      workspace: workspace.name,
    }),
    session,
    tools,
    turnToken: issueTurnToken(platform, { ...turn, tools }),
    limits: { stepsMax: platform.config.turnStepsMax, minutesMax: platform.config.turnMinutesMax },
  });
}

/**
 * Notes that a worker may know the dispatch from now on, and keeps the tree that the turn starts from until it has
 * changed files. Answers what the agent is asked, which takes in what it was to be told with the next message.
 * @throws `version.conflict` when another process has taken the turn over
 */
function handOver(platform: Platform, turn: Turn): Promise<string> {
  return platform.db.transaction(async (tx) => {
    const run = await tx.get(runsCollection, turn.runId);
    const now = await tx.get(turnsCollection, turn.id);
    const prompt = `${run?.note ? `${run.note}\n\n` : ""}${now?.prompt ?? turn.prompt}`;
    const held = await tx.update(turnsCollection, turn.id, {
      set: { handedOver: true, prompt },
      if: heldAs(turn),
    });
    if (!held) throw new Problem("version.conflict");
    if (turn.resumes === 0 && !turn.filesChanged) await keepTreeBefore(tx, turn);
    if (run?.note) await tx.update(runsCollection, turn.runId, { set: { note: null } });
    return prompt;
  });
}

/** The runtime's session, if it has seen all earlier turns of this run; else null, and a handoff tells them. */
async function usableSession(platform: Platform, turn: Turn): Promise<SessionState | null> {
  const session = await platform.db.get(agentSessionsCollection, `${turn.runId}:${turn.runtimeId}`);
  if (!session) return null;
  const { records } = await platform.db.list(turnsCollection, {
    filter: { runId: turn.runId, createdAt: { lt: turn.createdAt } },
    limit: 2000,
  });
  const seen = new Set(session.coveredTurns);
  return records.every((each) => seen.has(each.id) || each.state === "stopped") ? session.state : null;
}

/** The turns before this one, and what its present attempt has said already. */
async function saidSoFar(platform: Platform, turn: Turn): Promise<string> {
  const progress = await readProgress(platform, turn);
  const { records } = await platform.db.list(messagesCollection, {
    filter: { runId: turn.runId, order: { lt: turn.id.slice(4) } },
    sort: ["-order"],
    limit: 200,
  });
  const messages = await Promise.all(
    records.reverse().map(async (message) => ({
      ...message,
      parts: await unpackParts(platform.blobs, message.parts),
    })),
  );
  return handoff(progress ? [...messages, { role: "assistant", parts: progress.parts }] : messages);
}
