import type { AppView, updateAppBody } from "@second/contracts";
import type { z } from "zod";
import type { AppAccess } from "../access/access.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import type { Platform } from "../platform.ts";
import { appsCollection } from "./apps-collection.ts";
import { parseAppName } from "./create-app.ts";
import { getApp } from "./read-apps.ts";

/** Renames or describes an app. A name that a person typed is never replaced by a plan's title. */
export async function updateApp(
  platform: Platform,
  access: AppAccess,
  input: z.infer<typeof updateAppBody>,
): Promise<AppView> {
  const name = input.name === undefined ? null : parseAppName(input.name);
  await platform.db.transaction(async (tx) => {
    const app = await tx.update(appsCollection, access.appId, {
      set: {
        ...(name === null ? {} : { name, nameIsProvisional: false }),
        ...(input.description === undefined ? {} : { description: input.description || null }),
        updatedAt: new Date(platform.clock.now()).toISOString(),
      },
    });
    if (!app || name === null) return;
    await recordAudit(platform, tx, {
      ...byMember(access, name),
      name: "app.renamed",
      target: { type: "app", id: access.appId },
      appId: access.appId,
      metadata: { automatic: false },
    });
  });
  await publishHint(platform, {
    type: "app.changed",
    scope: "apps",
    workspaceId: access.workspaceId,
    appId: access.appId,
  });
  return getApp(platform, access);
}
