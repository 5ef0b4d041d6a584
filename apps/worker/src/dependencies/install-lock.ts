import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const beatMs = 2_000;
const deadAfterMs = 15_000;
const pollMs = 100;

/**
 * Runs `work` while no other process on this disk runs it under the same lock directory. The holder touches the
 * directory; one that was killed loses it after 15 s.
 */
export async function underLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(directory))) {
    const beat = await stat(directory).catch(() => null);
    if (beat !== null && Date.now() - beat.mtimeMs > deadAfterMs) await breakLock(directory);
    else await sleep(pollMs);
  }
  const timer = setInterval(() => {
    const now = new Date();
    // A missed beat costs nothing; the next one counts.
    void utimes(directory, now, now).catch(() => undefined);
  }, beatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await rm(directory, { recursive: true, force: true });
  }
}

function take(directory: string): Promise<boolean> {
  return mkdir(directory).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
}

/** Renaming succeeds for one of several who found the lock abandoned; the others find it gone. */
async function breakLock(directory: string): Promise<void> {
  const broken = `${directory}.${randomUUID()}`;
  const renamed = await rename(directory, broken).then(
    () => true,
    () => false,
  );
  if (renamed) await rm(broken, { recursive: true, force: true });
}
