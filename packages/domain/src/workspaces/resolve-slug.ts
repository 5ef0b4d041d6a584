import { problemOf, type WorkspaceId } from "@second/contracts";
import type { SessionAccess, WorkspaceAccess } from "../access/access.ts";
import { enterWorkspace } from "../access/enter-workspace.ts";
import { isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { workspaceSlugsCollection, workspacesCollection } from "./collections.ts";

export type ResolvedSlug =
  | { kind: "found"; access: WorkspaceAccess }
  /** The workspace was renamed: send the member to its present address. */
  | { kind: "moved"; slug: string };

/** The workspace behind a page's address, among those of the person. Null for unknown and foreign ones alike. */
export async function resolveSlug(
  platform: Platform,
  session: SessionAccess,
  slug: string,
): Promise<ResolvedSlug | null> {
  const entry = await platform.db.get(workspaceSlugsCollection, slug);
  if (!entry) return null;
  const { redirectsUntil } = entry;
  if (redirectsUntil !== undefined && redirectsUntil <= isoAt(platform.clock.now())) return null;
  try {
    const access = await enterWorkspace(platform, session, entry.workspaceId as WorkspaceId);
    if (redirectsUntil === undefined) return { kind: "found", access };
  } catch (error) {
    const code = problemOf(error)?.code;
    if (code === "resource.not_found" || code === "workspace.required") return null;
    throw error;
  }
  const workspace = await platform.db.get(workspacesCollection, entry.workspaceId);
  return workspace && { kind: "moved", slug: workspace.slug };
}
