"use client";
import type { InvitationLinkView } from "@second/contracts";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { asRole } from "./role-names.ts";

/** The one time the link is shown. */
export function LinkDialog({ invitation, onClose }: { invitation: InvitationLinkView; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Send this link to ${invitation.email}`}
      description="It is shown only now. If it gets lost, resend the invitation for a new one."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <Field
        label="Invitation link"
        help={
          <>
            Works once; ends <RelativeTime at={invitation.expiresAt} />.
          </>
        }
      >
        {(control) => (
          <div className="flex items-center gap-2">
            <Input
              {...control}
              readOnly
              value={invitation.link}
              className="font-mono text-xs"
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton text={invitation.link} label="Copy link" variant="secondary" size="md" />
          </div>
        )}
      </Field>
      <Callout tone="warning">Anyone with this link can join as {asRole(invitation.role)}.</Callout>
    </Dialog>
  );
}
