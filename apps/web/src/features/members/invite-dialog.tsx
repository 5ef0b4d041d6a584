"use client";
import type { InvitationLinkView, Role } from "@second/contracts";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { fieldMessage, pageProblem } from "../session/problem.ts";
import { useWorkspace, useWorkspaceView } from "../shell/workspace-context.tsx";
import { grantableRoles } from "./rights.ts";
import { roleHints, roleNames } from "./role-names.ts";

/** Asks for an email and a role; the answer carries the link that is shown once. */
export function InviteDialog({
  onClose,
  onInvited,
}: {
  onClose: () => void;
  onInvited: (invitation: InvitationLinkView) => void;
}) {
  const { workspaceId } = useWorkspace();
  const { can } = useWorkspaceView();
  const formId = useId();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("member");
  const invite = useMutation({
    mutationFn: () =>
      api.post<InvitationLinkView>(`/api/workspaces/${workspaceId}/invitations`, { email, role }),
    onSuccess: onInvited,
  });
  const problem = invite.error ? pageProblem(invite.error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!invite.isPending) invite.mutate();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Invite someone"
      description="You get a link to send them. It works once and ends after 7 days."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={invite.isPending}>
            Create invitation
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        <FormProblem problem={problem} pointers={["/email", "/role"]} />
        <Field label="Email" error={fieldMessage(problem, "/email")}>
          {(control) => (
            <Input
              {...control}
              type="email"
              inputMode="email"
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Role" error={fieldMessage(problem, "/role")}>
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={setRole}
              options={grantableRoles(can).map((each) => ({
                value: each,
                label: roleNames[each],
                hint: roleHints[each],
              }))}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
