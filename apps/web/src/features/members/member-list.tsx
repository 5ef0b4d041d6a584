"use client";
import type { MemberView, Role } from "@second/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toaster.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { useOnline } from "../session/use-online.ts";
import { SettingsSection } from "../settings/settings-frame.tsx";
import { useWorkspace, useWorkspaceView } from "../shell/workspace-context.tsx";
import { MemberRow } from "./member-row.tsx";
import { useMembers, useRefreshPeople } from "./queries.ts";
import { memberRights } from "./rights.ts";
import { roleNames } from "./role-names.ts";

/** Everyone in the workspace, with what the viewer may change. A role changes at once and comes back if refused. */
export function MemberList() {
  const { workspaceId, user } = useWorkspace();
  const { can } = useWorkspaceView();
  const isOnline = useOnline();
  const client = useQueryClient();
  const refresh = useRefreshPeople(workspaceId);
  const list = useMembers(workspaceId);
  const [leaving, setLeaving] = useState<MemberView | null>(null);
  const key = queryKeys.members(workspaceId);

  const changeRole = useMutation({
    mutationFn: ({ member, role }: { member: MemberView; role: Role }) =>
      api.patch(`/api/workspaces/${workspaceId}/members/${member.userId}`, { role }),
    onMutate: async ({ member, role }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<{ members: MemberView[] }>(key);
      client.setQueryData<{ members: MemberView[] }>(key, (old) =>
        old
          ? { members: old.members.map((each) => (each.userId === member.userId ? { ...each, role } : each)) }
          : old,
      );
      return { before };
    },
    onError: (_, __, context) => client.setQueryData(key, context?.before),
    onSuccess: (_, { member, role }) => {
      toast(`${member.name} is now ${roleNames[role].toLowerCase()}.`);
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (member: MemberView) => api.delete(`/api/workspaces/${workspaceId}/members/${member.userId}`),
    onSuccess: (_, member) => {
      setLeaving(null);
      toast(`${member.name} is no longer a member.`);
    },
    onSettled: refresh,
  });
  const members = list.data?.members ?? [];

  return (
    <>
      {changeRole.error && (
        <div className="mb-4">
          <FormProblem problem={pageProblem(changeRole.error)} />
        </div>
      )}
      <SettingsSection title="Members" {...(list.data ? { note: members.length } : {})}>
        {list.isPending && <SkeletonRows />}
        {list.isError && !list.data && (
          <ProblemView
            problem={pageProblem(list.error)}
            title="Members could not be loaded"
            onRetry={() => void list.refetch()}
          />
        )}
        <ul>
          {members.map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              isSelf={member.userId === user.id}
              rights={memberRights(member, user.id, can)}
              disabled={!isOnline}
              onRole={(role) => {
                if (role !== member.role) changeRole.mutate({ member, role });
              }}
              onRemove={() => {
                remove.reset();
                setLeaving(member);
              }}
            />
          ))}
        </ul>
        {members.length === 1 && (
          <p className="border-line border-t px-4 py-3 text-sm text-text-2">
            Only you so far. Invite someone.
          </p>
        )}
      </SettingsSection>
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => {
          if (!open) setLeaving(null);
        }}
        title={`Remove ${leaving?.name}?`}
        description="They lose access within seconds. Apps they made stay here, with everything in them."
        confirmLabel="Remove"
        busy={remove.isPending}
        problem={remove.error ? <FormProblem problem={pageProblem(remove.error)} /> : null}
        onConfirm={() => {
          if (leaving) remove.mutate(leaving);
        }}
      />
    </>
  );
}
