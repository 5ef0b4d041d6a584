"use client";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import Link from "next/link";
import { Mark } from "../../ui/mark.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../../ui/menu.tsx";
import { useMemberships, useWorkspace, useWorkspaceView } from "./workspace-context.tsx";

/** The way between one's workspaces. `compact` shows the sign alone. */
export function WorkspaceSwitcher({ compact = false }: { compact?: boolean }) {
  const { workspaceId } = useWorkspace();
  const { workspace } = useWorkspaceView();
  const memberships = useMemberships();
  return (
    <Menu
      className="w-64"
      {...(compact ? { side: "right" as const } : {})}
      trigger={
        compact ? (
          <button
            type="button"
            aria-label={`${workspace?.name}: switch workspace`}
            className="mb-1 rounded-lg p-1 hover:bg-hover"
          >
            <Mark />
          </button>
        ) : (
          <button
            type="button"
            className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-left font-strong focus-inset hover:bg-hover data-[state=open]:bg-hover"
          >
            <Mark />
            <span className="min-w-0 flex-1 truncate">{workspace?.name}</span>
            <ChevronsUpDown aria-hidden="true" className="size-3.5 flex-none text-text-3" />
            <span className="sr-only">Switch workspace</span>
          </button>
        )
      }
    >
      <MenuLabel>Your workspaces</MenuLabel>
      {memberships.map((membership) => (
        <MenuItem key={membership.workspaceId} asChild>
          <Link href={`/w/${membership.slug}`}>
            <span className="grid size-4 flex-none place-items-center text-text-3">
              {membership.workspaceId === workspaceId && <Check aria-hidden="true" className="size-4" />}
            </span>
            <span className="min-w-0 truncate">{membership.name}</span>
            {membership.workspaceId === workspaceId && <span className="sr-only">, open now</span>}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/workspaces/new">
          <Plus aria-hidden="true" />
          New workspace
        </Link>
      </MenuItem>
    </Menu>
  );
}
