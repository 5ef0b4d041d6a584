import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";

/**
 * Makes this process the only owner of a data directory, until it ends however it ends: the operating system holds the
 * lock. Null when another process owns it; whoever gets it knows the former owner dead.
 */
export function lockDirectory(directory: string): { release(): void } | null {
  mkdirSync(join(directory, "run"), { recursive: true, mode: 0o700 });
  const lock = new Database(join(directory, "run", "owner.lock"));
  try {
    lock.exec("pragma busy_timeout = 0");
    lock.exec("begin exclusive");
  } catch {
    lock.close();
    return null;
  }
  return {
    release: () => {
      lock.exec("rollback");
      lock.close();
    },
  };
}
