import { type PreviewView, Problem, type previewBody } from "@second/contracts";
import type { z } from "zod";
import type { AppAccess } from "../access/access.ts";
import { appsCollection } from "../apps/apps-collection.ts";
import type { Platform } from "../platform.ts";
import { versionsCollection } from "../versions/collections.ts";
import { capabilityExpiry, issueCapability } from "./capability.ts";

/** An address for one version of the side, the current one when none is named. @throws `resource.not_found` */
export async function createPreview(
  platform: Platform,
  access: AppAccess,
  input: z.infer<typeof previewBody>,
): Promise<PreviewView> {
  const missing = new Problem("resource.not_found");
  if (input.side !== "draft" || !access.may("app:view-draft")) throw missing;
  const app = await platform.db.get(appsCollection, access.appId);
  const versionId = input.versionId ?? app?.draftVersionId;
  const version = versionId ? await platform.db.get(versionsCollection, versionId) : null;
  if (!app || version?.appId !== app.id) throw missing;
  const expiresAt = capabilityExpiry(platform.clock.now());
  const capability = issueCapability(platform, {
    workspaceId: app.workspaceId,
    appId: app.id,
    versionId: version.id,
    side: input.side,
    accessEpoch: app.accessEpoch,
    expiresAt,
  });
  return {
    url: `/preview/${capability}/`,
    versionId: version.id,
    versionNumber: version.number,
    expiresAt: new Date(expiresAt).toISOString(),
  };
}
