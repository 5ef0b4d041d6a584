import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Manifest, Problem } from "@second/contracts";
import { type BlobCache, sha256Of } from "../blobs/index.ts";
import { refuseFile, refuseUnreadable } from "./open-inside.ts";
import { isExcluded, pathFault } from "./paths.ts";
import { type HashMemory, markOf, type Remembered, readWhole } from "./read-file.ts";
import { checkTotals, type TreeLimits } from "./tree-limits.ts";

const directoriesMax = 2_000;
const depthMax = 32;
const parallelReads = 8;
/** A change within one tick of a file system's clock leaves the times as they were, so fresh files are read again. */
const settledAfterMs = 100;

/**
 * The files below `directory` (a real path) as a manifest, with their bytes in the blob cache. Excluded entries are
 * skipped. Throws `build.snapshot_limit`, and `build.file_refused` for links, special files and unusable names.
 */
export async function scanTree(options: {
  directory: string;
  limits: TreeLimits;
  blobs: BlobCache;
  memory: HashMemory;
}): Promise<Manifest> {
  const { directory, limits, memory } = options;
  const files = await listFiles(directory);
  checkTotals(files.length, 0, limits);
  const found = new Map<string, Remembered>();
  let sizeBytes = 0;
  await inParallel(files, async (path) => {
    const file = await readEntry(path, options);
    found.set(path, file);
    sizeBytes += file.sizeBytes;
    checkTotals(files.length, sizeBytes, limits);
  });
  for (const path of memory.keys()) if (!found.has(path)) memory.delete(path);
  return Object.fromEntries(
    files.sort(byCodePoint).flatMap((path) => {
      const file = found.get(path);
      return file ? [[path, { sha256: file.sha256, sizeBytes: file.sizeBytes }]] : [];
    }),
  );
}

/** Orders strings by code point, as manifests are. */
export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function listFiles(root: string): Promise<string[]> {
  const files: string[] = [];
  const open = [""];
  let directories = 0;
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    directories += 1;
    if (directories > directoriesMax || directory.split("/").length > depthMax) {
      throw new Problem("build.snapshot_limit", {
        detail: `The app has more than ${directoriesMax} directories, or over ${depthMax} inside each other.`,
        extra: { path: directory, limit: directoriesMax },
      });
    }
    const entries = await readdir(join(root, directory), { withFileTypes: true }).catch((error) =>
      refuseUnreadable(directory, error),
    );
    for (const entry of entries) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (isExcluded(path)) continue;
      checkEntry(path, entry);
      if (entry.isDirectory()) open.push(path);
      else files.push(path);
    }
  }
  return files;
}

function checkEntry(path: string, entry: Dirent): void {
  if (entry.isSymbolicLink()) refuseFile(path, "is a link; put the file itself there");
  if (!entry.isFile() && !entry.isDirectory()) refuseFile(path, "is neither a file nor a directory");
  const fault = pathFault(path);
  if (fault !== null) refuseFile(path, fault);
}

async function readEntry(
  path: string,
  options: { directory: string; limits: TreeLimits; blobs: BlobCache; memory: HashMemory },
): Promise<Remembered> {
  const { directory, limits, blobs, memory } = options;
  const known = memory.get(path);
  if (known !== undefined) {
    const now = await lstat(join(directory, path), { bigint: true }).catch(() => null);
    if (now !== null && markOf(now) === known.mark && blobs.has(known.sha256)) return known;
  }
  const { bytes, stats } = await readWhole(directory, path, limits);
  const file = { mark: markOf(stats), sha256: sha256Of(bytes), sizeBytes: bytes.byteLength };
  await blobs.put(file.sha256, bytes);
  if (Date.now() - Number(stats.ctimeMs) > settledAfterMs) memory.set(path, file);
  else memory.delete(path);
  return file;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failed = false;
  await Promise.all(
    Array.from({ length: parallelReads }, async () => {
      for (const item of queue) {
        if (failed) return;
        await work(item).catch((error) => {
          failed = true;
          throw error;
        });
      }
    }),
  );
}
