import { Problem, type VersionView } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { AppAccess } from "../access/access.ts";
import { type App, appsCollection } from "../apps/apps-collection.ts";
import { byMember } from "../audit/by-member.ts";
import { publishHint } from "../events/hints.ts";
import type { Platform } from "../platform.ts";
import { treeHash } from "../runs/checkpoint.ts";
import { runsCollection, treesCollection, turnsCollection } from "../runs/collections.ts";
import { type Version, versionFilesCollection, versionsCollection } from "./collections.ts";
import { versionView } from "./read-versions.ts";
import { recordVersion } from "./record-version.ts";

/** The app, when no turn of it runs. @throws `run.busy`, `resource.not_found` */
export async function idleApp(tx: Transaction, appId: string): Promise<App> {
  const app = await tx.get(appsCollection, appId);
  if (!app) throw new Problem("resource.not_found");
  if (await tx.first(turnsCollection, { filter: { runningFor: appId } })) throw new Problem("run.busy");
  return app;
}

/** Makes a new version equal to an earlier one, reusing its artifact, and the working tree with it. */
export async function restoreVersion(
  platform: Platform,
  access: AppAccess,
  versionId: string,
): Promise<VersionView> {
  const version = await platform.db.transaction(async (tx) => {
    const app = await idleApp(tx, access.appId);
    const restored = await restoreWithin(platform, tx, { access, app, versionId });
    await tx.update(runsCollection, app.runId, {
      set: {
        note: `The person restored version ${restored.fromNumber}. Read files again before you change them.`,
      },
    });
    return restored.version;
  });
  await hintRestored(platform, access);
  return versionView(version);
}

/** The same within a transaction; `app` is as read in it. */
export async function restoreWithin(
  platform: Platform,
  tx: Transaction,
  input: { access: AppAccess; app: App; versionId: string },
): Promise<{ version: Version; fromNumber: number }> {
  const { access, app } = input;
  const from = await tx.get(versionsCollection, input.versionId);
  const files = await tx.get(versionFilesCollection, input.versionId);
  if (from?.appId !== app.id || !files) throw new Problem("resource.not_found");
  const { actor, source } = byMember(access);
  const version = await recordVersion(platform, tx, {
    app,
    source: files.source,
    artifact: files.artifact,
    origin: "restore",
    createdBy: access.userId,
    createdByName: access.userName,
    turnId: null,
    summary: `Restored version ${from.number}`,
    restoredNumber: from.number,
    by: { actor, source },
  });
  const tree = { id: app.id, workspaceId: app.workspaceId, tree: files.source, hash: treeHash(files.source) };
  if (!(await tx.replace(treesCollection, tree))) await tx.insert(treesCollection, tree);
  return { version, fromNumber: from.number };
}

export async function hintRestored(platform: Platform, access: AppAccess): Promise<void> {
  await publishHint(platform, {
    type: "app.version",
    scope: "apps",
    workspaceId: access.workspaceId,
    appId: access.appId,
  });
}
