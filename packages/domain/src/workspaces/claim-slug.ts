import type { Transaction } from "@second/store";
import { isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { workspaceSlugsCollection } from "./collections.ts";
import { slugChoice, slugOf } from "./slug.ts";

/**
 * Takes the first free address for a name. One that still redirects for another workspace is not free; one's own is.
 * @throws `store.duplicate` when another took it meanwhile: run the use-case again.
 */
export async function claimSlug(
  platform: Pick<Platform, "clock">,
  tx: Transaction,
  wanted: { name: string; workspaceId: string },
): Promise<string> {
  const now = isoAt(platform.clock.now());
  const base = slugOf(wanted.name);
  for (let nth = 1; ; nth += 1) {
    const id = slugChoice(base, nth);
    const taken = await tx.get(workspaceSlugsCollection, id);
    if (!taken) {
      await tx.insert(workspaceSlugsCollection, { id, workspaceId: wanted.workspaceId });
      return id;
    }
    const isOwn = taken.workspaceId === wanted.workspaceId;
    const isExpired = taken.redirectsUntil !== undefined && taken.redirectsUntil <= now;
    if (!isOwn && !isExpired) continue;
    await tx.replace(workspaceSlugsCollection, { id, workspaceId: wanted.workspaceId });
    return id;
  }
}
