import { constants } from "node:fs";
import { type FileHandle, open, readlink } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "@second/contracts";

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;
const hasProc = process.platform === "linux";

/** Throws `build.file_refused`, naming the path and why. */
export function refuseFile(path: string, why: string): never {
  throw new Problem("build.file_refused", { detail: `${path} ${why}.`, extra: { path } });
}

/** Throws `build.file_refused` for what its permissions keep from being read; anything else as it is. */
export function refuseUnreadable(path: string, error: NodeJS.ErrnoException): never {
  const isRefused = error.code === "EACCES" || error.code === "EPERM";
  if (isRefused) refuseFile(path === "" ? "The app's main folder" : path, "may not be read");
  throw error;
}

/**
 * Opens a file of a tree that an agent may change meanwhile. No link is followed, not even one put in place of a
 * directory between looking and opening: on Linux the opened file must lie where its path says. `root` is a real
 * path. Throws `build.file_refused`.
 */
export function openFileInside(root: string, path: string): Promise<FileHandle> {
  return openInside(root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
}

/** The same for a directory; the empty path is the root itself. */
export function openDirectoryInside(root: string, path: string): Promise<FileHandle> {
  return openInside(root, path, O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
}

async function openInside(root: string, path: string, flags: number): Promise<FileHandle> {
  const wanted = path === "" ? root : join(root, path);
  const handle = await open(wanted, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ELOOP" || error.code === "ENOTDIR") refuseFile(path, "is a link");
    if (error.code === "ENOENT") refuseFile(path, "changed while it was read");
    return refuseUnreadable(path, error);
  });
  try {
    if (hasProc && (await readlink(`/proc/self/fd/${handle.fd}`)) !== wanted) {
      refuseFile(path, "is reached through a link or changed while it was read");
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A path to an entry of an opened directory that stays in that directory whatever replaces it meanwhile. */
export function entryOf(
  directory: FileHandle,
  options: { root: string; path: string; name: string },
): string {
  return hasProc
    ? `/proc/self/fd/${directory.fd}/${options.name}`
    : join(options.root, options.path, options.name);
}
