"use client";
import type { MemberView, Role } from "@second/contracts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Select } from "../../ui/select.tsx";
import { SettingsRow } from "../settings/settings-frame.tsx";
import type { MemberRights } from "./rights.ts";
import { roleHints, roleNames } from "./role-names.ts";

export interface MemberRowProps {
  member: MemberView;
  isSelf: boolean;
  rights: MemberRights;
  disabled: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

export function MemberRow({ member, isSelf, rights, disabled, onRole, onRemove }: MemberRowProps) {
  return (
    <SettingsRow>
      <Avatar name={member.name} size="lg" />
      <div className="min-w-44 flex-1">
        <p className="truncate font-medium">
          {member.name}
          {isSelf && <span className="font-regular text-text-3"> (you)</span>}
        </p>
        <p className="truncate text-text-2 text-xs">{member.email}</p>
      </div>
      <span className="text-text-3 text-xs max-tablet:hidden">
        Joined <RelativeTime at={member.joinedAt} />
      </span>
      <span className="flex items-center gap-3 max-tablet:w-full max-tablet:pl-8.5">
        {rights.roles.length > 0 ? (
          <Select
            look="quiet"
            label={`Role of ${member.name}`}
            className="w-26"
            value={member.role}
            onChange={onRole}
            disabled={disabled}
            options={rights.roles.map((role) => ({
              value: role,
              label: roleNames[role],
              hint: roleHints[role],
            }))}
          />
        ) : (
          <span className="w-26 px-2.5 text-sm text-text-2">{roleNames[member.role]}</span>
        )}
        <span className="flex justify-end tablet:w-20">
          {rights.canRemove && (
            <Button variant="ghost" size="sm" disabled={disabled} onClick={onRemove}>
              Remove<span className="sr-only"> {member.name}</span>
            </Button>
          )}
        </span>
      </span>
    </SettingsRow>
  );
}
