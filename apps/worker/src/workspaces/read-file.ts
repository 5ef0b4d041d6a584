import type { BigIntStats } from "node:fs";
import { realpath } from "node:fs/promises";
import { problemOf } from "@second/contracts";
import { openFileInside, refuseFile } from "./open-inside.ts";
import { checkFileSize, type TreeLimits } from "./tree-limits.ts";

export interface Remembered {
  mark: string;
  sha256: string;
  sizeBytes: number;
}

/** Hashes of files by path, each valid while the file's mark stays what it was. */
export type HashMemory = Map<string, Remembered>;

/** Changes whenever a file's content may have changed. The change time cannot be set back by a program. */
export const markOf = (stats: BigIntStats): string =>
  `${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}:${stats.mode}`;

/**
 * The bytes of one file of a tree that may change meanwhile, with the stats they belong to. Throws
 * `build.snapshot_limit`, and `build.file_refused` for links, special files and files that keep changing.
 */
export async function readWhole(
  directory: string,
  path: string,
  limits: TreeLimits,
): Promise<{ bytes: Uint8Array; stats: BigIntStats }> {
  const handle = await openFileInside(directory, path);
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const stats = await handle.stat({ bigint: true });
      if (!stats.isFile()) refuseFile(path, "is neither a file nor a directory");
      checkFileSize(path, Number(stats.size), limits);
      const bytes = new Uint8Array(Number(stats.size));
      const { bytesRead } = await handle.read(bytes, 0, bytes.byteLength, 0);
      const after = await handle.stat({ bigint: true });
      if (bytesRead === bytes.byteLength && markOf(after) === markOf(stats)) return { bytes, stats };
    }
    return refuseFile(path, "keeps changing while it is read");
  } finally {
    await handle.close();
  }
}

/** The text of one file of an untrusted directory; null when it is absent, larger, or no plain file. */
export async function readSmallFile(
  directory: string,
  path: string,
  bytesMax: number,
): Promise<string | null> {
  const limits = { fileBytesMax: bytesMax, totalBytesMax: bytesMax, filesMax: 1 };
  const whole = await readWhole(await realpath(directory), path, limits).catch((error) => {
    if (problemOf(error) !== null) return null;
    throw error;
  });
  return whole === null ? null : new TextDecoder().decode(whole.bytes);
}
