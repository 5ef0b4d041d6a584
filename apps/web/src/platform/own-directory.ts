import { lockDirectory } from "@second/store/sqlite";
import type { WebConfig } from "../config.ts";

/** Another process owns the data directory. Ends with exit code 75. */
class DirectoryInUse extends Error {
  override readonly name = "DirectoryInUse";
}

/** Kept for the life of the process: a lock that is garbage collected is a lock let go. */
const held: unknown[] = [];

/** With SQLite one web owns the data directory, and knows every former owner dead. @throws {DirectoryInUse} */
export function ownDirectory(config: Pick<WebConfig, "mongodbUri" | "dataDirectory">): void {
  if (config.mongodbUri !== null) return;
  const lock = lockDirectory(config.dataDirectory);
  if (lock === null)
    throw new DirectoryInUse(
      `Another Second uses ${config.dataDirectory}. Stop it, or choose another SECOND_DATA_DIR.`,
    );
  held.push(lock);
}
