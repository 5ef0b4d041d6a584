import { Problem, type WorkspaceView } from "@second/contracts";
import type { WorkspaceAccess } from "../access/access.ts";
import { byMember } from "../audit/by-member.ts";
import { recordAudit } from "../audit/record.ts";
import { publishHint } from "../events/hints.ts";
import { retryOnDuplicate } from "../identity/retry-on-duplicate.ts";
import { dayMs, isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { claimSlug } from "./claim-slug.ts";
import { workspaceSlugsCollection, workspacesCollection } from "./collections.ts";
import { slugOf } from "./slug.ts";
import { toWorkspaceView } from "./workspace-view.ts";

const redirectMs = 90 * dayMs;

/** Renames. The address follows the name; the former one leads members here for 90 days and nobody can take it. */
export async function renameWorkspace(
  platform: Platform,
  access: WorkspaceAccess,
  input: { name: string },
): Promise<WorkspaceView> {
  const renamed = await retryOnDuplicate(() =>
    platform.db.transaction(async (tx) => {
      const workspace = await tx.get(workspacesCollection, access.workspaceId);
      if (!workspace) throw new Problem("resource.not_found");
      if (workspace.name === input.name) return { workspace, isChanged: false };
      let { slug } = workspace;
      if (slugOf(input.name) !== slugOf(workspace.name)) {
        slug = await claimSlug(platform, tx, { name: input.name, workspaceId: workspace.id });
        const redirectsUntil = isoAt(platform.clock.now() + redirectMs);
        if (slug !== workspace.slug)
          await tx.update(workspaceSlugsCollection, workspace.slug, { set: { redirectsUntil } });
      }
      const updated = await tx.update(workspacesCollection, workspace.id, {
        set: { name: input.name, slug },
      });
      await recordAudit(platform, tx, {
        ...byMember(access, input.name),
        name: "workspace.renamed",
        target: { type: "workspace", id: workspace.id },
        metadata: { slug },
        changes: { changedFields: slug === workspace.slug ? ["name"] : ["name", "slug"] },
      });
      return { workspace: updated ?? workspace, isChanged: true };
    }),
  );
  if (renamed.isChanged)
    await publishHint(platform, {
      type: "workspace.changed",
      scope: "workspace",
      workspaceId: access.workspaceId,
    });
  return toWorkspaceView(renamed.workspace, access.role);
}
