import type { WorkspaceEvent } from "@second/contracts";
import type { Platform } from "../platform.ts";

/** The bus topic of one workspace's hints. */
export const hintTopic = (workspaceId: string) => `workspace:${workspaceId}`;

/**
 * Tells open pages, after the commit, that something changed. A lost hint costs a late refetch, never truth, so a bus
 * that is down fails no request.
 */
export async function publishHint(
  platform: Platform,
  hint: Omit<WorkspaceEvent, "version" | "at">,
): Promise<void> {
  const event: WorkspaceEvent = { version: 1, at: new Date(platform.clock.now()).toISOString(), ...hint };
  try {
    await platform.bus.publish(hintTopic(hint.workspaceId), event);
  } catch (error) {
    platform.log.warn("hint.lost", { type: hint.type, workspaceId: hint.workspaceId, error: String(error) });
  }
}
