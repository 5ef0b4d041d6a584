import {
  type AppCardView,
  type AppListView,
  type AppPermission,
  type AppView,
  appPermissions,
  Problem,
} from "@second/contracts";
import type { Filter } from "@second/store";
import type { AppAccess, WorkspaceAccess } from "../access/access.ts";
import { collaboratorAppIds } from "../members/collaborators.ts";
import type { Platform } from "../platform.ts";
import { type App, appsCollection } from "./apps-collection.ts";
import { withCursor } from "./page-cursor.ts";

const pageDefault = 50;

/** The small projection that lists, sidebar and hints work with. */
export function toCard(app: App): AppCardView {
  return {
    id: app.id,
    name: app.name,
    description: app.description,
    createdAt: app.createdAt,
    updatedAt: app.updatedAt,
    createdBy: { id: app.createdBy, name: app.createdByName },
    publishStatus: app.publishStatus,
    runState: app.runState,
    versionNumber: app.draftVersionNumber,
  };
}

/** Apps the member may see, last changed first: all of them for stewards, else their own and those they edit with others. */
export async function listApps(
  platform: Platform,
  access: WorkspaceAccess,
  page: { cursor?: string | undefined; limit?: number | undefined },
): Promise<AppListView> {
  const filter: Filter<App> = { workspaceId: access.workspaceId };
  if (!access.has("workspace:manage")) {
    const shared = await collaboratorAppIds(platform.db, access);
    const own: Filter<App> = { createdBy: access.userId };
    filter.or = shared.length === 0 ? [own] : [own, { id: { in: shared } }];
  }
  const { records, nextCursor } = await withCursor(page.cursor, () =>
    platform.db.list(appsCollection, {
      filter,
      sort: ["-updatedAt"],
      limit: page.limit ?? pageDefault,
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    }),
  );
  return { apps: records.map(toCard), nextCursor };
}

/** @throws `resource.not_found` when the app is gone since the guard looked. */
export async function getApp(platform: Platform, access: AppAccess): Promise<AppView> {
  const app = await platform.db.get(appsCollection, access.appId);
  if (!app) throw new Problem("resource.not_found");
  return {
    ...toCard(app),
    workspaceId: app.workspaceId,
    runId: app.runId,
    runtimeId: app.runtimeId,
    runtimeModel: app.runtimeModel,
    runtimeParams: app.runtimeParams,
    draftVersionId: app.draftVersionId,
    permissions: (Object.keys(appPermissions) as AppPermission[]).filter((permission) =>
      access.may(permission),
    ),
  };
}
