import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { openForOwner } from "./open-for-owner.ts";

/**
 * Removes what lies at a path, if anything, also directories that were closed for their owner. Links are removed, never
 * followed. Nothing may run any more that could change the tree meanwhile.
 */
export async function removeTree(path: string): Promise<void> {
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 });
  await remove().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EACCES" && error.code !== "EPERM") throw error;
    await openDirectories(path);
    await remove();
  });
}

async function openDirectories(directory: string): Promise<void> {
  if (!(await openForOwner(directory))) return;
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await openDirectories(join(directory, entry.name));
  }
}
