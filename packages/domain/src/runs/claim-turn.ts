import { idFrom, Problem, type RuntimeChoice, type TurnAcceptedView } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { AppAccess } from "../access/access.ts";
import { type App, appsCollection } from "../apps/apps-collection.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import type { Platform } from "../platform.ts";
import { type Run, runsCollection, type Turn, turnsCollection } from "./collections.ts";
import { isDuplicate } from "./is-duplicate.ts";
import { turnLog } from "./turn-log.ts";

/** What a claim needs to know beside who claims. */
export interface ClaimInput {
  runId: string;
  messageId: string;
  prompt: string;
  choice: RuntimeChoice | null;
  /** The process that will work on the turn; its lease starts with the claim. */
  owner: string;
  /** Writes the message, the decision and what else belongs to the turn, and answers the turn as it then stands. */
  record: (tx: Transaction, claimed: { turn: Turn; run: Run; app: App }) => Promise<Turn>;
  /** Looks at run and app before anything is written; may throw. */
  check?: (tx: Transaction, run: Run, app: App) => Promise<void>;
}

export interface Claim {
  turn: Turn;
  /** False when the message already had a turn. */
  isNew: boolean;
}

export const leaseMs = 15_000;
const attemptsMax = 6;

/**
 * Inserts turn, fencing number, job and audit in one transaction. Of concurrent claims exactly one runs, one further
 * is queued, and the rest get `run.queue_full`. A message that has a turn answers with it.
 */
export async function claimTurn(platform: Platform, access: AppAccess, input: ClaimInput): Promise<Claim> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const claim = await platform.db.transaction((tx) => claimOnce(platform, tx, { access, input }));
      if (claim.isNew) await announce(platform, claim.turn);
      return claim;
    } catch (error) {
      // Another claim took the app's place between our read and our write: look again.
      if (attempt < attemptsMax && isDuplicate(error)) continue;
      throw error;
    }
  }
}

async function claimOnce(
  platform: Platform,
  tx: Transaction,
  { access, input }: { access: AppAccess; input: ClaimInput },
): Promise<Claim> {
  const known = await tx.first(turnsCollection, {
    filter: { runId: input.runId, messageId: input.messageId },
  });
  if (known) return { turn: known, isNew: false };
  const run = await tx.get(runsCollection, input.runId);
  const app = await tx.get(appsCollection, access.appId);
  if (!app || run?.appId !== app.id) throw new Problem("resource.not_found");
  await input.check?.(tx, run, app);

  const running = await tx.first(turnsCollection, { filter: { runningFor: app.id } });
  const queued = await tx.first(turnsCollection, { filter: { queuedFor: app.id } });
  if (queued) throw new Problem("run.queue_full");

  const choice = input.choice ?? app;
  const now = platform.clock.now();
  const nowText = new Date(now).toISOString();
  const fence = app.fence + 1;
  const claimed: Turn = {
    id: idFrom("turn", platform.ids.ulid()),
    workspaceId: app.workspaceId,
    appId: app.id,
    runId: run.id,
    messageId: input.messageId,
    answerId: idFrom("message", platform.ids.ulid()),
    state: running ? "queued" : "running",
    attempt: 1,
    dispatch: 1,
    handedOver: false,
    resumes: 0,
    startedAnew: false,
    fence,
    createdBy: access.userId,
    createdByName: access.userName,
    createdAt: nowText,
    startedAt: running ? null : nowText,
    endedAt: null,
    runtimeId: choice.runtimeId,
    runtimeModel: choice.runtimeModel,
    runtimeParams: choice.runtimeParams,
    prompt: input.prompt,
    ...(running ? { queuedFor: app.id } : { runningFor: app.id }),
    waitsForPerson: false,
    stopRequested: false,
    endCode: null,
    leaseOwner: running ? null : input.owner,
    leaseUntil: running ? 0 : now + leaseMs,
    versionBeforeId: app.draftVersionId,
    filesChanged: false,
    undone: false,
    failure: null,
    usage: null,
    buildFailure: null,
  };
  await tx.insert(turnsCollection, claimed);
  const turn = await input.record(tx, { turn: claimed, run, app });
  await tx.update(appsCollection, app.id, {
    set: {
      fence,
      updatedAt: nowText,
      runtimeId: choice.runtimeId,
      runtimeModel: choice.runtimeModel,
      runtimeParams: choice.runtimeParams,
      ...(running ? {} : { runState: "running" as const }),
    },
  });
  if (!running)
    await tx.update(runsCollection, run.id, {
      set: { state: "running", failure: null, updatedAt: nowText },
    });
  const entry = {
    ...byMember(access, app.name),
    appId: app.id,
    relatedIds: { runId: run.id, turnId: turn.id },
  };
  await recordAudit(platform, tx, {
    ...entry,
    name: "builder_message.submitted",
    target: { type: "run", id: run.id },
    metadata: { length: input.prompt.length, queued: running !== null },
  });
  if (!running)
    await recordAudit(platform, tx, {
      ...entry,
      name: "builder_run.started",
      target: { type: "run", id: run.id },
      metadata: { attempt: 1 },
    });
  return { turn, isNew: true };
}

/** Tells open pages that a turn changed. */
export async function announce(platform: Platform, turn: Turn): Promise<void> {
  await publishHint(platform, {
    type: "run.changed",
    scope: "runs",
    workspaceId: turn.workspaceId,
    appId: turn.appId,
    runId: turn.runId,
    turnId: turn.id,
    state: turn.state,
  });
}

/** The 202 answer. A queued turn has a position and no cursor yet. */
export function acceptedView(turn: Turn): TurnAcceptedView {
  const isRunning = turn.state === "running";
  return {
    turnId: turn.id,
    state: turn.state,
    position: turn.state === "queued" ? 1 : null,
    cursor: isRunning ? turnLog.beginning(turn) : null,
  };
}
