import { lstat, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "@second/contracts";
import type { BlobCache } from "../blobs/index.ts";
import { artifactLimits, scanTree } from "../workspaces/index.ts";

/**
 * What a build put out, with its bytes in the blob cache. Null without a page to open; whatever a build put in place of
 * a plain directory counts as nothing. Throws `build.snapshot_limit`, `build.file_refused`.
 */
export async function readArtifact(output: string, blobs: BlobCache): Promise<Manifest | null> {
  const directory = join(await realpath(output), "dist");
  const stats = await lstat(directory).catch(() => null);
  if (stats?.isDirectory() !== true) return null;
  const artifact = await scanTree({ directory, limits: artifactLimits, blobs, memory: new Map() });
  return Object.hasOwn(artifact, "index.html") ? artifact : null;
}

/** The sum of sizes below a directory; zero when it is not there, infinite when it cannot be read. */
export async function bytesBelow(directory: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(directory, { recursive: true }).catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? [] : null,
  );
  if (entries === null) return Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    bytes += (await lstat(join(directory, entry)).catch(() => null))?.size ?? 0;
  }
  return bytes;
}
