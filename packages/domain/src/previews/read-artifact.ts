import type { Manifest } from "@second/contracts";
import type { Platform } from "../platform.ts";
import { versionFilesCollection } from "../versions/collections.ts";
import type { Capability } from "./capability.ts";

/** The artifact's files, or null when the version is gone. Versions never change, so callers may keep it. */
export async function readArtifact(platform: Platform, capability: Capability): Promise<Manifest | null> {
  const files = await platform.db.get(versionFilesCollection, capability.versionId);
  return files?.appId === capability.appId ? files.artifact : null;
}
