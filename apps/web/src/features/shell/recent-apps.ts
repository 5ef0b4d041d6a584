/** How many of the newest apps the shell and the home page know. */
const recentAppsMax = 50;

export function recentAppsPath(workspaceId: string): `/api/${string}` {
  return `/api/workspaces/${workspaceId}/apps?limit=${recentAppsMax}`;
}
