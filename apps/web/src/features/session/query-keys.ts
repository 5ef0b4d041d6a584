/**
 * Keys of everything a page keeps from the server. What belongs to an app begins with `app(…)`, so that one hint
 * about the app makes all of it fresh.
 */
export const queryKeys = {
  session: ["session"] as const,
  devices: ["devices"] as const,
  detection: ["detection"] as const,
  workspaceAll: (workspaceId: string) => ["workspace", workspaceId] as const,
  workspace: (workspaceId: string) => ["workspace", workspaceId, "self"] as const,
  apps: (workspaceId: string) => ["workspace", workspaceId, "apps"] as const,
  runtimes: (workspaceId: string) => ["workspace", workspaceId, "runtimes"] as const,
  members: (workspaceId: string) => ["workspace", workspaceId, "members"] as const,
  invitations: (workspaceId: string) => ["workspace", workspaceId, "invitations"] as const,
  app: (workspaceId: string, appId: string, ...rest: string[]) =>
    ["workspace", workspaceId, "app", appId, ...rest] as const,
  chat: (workspaceId: string, appId: string, runId: string) =>
    ["workspace", workspaceId, "app", appId, "chat", runId] as const,
  versions: (workspaceId: string, appId: string) =>
    ["workspace", workspaceId, "app", appId, "versions"] as const,
};
