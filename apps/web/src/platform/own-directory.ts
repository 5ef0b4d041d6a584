import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { hostname } from "node:os";
import { lockDirectory } from "@second/store/sqlite";
import type { WebConfig } from "../config.ts";

/** Another process owns the data directory. Ends with exit code 75. */
class DirectoryInUse extends Error {
  override readonly name = "DirectoryInUse";
}

/** Kept for the life of the process: a lock that is garbage collected is a lock let go. */
const held: unknown[] = [];

/**
 * Makes the data directory this process's own and names it among those of all machines: former processes of that name
 * are dead. With MongoDB several may share a directory, or have none that can be locked; null for those.
 * @throws {DirectoryInUse} with SQLite, when another web has it
 */
export function ownDirectory(config: Pick<WebConfig, "mongodbUri" | "dataDirectory">): string | null {
  const { mongodbUri, dataDirectory } = config;
  const lock = mongodbUri === null ? lockDirectory(dataDirectory) : lockIfPossible(dataDirectory);
  if (lock === null) {
    if (mongodbUri !== null) return null;
    throw new DirectoryInUse(
      `Another Second uses ${dataDirectory}. Stop it, or choose another SECOND_DATA_DIR.`,
    );
  }
  held.push(lock);
  const name = `${hostname()}\0${realpathSync(dataDirectory)}`;
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}

function lockIfPossible(dataDirectory: string): { release(): void } | null {
  try {
    return lockDirectory(dataDirectory);
  } catch {
    return null;
  }
}
