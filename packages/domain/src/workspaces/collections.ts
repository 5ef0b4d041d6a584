import { defineCollection } from "@second/store";

/** The tenant. The counters are changed in the same transaction as the members, so that limits hold under races. */
export interface Workspace {
  id: string;
  name: string;
  slug: string;
  createdBy: string;
  createdAt: string;
  memberCount: number;
  ownerCount: number;
  /** Raised whenever an invitation is made, so that two at once are counted one after the other. */
  invitationCount: number;
}

export const workspacesCollection = defineCollection<Workspace>()({
  name: "workspaces",
  fields: { memberCount: "number", ownerCount: "number", invitationCount: "number" },
  indexes: [],
  feed: "ids",
});

/** Every address in use; the id is the slug, so that no two workspaces share one. */
export interface WorkspaceSlug {
  id: string;
  workspaceId: string;
  /** Set once a rename has replaced it: until then it redirects members and cannot be taken. */
  redirectsUntil?: string;
}

export const workspaceSlugsCollection = defineCollection<WorkspaceSlug>()({
  name: "workspace_slugs",
  fields: { workspaceId: "string", redirectsUntil: "string" },
  indexes: [{ name: "by_workspace", fields: ["workspaceId", "redirectsUntil"] }],
  feed: "none",
});
