import { randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, rename, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "@second/contracts";
import type { BlobCache } from "../blobs/index.ts";
import { openForOwner, removeTree } from "../files/index.ts";
import { parentsOf } from "./check-manifest.ts";
import { entryOf, openDirectoryInside } from "./open-inside.ts";
import { isExcluded } from "./paths.ts";

/** Where changes are prepared: beside the tree, on its disk, out of an agent's sight. */
export interface TreePlace {
  /** A real path. */
  root: string;
  staging: string;
}

/**
 * Puts every changed file's bytes beside the tree, so that a full disk or a missing blob leaves the tree as it was.
 * Returns where each path's bytes lie, or the hashes that are not in the cache.
 */
export async function stageFiles(
  place: TreePlace,
  changed: Manifest,
  blobs: BlobCache,
): Promise<{ staged: Map<string, string>; missing: string[] }> {
  const staged = new Map<string, string>();
  const missing: string[] = [];
  for (const [path, { sha256 }] of Object.entries(changed)) {
    const bytes = await blobs.get(sha256);
    if (bytes === null) missing.push(sha256);
    else {
      const file = join(place.staging, randomUUID());
      await writeFile(file, bytes, { mode: 0o644 });
      staged.set(path, file);
    }
  }
  return { staged, missing };
}

/** Moves staged files to their places, replacing whatever is there; never through a link, into closed directories too. */
export async function placeFiles(place: TreePlace, staged: ReadonlyMap<string, string>): Promise<void> {
  for (const directory of new Set([...staged.keys()].flatMap(parentsOf))) {
    const stats = await lstat(join(place.root, directory)).catch(() => null);
    if (stats?.isDirectory()) {
      await inDirectoryOf(place, directory, openForOwner);
      continue;
    }
    if (stats !== null) await removeEntry(place, directory);
    await inDirectoryOf(place, directory, (entry) => mkdir(entry, { mode: 0o755 }));
  }
  for (const [path, file] of staged) {
    const stats = await lstat(join(place.root, path)).catch(() => null);
    if (stats?.isDirectory()) await removeEntry(place, path);
    await inDirectoryOf(place, path, (entry) => rename(file, entry));
  }
}

/** Removes what the manifest does not name: files, links, special files and directories left empty. */
export async function removeOthers(place: TreePlace, manifest: Manifest): Promise<void> {
  const directories = new Set(Object.keys(manifest).flatMap(parentsOf));
  const open = [""];
  await openForOwner(place.root);
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    for (const entry of await readdir(join(place.root, directory), { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (isExcluded(path)) continue;
      if (entry.isDirectory() && directories.has(path)) {
        await inDirectoryOf(place, path, openForOwner);
        open.push(path);
      } else if (!(entry.isFile() && Object.hasOwn(manifest, path))) await removeEntry(place, path);
    }
  }
}

/** Takes an entry out of the tree first and deletes it out of an agent's reach. */
async function removeEntry(place: TreePlace, path: string): Promise<void> {
  const trash = join(place.staging, randomUUID());
  await inDirectoryOf(place, path, async (entry) => {
    // A closed directory may not be moved elsewhere.
    await openForOwner(entry);
    await rename(entry, trash);
  });
  await removeTree(trash);
}

/** Empties the place of preparation, also of what a kill left there. */
export async function clearStaging(staging: string): Promise<void> {
  await removeTree(staging);
  await mkdir(staging, { recursive: true, mode: 0o700 });
}

/** Removes a directory when it is empty; others stay. */
export const removeIfEmpty = (directory: string): Promise<void> => rmdir(directory).catch(() => undefined);

async function inDirectoryOf(
  { root }: TreePlace,
  path: string,
  act: (entry: string) => Promise<unknown>,
): Promise<void> {
  const slash = path.lastIndexOf("/");
  const parent = slash === -1 ? "" : path.slice(0, slash);
  const directory = await openDirectoryInside(root, parent);
  try {
    await act(entryOf(directory, { root, path: parent, name: path.slice(slash + 1) }));
  } finally {
    await directory.close();
  }
}
