import { lockDirectory } from "@second/store/sqlite";
import type { WebConfig } from "../config.ts";

/** Another process owns the data directory. Ends with exit code 75. */
class DirectoryInUse extends Error {
  override readonly name = "DirectoryInUse";
}

/** With SQLite one web owns the data directory, and knows every former owner dead. @throws {DirectoryInUse} */
export function ownDirectory(config: WebConfig): void {
  if (config.mongodbUri !== null) return;
  if (!lockDirectory(config.dataDirectory))
    throw new DirectoryInUse(
      `Another Second uses ${config.dataDirectory}. Stop it, or choose another SECOND_DATA_DIR.`,
    );
}
