import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** A directory of this process's own. Those of processes that died are removed by the next that opens one. */
export interface OwnFolder {
  path: string;
  close(): Promise<void>;
}

/** It lies below `directory` and is named by this process's id; mode 0700. */
export async function openOwnFolder(directory: string): Promise<OwnFolder> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    // In a container a new process often has the id of the one before.
    if (Number(name) === process.pid || !isAlive(Number(name)))
      await rm(join(directory, name), { recursive: true, force: true });
  }
  const path = join(directory, String(process.pid));
  await mkdir(path, { recursive: true, mode: 0o700 });
  return { path, close: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
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
