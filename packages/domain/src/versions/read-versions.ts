import { type Manifest, Problem, type VersionListView, type VersionView } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import { withCursor } from "../apps/page-cursor.ts";
import type { Platform } from "../platform.ts";
import { type Version, versionFilesCollection, versionsCollection } from "./collections.ts";

const pageDefault = 50;

/** The public form of a version. */
export function versionView(version: Version): VersionView {
  const { workspaceId: _, appId: __, createdBy, createdByName, ...rest } = version;
  return { ...rest, createdBy: { id: createdBy, name: createdByName } };
}

/** Newest first. */
export async function listVersions(
  platform: Platform,
  access: AppAccess,
  page: { cursor?: string | undefined; limit?: number | undefined },
): Promise<VersionListView> {
  const { records, nextCursor } = await withCursor(page.cursor, () =>
    platform.db.list(versionsCollection, {
      filter: { appId: access.appId },
      sort: ["-number"],
      limit: page.limit ?? pageDefault,
      ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    }),
  );
  return { versions: records.map(versionView), nextCursor };
}

/** @throws `resource.not_found` for a version of another app */
export async function getVersion(
  platform: Platform,
  access: AppAccess,
  versionId: string,
): Promise<VersionView & { sourceManifest: Manifest; artifactManifest: Manifest }> {
  const [version, files] = await Promise.all([
    platform.db.get(versionsCollection, versionId),
    platform.db.get(versionFilesCollection, versionId),
  ]);
  if (version?.appId !== access.appId || !files) throw new Problem("resource.not_found");
  return { ...versionView(version), sourceManifest: files.source, artifactManifest: files.artifact };
}
