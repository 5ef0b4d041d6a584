import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { isBusy, storeErrorOf, translated } from "./sqlite-errors.ts";

/**
 * Makes this process the only owner of a data directory, until it ends however it ends: the operating system holds the
 * lock. Null when another process owns it; whoever gets it knows the former owner dead.
 * @throws {StoreError} `store.disk_full`, `store.unavailable` when the directory cannot be locked at all
 */
export function lockDirectory(directory: string): { release(): void } | null {
  const lock = translated(() => {
    mkdirSync(join(directory, "run"), { recursive: true, mode: 0o700 });
    return new Database(join(directory, "run", "owner.lock"));
  });
  try {
    lock.exec("pragma busy_timeout = 0");
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    if (isBusy(error)) return null;
    throw storeErrorOf(error);
  }
  return {
    release: () => {
      lock.exec("rollback");
      lock.close();
    },
  };
}
