import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, problemOf } from "@second/contracts";
import { sha256Of } from "../blobs/index.ts";
import { parentsOf } from "./check-manifest.ts";
import { type HashMemory, markOf, readWhole } from "./read-file.ts";
import { sourceLimits } from "./tree-limits.ts";

/** The part of a manifest that the directory (a real path) does not hold as plain files with these bytes. */
export async function differingFiles(
  directory: string,
  manifest: Manifest,
  memory: HashMemory,
): Promise<Manifest> {
  const real = new Map<string, boolean>();
  const differing: [string, Manifest[string]][] = [];
  for (const [path, file] of Object.entries(manifest)) {
    let reachable = true;
    for (const parent of parentsOf(path)) reachable &&= await isRealDirectory(parent);
    if (!reachable || (await hashOf(path, file.sizeBytes)) !== file.sha256) differing.push([path, file]);
  }
  return Object.fromEntries(differing);

  async function isRealDirectory(path: string): Promise<boolean> {
    const known = real.get(path);
    if (known !== undefined) return known;
    const stats = await lstat(join(directory, path)).catch(() => null);
    real.set(path, stats?.isDirectory() ?? false);
    return stats?.isDirectory() ?? false;
  }

  /** Null when there is no plain file of this size. */
  async function hashOf(path: string, sizeBytes: number): Promise<string | null> {
    const stats = await lstat(join(directory, path), { bigint: true }).catch(() => null);
    if (!stats?.isFile() || Number(stats.size) !== sizeBytes) return null;
    const known = memory.get(path);
    if (known?.mark === markOf(stats)) return known.sha256;
    try {
      return sha256Of((await readWhole(directory, path, sourceLimits)).bytes);
    } catch (error) {
      // What cannot be read as a plain file is replaced.
      if (problemOf(error) !== null) return null;
      throw error;
    }
  }
}
