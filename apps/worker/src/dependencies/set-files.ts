import { chmod, constants, copyFile, link, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Gives a tree's files further names below `target` instead of copying their bytes: 0.7 s for what takes 3 to 12 s to
 * write. Package managers replace files and never edit them, so neither side sees the other change. Copies where the
 * disk is another one. Entries for which `skip` is true are left out.
 */
export async function linkTree(
  source: string,
  target: string,
  skip: (path: string) => boolean,
): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (skip(from)) continue;
    if (entry.isDirectory()) await linkTree(from, to, skip);
    else if (entry.isSymbolicLink()) await symlink(await readlink(from), to);
    else await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
  }
}

/** Closes a tree's directories for additions and removals. Jails see it read-only as a whole. */
export async function closeDirectories(directory: string): Promise<void> {
  await chmod(directory, 0o555);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await closeDirectories(join(directory, entry.name));
  }
}
