"use client";
import type {
  MembershipView,
  PersonView,
  SessionView,
  WorkspacePermission,
  WorkspaceView,
} from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { api } from "../session/api.ts";
import { queryKeys } from "../session/query-keys.ts";

export interface WorkspaceContextValue {
  workspaceId: string;
  slug: string;
  user: PersonView;
}

const WorkspaceContext = createContext<WorkspaceContextValue | null>(null);

export function WorkspaceProvider({
  value,
  children,
}: {
  value: WorkspaceContextValue;
  children: ReactNode;
}) {
  return <WorkspaceContext.Provider value={value}>{children}</WorkspaceContext.Provider>;
}

/** The workspace of the page's address and the person who looks at it. */
export function useWorkspace(): WorkspaceContextValue {
  const value = useContext(WorkspaceContext);
  if (!value) throw new Error("useWorkspace needs a WorkspaceProvider above it");
  return value;
}

/** Name, role and rights, kept fresh. `can` is false while they are not known. */
export function useWorkspaceView() {
  const { workspaceId } = useWorkspace();
  const query = useQuery({
    queryKey: queryKeys.workspace(workspaceId),
    queryFn: ({ signal }) => api.get<WorkspaceView>(`/api/workspaces/${workspaceId}`, { signal }),
  });
  const can = (permission: WorkspacePermission) => query.data?.permissions.includes(permission) ?? false;
  return { workspace: query.data, can };
}

/** Every workspace of the person. */
export function useMemberships(): MembershipView[] {
  const query = useQuery({
    queryKey: queryKeys.session,
    queryFn: ({ signal }) => api.get<SessionView>("/api/auth/session", { signal }),
  });
  return query.data?.memberships ?? [];
}
