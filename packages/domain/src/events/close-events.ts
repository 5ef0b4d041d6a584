import type { Platform } from "../platform.ts";
import { closeAccessWatch } from "./access-watch.ts";
import { closeWorkspaceHints } from "./workspace-hints.ts";

/** Ends what watches over accesses and hints. A composition root calls it before it closes bus and database. */
export async function closeEvents(platform: Platform): Promise<void> {
  await closeAccessWatch(platform);
  await closeWorkspaceHints(platform);
}
