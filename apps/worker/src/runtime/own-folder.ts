import { lstat, mkdir, mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { removeTree } from "../files/index.ts";

/** A directory of this process's own. Those of processes that died are removed by the next that opens one. */
export interface OwnFolder {
  path: string;
  close(): Promise<void>;
}

/** It lies below `directory`, its name starts with this process's id; mode 0700. What cannot be removed there stays. */
export async function openOwnFolder(directory: string, { remove = removeTree } = {}): Promise<OwnFolder> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    const pid = Number.parseInt(name, 10);
    // In a container a new process often has the id of the one before.
    if (pid === process.pid || !isAlive(pid)) {
      // Another user's, for example: it takes room and must not keep this process from starting.
      await remove(join(directory, name)).catch(() => undefined);
    }
  }
  const path = await makeFolder(join(directory, String(process.pid)));
  return { path, close: () => remove(path) };
}

async function makeFolder(path: string): Promise<string> {
  if ((await lstat(path).catch(() => null)) !== null) return mkdtemp(`${path}.`);
  await mkdir(path, { mode: 0o700 });
  return path;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
