import { randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, readlink, rename, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openForOwner, removeTree } from "../files/index.ts";

/**
 * Makes `<files>/node_modules` a real directory of links into a set, as the jail sees the set: one link each for what
 * the app may import. An app may have changed anything there, so the directory is compared and, if need be, swapped for
 * one made beside it. `beside` lies on the same disk, out of the app's reach.
 */
export async function linkModules(options: {
  files: string;
  beside: string;
  /** Path of the set's `node_modules` for those who follow the links. */
  target: string;
  names: readonly string[];
}): Promise<void> {
  const modules = join(options.files, "node_modules");
  // The app may have closed them, which would keep its directory from being read and swapped.
  for (const directory of [options.files, modules]) await openForOwner(directory);
  if (await isLinked(modules, options)) return;
  await mkdir(options.beside, { recursive: true, mode: 0o700 });
  const fresh = join(options.beside, `modules-${randomUUID()}`);
  const old = join(options.beside, `modules-${randomUUID()}`);
  await mkdir(fresh, { mode: 0o755 });
  for (const name of options.names) {
    await mkdir(dirname(join(fresh, name)), { recursive: true });
    await symlink(join(options.target, name), join(fresh, name));
  }
  await rename(modules, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  await rename(fresh, modules);
  await removeTree(old);
}

async function isLinked(
  modules: string,
  { target, names }: { target: string; names: readonly string[] },
): Promise<boolean> {
  const stats = await lstat(modules).catch(() => null);
  if (stats?.isDirectory() !== true) return false;
  const found: string[] = [];
  for (const entry of await readdir(modules, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) found.push(entry.name);
    else if (entry.isDirectory() && entry.name.startsWith("@")) {
      const scoped = await readdir(join(modules, entry.name)).catch(() => []);
      found.push(...scoped.map((inner) => `${entry.name}/${inner}`));
    } else return false;
  }
  if (found.length !== names.length) return false;
  for (const name of names) {
    const leadsTo = await readlink(join(modules, name)).catch(() => null);
    if (leadsTo !== join(target, name)) return false;
  }
  return true;
}
