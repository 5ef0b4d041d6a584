"use client";
import type { InvitationLinkView } from "@second/contracts";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { useOnline } from "../session/use-online.ts";
import { SettingsPage } from "../settings/settings-frame.tsx";
import { useWorkspace, useWorkspaceView } from "../shell/workspace-context.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { LeaveWorkspace } from "./leave-workspace.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { MemberList } from "./member-list.tsx";
import { useRefreshPeople } from "./queries.ts";

/** People of the workspace: roles, invitations, leaving. What one may not do is absent. */
export function MembersPage() {
  const { workspaceId } = useWorkspace();
  const { can } = useWorkspaceView();
  const isOnline = useOnline();
  const refresh = useRefreshPeople(workspaceId);
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<InvitationLinkView | null>(null);
  const canInvite = can("members:invite");

  return (
    <SettingsPage
      title="Members"
      lede={canInvite ? "Who is here and what they may do." : "Who is here. Owners and admins invite people."}
      action={
        canInvite && (
          <Button variant="primary" disabled={!isOnline} onClick={() => setInviting(true)}>
            <UserPlus aria-hidden="true" />
            Invite
          </Button>
        )
      }
    >
      <MemberList />
      {canInvite && <InvitationList onLink={setLink} />}
      <div className="mt-8">
        <LeaveWorkspace />
      </div>
      {isInviting && (
        <InviteDialog
          onClose={() => setInviting(false)}
          onInvited={(invitation) => {
            setInviting(false);
            setLink(invitation);
            void refresh();
          }}
        />
      )}
      {link && <LinkDialog invitation={link} onClose={() => setLink(null)} />}
    </SettingsPage>
  );
}
