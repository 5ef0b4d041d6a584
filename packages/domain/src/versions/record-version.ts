import { idFrom, type Manifest, Problem } from "@second/contracts";
import type { Transaction } from "@second/store";
import { type App, appsCollection } from "../apps/apps-collection.ts";
import { type AuditEntry, recordAudit } from "../audit/record.ts";
import type { Platform } from "../platform.ts";
import { treeHash } from "../runs/checkpoint.ts";
import { type Version, versionFilesCollection, versionsCollection } from "./collections.ts";

export interface NewVersion {
  app: App;
  source: Manifest;
  artifact: Manifest;
  origin: Version["origin"];
  createdBy: string;
  createdByName: string;
  turnId: string | null;
  summary: string;
  /** Number of the version that a restore copies. */
  restoredNumber?: number;
  /** Who did it, and over which way, for the audit. */
  by: Pick<AuditEntry<"app.version.created">, "actor" | "source">;
}

/**
 * Records a version and makes it the draft's, by compare-and-set against the app as read. Content equal to the
 * current version creates none: that one is returned.
 * @throws `version.conflict` when the draft moved since `app` was read
 */
export async function recordVersion(
  platform: Platform,
  tx: Transaction,
  input: NewVersion,
): Promise<Version> {
  const { app } = input;
  const contentHash = treeHash(input.source);
  const current = app.draftVersionId ? await tx.get(versionsCollection, app.draftVersionId) : null;
  const currentFiles = current ? await tx.get(versionFilesCollection, current.id) : null;
  const isSame =
    current?.contentHash === contentHash &&
    currentFiles !== null &&
    treeHash(currentFiles.artifact) === treeHash(input.artifact);
  if (current && isSame) return current;

  const now = new Date(platform.clock.now()).toISOString();
  const version: Version = {
    id: idFrom("version", platform.ids.ulid()),
    workspaceId: app.workspaceId,
    appId: app.id,
    number: app.versionCount + 1,
    contentHash,
    parentId: app.draftVersionId,
    origin: input.origin,
    createdAt: now,
    createdBy: input.createdBy,
    createdByName: input.createdByName,
    turnId: input.turnId,
    summary: input.summary,
    filesChanged: countChanged(currentFiles?.source ?? {}, input.source),
    sizeBytes: Object.values(input.source).reduce((sum, file) => sum + file.sizeBytes, 0),
  };
  await tx.insert(versionsCollection, version);
  await tx.insert(versionFilesCollection, {
    id: version.id,
    workspaceId: app.workspaceId,
    appId: app.id,
    source: input.source,
    artifact: input.artifact,
  });
  const moved = await tx.update(appsCollection, app.id, {
    set: {
      draftVersionId: version.id,
      draftVersionNumber: version.number,
      versionCount: version.number,
      updatedAt: now,
    },
    if: { versionCount: app.versionCount, draftVersionId: app.draftVersionId },
  });
  if (!moved) throw new Problem("version.conflict");
  const entry = {
    workspaceId: app.workspaceId,
    ...input.by,
    target: { type: "version", id: version.id },
    appId: app.id,
    ...(input.turnId ? { relatedIds: { turnId: input.turnId } } : {}),
    display: { actor: input.createdByName, target: `${app.name} ${version.number}` },
  };
  if (input.origin === "restore")
    await recordAudit(platform, tx, {
      ...entry,
      name: "app.version.restored",
      metadata: { number: version.number, fromNumber: input.restoredNumber ?? version.number },
    });
  else
    await recordAudit(platform, tx, {
      ...entry,
      name: "app.version.created",
      metadata: { number: version.number, origin: input.origin },
    });
  return version;
}

function countChanged(before: Manifest, after: Manifest): number {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  let count = 0;
  for (const path of paths) if (before[path]?.sha256 !== after[path]?.sha256) count += 1;
  return count;
}
