"use client";
import type { InvitationView, MemberView } from "@second/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";

export function useMembers(workspaceId: string) {
  return useQuery({
    queryKey: queryKeys.members(workspaceId),
    queryFn: ({ signal }) =>
      api.get<{ members: MemberView[] }>(`/api/workspaces/${workspaceId}/members`, { signal }),
  });
}

export function useInvitations(workspaceId: string, enabled: boolean) {
  return useQuery({
    queryKey: queryKeys.invitations(workspaceId),
    queryFn: ({ signal }) =>
      api.get<{ invitations: InvitationView[] }>(`/api/workspaces/${workspaceId}/invitations`, { signal }),
    enabled,
  });
}

/** Reads people and invitations again after a change. */
export function useRefreshPeople(workspaceId: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: queryKeys.members(workspaceId) }),
      client.invalidateQueries({ queryKey: queryKeys.invitations(workspaceId) }),
    ]);
}
