"use client";
import type { SetupView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";

/** Runtimes with their state on this server, for members of a workspace. */
export function useRuntimes(workspaceId: string) {
  return useQuery({
    queryKey: queryKeys.runtimes(workspaceId),
    queryFn: ({ signal }) => api.get<SetupView>(`/api/workspaces/${workspaceId}/runtimes`, { signal }),
  });
}
