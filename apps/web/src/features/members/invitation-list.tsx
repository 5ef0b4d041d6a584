"use client";
import type { InvitationLinkView, InvitationView } from "@second/contracts";
import { useMutation } from "@tanstack/react-query";
import { Check, Clock, Minus, X } from "lucide-react";
import { useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toaster.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { useOnline } from "../session/use-online.ts";
import { SettingsRow, SettingsSection } from "../settings/settings-frame.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useInvitations, useRefreshPeople } from "./queries.ts";
import { roleNames } from "./role-names.ts";

const states = {
  pending: { tone: "info", label: "Waiting", Icon: Clock },
  accepted: { tone: "success", label: "Accepted", Icon: Check },
  revoked: { tone: "neutral", label: "Revoked", Icon: X },
  expired: { tone: "neutral", label: "Expired", Icon: Minus },
} as const;

/** Invitations with their state. Resending makes a new link, which is shown once. */
export function InvitationList({ onLink }: { onLink: (invitation: InvitationLinkView) => void }) {
  const { workspaceId } = useWorkspace();
  const isOnline = useOnline();
  const refresh = useRefreshPeople(workspaceId);
  const list = useInvitations(workspaceId, true);
  const [revoking, setRevoking] = useState<InvitationView | null>(null);
  const path = (invitation: InvitationView) => `/api/workspaces/${workspaceId}/invitations/${invitation.id}`;
  const resend = useMutation({
    mutationFn: (invitation: InvitationView) => api.post<InvitationLinkView>(`${path(invitation)}/resend`),
    onSuccess: onLink,
    onSettled: refresh,
  });
  const revoke = useMutation({
    mutationFn: (invitation: InvitationView) => api.delete(path(invitation)),
    onSuccess: (_, { email }) => {
      setRevoking(null);
      toast(`The invitation of ${email} is revoked.`);
    },
    onSettled: refresh,
  });
  const invitations = list.data?.invitations ?? [];

  return (
    <>
      {resend.error && (
        <div className="mt-8 -mb-4">
          <FormProblem problem={pageProblem(resend.error)} />
        </div>
      )}
      <SettingsSection title="Invitations">
        {list.isPending && <SkeletonRows rows={2} />}
        {list.isError && !list.data && (
          <ProblemView
            problem={pageProblem(list.error)}
            title="Invitations could not be loaded"
            onRetry={() => void list.refetch()}
          />
        )}
        {list.data && invitations.length === 0 && (
          <p className="px-4 py-4 text-sm text-text-2">
            Nobody is invited. Links you create are listed here.
          </p>
        )}
        <ul>
          {invitations.map((invitation) => {
            const { tone, label, Icon } = states[invitation.status];
            const isOpen = invitation.status === "pending";
            return (
              <SettingsRow key={invitation.id}>
                <div className="min-w-52 flex-1">
                  <p className="truncate font-medium">{invitation.email}</p>
                  <p className="text-text-2 text-xs">
                    {roleNames[invitation.role]} · by {invitation.invitedBy},{" "}
                    <RelativeTime at={invitation.createdAt} />
                    {isOpen && (
                      <>
                        {" "}
                        · ends <RelativeTime at={invitation.expiresAt} />
                      </>
                    )}
                  </p>
                </div>
                <Badge tone={tone}>
                  <Icon aria-hidden="true" />
                  {label}
                </Badge>
                {(isOpen || invitation.status === "expired") && (
                  <Button
                    size="sm"
                    disabled={!isOnline}
                    busy={resend.isPending && resend.variables.id === invitation.id}
                    onClick={() => resend.mutate(invitation)}
                  >
                    New link<span className="sr-only"> for {invitation.email}</span>
                  </Button>
                )}
                {isOpen && (
                  <Button
                    variant="ghost"
                    size="sm"
                    disabled={!isOnline}
                    onClick={() => {
                      revoke.reset();
                      setRevoking(invitation);
                    }}
                  >
                    Revoke<span className="sr-only"> the invitation of {invitation.email}</span>
                  </Button>
                )}
              </SettingsRow>
            );
          })}
        </ul>
      </SettingsSection>
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => {
          if (!open) setRevoking(null);
        }}
        title={`Revoke the invitation of ${revoking?.email}?`}
        description="Its link stops working at once. You can invite them again later."
        confirmLabel="Revoke"
        busy={revoke.isPending}
        problem={revoke.error ? <FormProblem problem={pageProblem(revoke.error)} /> : null}
        onConfirm={() => {
          if (revoking) revoke.mutate(revoking);
        }}
      />
    </>
  );
}
