import { type DraftFilesView, type Manifest, Problem } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { treesCollection } from "../runs/collections.ts";
import { versionFilesCollection } from "./collections.ts";

/** What to read of an app: a version, or with null the working tree of its draft as the agent last left it. */
export interface SourcePlace {
  versionId: string | null;
}

/** A source's files. Empty for a draft that has none yet. @throws `resource.not_found` for a version of another app */
export async function readManifest(
  platform: Platform,
  access: AppAccess,
  { versionId }: SourcePlace,
): Promise<Manifest> {
  if (versionId === null) return (await platform.db.get(treesCollection, access.appId))?.tree ?? {};
  const files = await platform.db.get(versionFilesCollection, versionId);
  if (files?.appId !== access.appId) throw new Problem("resource.not_found");
  return files.source;
}

/** The files of the draft's working tree: newer than its version while the agent works, or after a build that failed. */
export async function getDraftFiles(platform: Platform, access: AppAccess): Promise<DraftFilesView> {
  return { files: await readManifest(platform, access, { versionId: null }) };
}

/** A source file's bytes. @throws `resource.not_found` */
export async function readSourceFile(
  platform: Platform,
  access: AppAccess,
  place: SourcePlace & { path: string },
): Promise<Uint8Array> {
  const manifest = await readManifest(platform, access, place);
  const file = Object.hasOwn(manifest, place.path) ? manifest[place.path] : undefined;
  const bytes = file ? await platform.blobs.get(file.sha256) : null;
  if (!bytes) throw new Problem("resource.not_found");
  return bytes;
}
