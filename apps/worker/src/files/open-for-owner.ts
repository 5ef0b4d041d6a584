import { constants } from "node:fs";
import { chmod, lstat, open } from "node:fs/promises";

const hasProc = process.platform === "linux";
/** `O_PATH` of open(2), which Node.js does not name: opens without needing a right to the entry itself. */
const pathOnly = 0o10000000;
const { O_NOFOLLOW, O_DIRECTORY } = constants;
const ownerMay = 0o700;

/**
 * Lets its owner read, change and enter a directory that a program closed. Links and everything else stay as they are,
 * also when one takes the directory's place meanwhile. False when there is no directory.
 */
export async function openForOwner(path: string): Promise<boolean> {
  return hasProc ? openOnLinux(path) : openElsewhere(path);
}

async function openOnLinux(path: string): Promise<boolean> {
  const handle = await open(path, pathOnly | O_NOFOLLOW | O_DIRECTORY).catch(noDirectory);
  if (handle === null) return false;
  try {
    const { mode } = await handle.stat();
    if ((mode & ownerMay) !== ownerMay) await chmod(`/proc/self/fd/${handle.fd}`, (mode & 0o7777) | ownerMay);
    return true;
  } finally {
    await handle.close();
  }
}

async function openElsewhere(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(noDirectory);
  if (stats?.isDirectory() !== true) return false;
  if ((stats.mode & ownerMay) !== ownerMay) await chmod(path, (stats.mode & 0o7777) | ownerMay);
  return true;
}

function noDirectory(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "ELOOP") return null;
  throw error;
}
