"use client";
import type { AppListView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";
import { recentAppsPath } from "./recent-apps.ts";

/** The apps one may see, last changed first; kept fresh by hints. */
export function useApps(workspaceId: string) {
  return useQuery({
    queryKey: queryKeys.apps(workspaceId),
    queryFn: ({ signal }) => api.get<AppListView>(recentAppsPath(workspaceId), { signal }),
  });
}
