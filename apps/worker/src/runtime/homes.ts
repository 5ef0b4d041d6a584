import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Private home directories of runtime processes. Those of a worker that died are removed by the next. */
export interface Homes {
  make(): Promise<string>;
  close(): Promise<void>;
}

/** Homes lie below `directory`, in a folder named by this process's id. */
export async function openHomes(directory: string): Promise<Homes> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    if (!isAlive(Number(name))) await rm(join(directory, name), { recursive: true, force: true });
  }
  const own = join(directory, String(process.pid));
  await mkdir(own, { recursive: true, mode: 0o700 });
  return {
    async make() {
      const path = join(own, randomUUID());
      await mkdir(path, { mode: 0o700 });
      return path;
    },
    close: () => rm(own, { recursive: true, force: true }),
  };
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
