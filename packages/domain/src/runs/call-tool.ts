import {
  type BuilderToolName,
  type BuildResult,
  builderTools,
  type DoneBuildingResult,
  doneBuildingSchema,
  type Plan,
  Problem,
  problemOf,
  type ToolCallAnswer,
  type ToolCallBody,
} from "@second/contracts";
import type { Transaction } from "@second/store";
import type { TurnAccess } from "../access/access.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import { uniqueName } from "../apps/derive-name.ts";
import { agentSource, byAgent } from "../audit/by-agent.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import type { Platform } from "../platform.ts";
import { recordBuild } from "../versions/record-build.ts";
import { buildSignature } from "./build-signature.ts";
import { cardHash, cardId, supersedeOpenCards } from "./cards.ts";
import { storeBlobs } from "./checkpoint.ts";
import { cardsCollection, type ToolCallRecord, toolCallsCollection, turnsCollection } from "./collections.ts";
import { isDuplicate } from "./is-duplicate.ts";

export interface ToolCall {
  tool: string;
  body: ToolCallBody;
}

const repeatsMax = 3;

/**
 * Carries out a platform tool for a turn's agent. Answered once for each (turn, call): a repeated call gets the first
 * answer. Invalid input is a tool error naming the fields; the turn goes on.
 */
export async function callTool(
  platform: Platform,
  access: TurnAccess,
  call: ToolCall,
): Promise<ToolCallAnswer> {
  if (!isBuilderTool(call.tool) || !access.tools.includes(call.tool)) {
    await denied(platform, access, call.tool);
    return failure(`There is no tool ${call.tool.slice(0, 80)} in this turn.`);
  }
  const parsed = builderTools[call.tool].input.safeParse(call.body.input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`);
    return failure(`The input is not valid. ${faults.join("; ")}`);
  }
  const id = cardId(access.turnId, call.body.callId);
  const known = await platform.db.get(toolCallsCollection, id);
  switch (call.tool) {
    case "present_plan":
    case "present_suggestions":
      return known?.answer ?? present(platform, access, { id, call, tool: call.tool, payload: parsed.data });
    case "done_building": {
      const answer = known?.answer ?? (await doneBuilding(platform, access, { id, call }));
      if (call.body.build?.status === "failed") await stopIfEnded(platform, access);
      return answer;
    }
  }
}

/** Carries a call out in a transaction, unless it has its answer already or is given it meanwhile. */
async function carryOutOnce(
  platform: Platform,
  id: string,
  carryOut: (tx: Transaction) => Promise<ToolCallAnswer>,
): Promise<ToolCallAnswer> {
  try {
    return await platform.db.transaction(
      async (tx) => (await tx.get(toolCallsCollection, id))?.answer ?? carryOut(tx),
    );
  } catch (error) {
    const known = isDuplicate(error) ? await platform.db.get(toolCallsCollection, id) : null;
    if (!known) throw error;
    return known.answer;
  }
}

/** The condition under which the agent that calls is still the one that works on the turn. */
const heldByAgent = (access: TurnAccess) =>
  ({ state: "running", attempt: access.attempt, dispatch: access.dispatch }) as const;

function isBuilderTool(name: string): name is BuilderToolName {
  return Object.hasOwn(builderTools, name);
}

const failure = (message: string): ToolCallAnswer => ({ result: { ok: false, message }, isError: true });

async function denied(platform: Platform, access: TurnAccess, tool: string): Promise<void> {
  await platform.db.transaction((tx) =>
    recordAudit(platform, tx, {
      ...byAgent(access),
      name: "tool.denied",
      outcome: "denied",
      source: agentSource(access.requestId),
      target: { type: "app", id: access.appId },
      metadata: { tool: tool.slice(0, 80), reason: "not in this turn" },
    }),
  );
}

async function present(
  platform: Platform,
  access: TurnAccess,
  input: { id: string; call: ToolCall; tool: "present_plan" | "present_suggestions"; payload: unknown },
): Promise<ToolCallAnswer> {
  const hash = cardHash(input.payload);
  const answer: ToolCallAnswer = {
    isError: false,
    result: {
      ok: true,
      status: "presented",
      ...(input.payload as object), // parsed by the tool's schema
      cardHash: hash,
      message: "The person decides now. Your turn ends here.",
    },
  };
  const given = await carryOutOnce(platform, input.id, async (tx) => {
    const turn = await tx.update(turnsCollection, access.turnId, {
      set: { buildFailure: null },
      if: heldByAgent(access),
    });
    if (!turn) throw new Problem("identity.required");
    await supersedeOpenCards(tx, access.runId);
    await tx.insert(cardsCollection, {
      id: input.id,
      workspaceId: access.workspaceId,
      appId: access.appId,
      runId: access.runId,
      turnId: access.turnId,
      callId: input.call.body.callId,
      kind: input.tool === "present_plan" ? "plan" : "suggestions",
      hash,
      payload: input.payload,
      state: "open",
      decision: null,
      createdAt: new Date(platform.clock.now()).toISOString(),
    });
    await recordAnswer(tx, access, input.call, { id: input.id, tool: input.tool, answer });
    const app = await tx.get(appsCollection, access.appId);
    if (input.tool !== "present_plan" || !app?.nameIsProvisional) return answer;
    const plan = input.payload as Plan; // parsed by the tool's schema
    const name =
      plan.title === app.name ? app.name : await uniqueName(tx, app.workspaceId, plan.title.slice(0, 80));
    await tx.update(appsCollection, app.id, {
      set: { name, description: plan.overview.slice(0, 300), nameIsProvisional: false },
    });
    await recordAudit(platform, tx, {
      ...byAgent(access),
      name: "app.renamed",
      source: agentSource(access.requestId),
      target: { type: "app", id: app.id },
      metadata: { automatic: true },
      display: { target: name },
    });
    return answer;
  });
  await hintApp(platform, access, "app.changed");
  return given;
}

async function doneBuilding(
  platform: Platform,
  access: TurnAccess,
  input: { id: string; call: ToolCall },
): Promise<ToolCallAnswer> {
  const { build } = input.call.body;
  const { summary } = doneBuildingSchema.parse(input.call.body.input);
  if (!build) return failure("The build's result is missing.");
  if (build.status === "failed") return failedBuild(platform, access, { ...input, build });
  await storeBlobs(platform, build.source, build.artifact);
  const answer = await carryOutOnce(platform, input.id, async (tx) => {
    const version = await recordBuild(platform, tx, {
      turnId: access.turnId,
      held: heldByAgent(access),
      build,
      summary,
      auditSource: agentSource(access.requestId),
    });
    if (!version) throw new Problem("identity.required");
    const files = Object.values(build.source);
    const result: DoneBuildingResult = {
      status: "complete",
      summary,
      fileCount: files.length,
      totalBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
      warning: build.warning,
      versionId: version.id,
      versionNumber: version.number,
    };
    const given = { isError: false, result };
    await recordAnswer(tx, access, input.call, { id: input.id, tool: "done_building", answer: given });
    return given;
  });
  await hintApp(platform, access, "app.version");
  return answer;
}

/** Counts equal failures in a row: the second asks for another approach, the third ends the turn. */
function failedBuild(
  platform: Platform,
  access: TurnAccess,
  input: { id: string; call: ToolCall; build: Extract<BuildResult, { status: "failed" }> },
): Promise<ToolCallAnswer> {
  const { build } = input;
  const signature = buildSignature(build);
  return carryOutOnce(platform, input.id, async (tx) => {
    const known = await tx.get(turnsCollection, access.turnId);
    const count = known?.buildFailure?.signature === signature ? known.buildFailure.count + 1 : 1;
    const isLast = count >= repeatsMax;
    const turn = await tx.update(turnsCollection, access.turnId, {
      set: { buildFailure: { signature, count }, ...(isLast ? { endCode: "turn.repeated_error" } : {}) },
      if: heldByAgent(access),
    });
    if (!turn) throw new Problem("identity.required");
    const result: DoneBuildingResult = {
      status: "failed",
      stage: build.stage,
      errors: build.errors,
      message: build.message,
      advice: adviceAfter(count),
    };
    const answer = { isError: false, result };
    await recordAnswer(tx, access, input.call, { id: input.id, tool: "done_building", answer });
    return answer;
  });
}

function adviceAfter(failures: number): string {
  if (failures >= repeatsMax) return "The same error came back three times, so this turn ends.";
  if (failures === repeatsMax - 1)
    return "This is the same error as before. Change your approach instead of repeating the fix.";
  return "Fix the cause and call done_building again.";
}

/** Keeps what a call was answered, so that the same call again is answered the same. */
async function recordAnswer(
  tx: Transaction,
  access: TurnAccess,
  call: ToolCall,
  given: Pick<ToolCallRecord, "id" | "tool" | "answer">,
): Promise<void> {
  await tx.insert(toolCallsCollection, {
    ...given,
    workspaceId: access.workspaceId,
    turnId: access.turnId,
    attempt: access.attempt,
    callId: call.body.callId,
  });
}

/** Stops the attempt that a failed build has ended; a repeated call asks again, should the request have been lost. */
async function stopIfEnded(platform: Platform, access: TurnAccess): Promise<void> {
  const turn = await platform.db.get(turnsCollection, access.turnId);
  if (!turn?.endCode || turn.attempt !== access.attempt) return;
  try {
    await platform.workers.stopTurn({ turnId: access.turnId, attempt: access.dispatch });
  } catch (error) {
    platform.log.warn("turn.stop_failed", {
      turnId: access.turnId,
      code: problemOf(error)?.code ?? "unknown",
    });
  }
}

async function hintApp(
  platform: Platform,
  access: TurnAccess,
  type: "app.changed" | "app.version",
): Promise<void> {
  await publishHint(platform, {
    type,
    scope: "apps",
    workspaceId: access.workspaceId,
    appId: access.appId,
    turnId: access.turnId,
  });
}
