/** The permission tables, as data. Routes, pages and tests read them; no code compares roles. */
export const roles = ["owner", "admin", "member"] as const;
export type Role = (typeof roles)[number];

export const workspacePermissions = {
  "workspace:view": ["owner", "admin", "member"],
  "members:view": ["owner", "admin", "member"],
  "apps:create": ["owner", "admin", "member"],
  "apps:update": ["owner", "admin", "member"],
  "workspace:manage": ["owner", "admin"],
  "members:invite": ["owner", "admin"],
  "members:manage": ["owner", "admin"],
  "members:manage-owner": ["owner"],
} as const satisfies Record<string, readonly Role[]>;
export type WorkspacePermission = keyof typeof workspacePermissions;

/** How a person stands to one app; an app right is the union over all of them. */
export type AppRelation = "steward" | "creator" | "collaborator" | "viewer";

export const appPermissions = {
  "app:view": ["steward", "creator", "collaborator", "viewer"],
  "app:view-draft": ["steward", "creator", "collaborator"],
  "app:edit": ["steward", "creator", "collaborator"],
  "app:run-builder": ["steward", "creator", "collaborator"],
  "app:collaborators": ["steward", "creator"],
} as const satisfies Record<string, readonly AppRelation[]>;
export type AppPermission = keyof typeof appPermissions;

/** Roles whose holders are stewards of every app of the workspace. */
export const stewardRoles: readonly Role[] = ["owner", "admin"];

export function roleHas(role: Role, permission: WorkspacePermission): boolean {
  return (workspacePermissions[permission] as readonly Role[]).includes(role);
}

export function relationsHave(relations: readonly AppRelation[], permission: AppPermission): boolean {
  const allowed: readonly AppRelation[] = appPermissions[permission];
  return relations.some((relation) => allowed.includes(relation));
}
