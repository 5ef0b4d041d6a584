import type { AuditEvent, BuildResult } from "@second/contracts";
import type { Filter, Transaction } from "@second/store";
import { appsCollection } from "../apps/apps-collection.ts";
import { byAgent } from "../audit/by-agent.ts";
import type { Platform } from "../platform.ts";
import { type Turn, turnsCollection } from "../runs/collections.ts";
import type { Version } from "./collections.ts";
import { recordVersion } from "./record-version.ts";

export type BuiltResult = Extract<BuildResult, { status: "built" }>;

/**
 * Records what a turn built as the draft's version, within `tx`; its blobs are stored already. Null when `held`, the
 * condition under which the caller still works on the turn, no longer holds.
 * @throws `version.conflict` when the draft moved meanwhile
 */
export async function recordBuild(
  platform: Platform,
  tx: Transaction,
  input: {
    turnId: string;
    held: Filter<Turn>;
    build: BuiltResult;
    summary: string;
    /** Where the build came from, when not from the platform itself. */
    auditSource?: Partial<AuditEvent["source"]>;
  },
): Promise<Version | null> {
  const { build } = input;
  const turn = await tx.update(turnsCollection, input.turnId, {
    set: { buildFailure: null },
    if: input.held,
  });
  const app = turn && (await tx.get(appsCollection, turn.appId));
  if (!app) return null;
  return recordVersion(platform, tx, {
    app,
    source: build.source,
    artifact: build.artifact,
    origin: "build",
    createdBy: turn.createdBy,
    createdByName: turn.createdByName,
    turnId: turn.id,
    summary: input.summary,
    by: {
      actor: byAgent({ ...turn, turnId: turn.id, userId: turn.createdBy }).actor,
      ...(input.auditSource ? { source: input.auditSource } : {}),
    },
  });
}
