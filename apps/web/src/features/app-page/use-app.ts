"use client";
import type { AppView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import { queryKeys } from "../session/query-keys.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";

/**
 * An app as this person may see it. `app` is null before it was read, and again for whoever may no longer see it
 * (`problem` then is a 404); after any other fault the last view stays beside the problem.
 */
export function useApp(appId: string) {
  const { workspaceId } = useWorkspace();
  const query = useQuery({
    queryKey: queryKeys.app(workspaceId, appId),
    queryFn: ({ signal }) => api.get<AppView>(`/api/workspaces/${workspaceId}/apps/${appId}`, { signal }),
  });
  const problem = query.isError ? pageProblem(query.error) : null;
  const app = problem?.status === 404 ? null : (query.data ?? null);
  return { app, problem, refetch: query.refetch };
}
