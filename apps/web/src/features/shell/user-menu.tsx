"use client";
import { useMutation } from "@tanstack/react-query";
import { ChevronsUpDown, LogOut, MonitorSmartphone } from "lucide-react";
import Link from "next/link";
import { Avatar } from "../../ui/avatar.tsx";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "../../ui/menu.tsx";
import { toast } from "../../ui/toaster.tsx";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import type { Theme } from "../theme/theme.ts";
import { useTheme } from "../theme/use-theme.tsx";
import { useWorkspace } from "./workspace-context.tsx";

const themeOptions: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "Like the device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Theme, devices and signing out. `compact` shows the initials alone. */
export function UserMenu({ compact = false }: { compact?: boolean }) {
  const { user, slug } = useWorkspace();
  const { theme, setTheme } = useTheme();
  const signOut = useMutation({
    mutationFn: () => api.post("/api/auth/logout"),
    onSuccess: () => location.assign("/"),
    onError: (error) => toast.error(`You are still signed in. ${pageProblem(error).message}`),
  });
  return (
    <Menu
      side={compact ? "right" : "top"}
      align={compact ? "end" : "start"}
      className="w-60"
      trigger={
        compact ? (
          <button
            type="button"
            aria-label={`${user.name}: your menu`}
            className="rounded-full p-1 hover:bg-hover"
          >
            <Avatar name={user.name} />
          </button>
        ) : (
          <button
            type="button"
            className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-left focus-inset hover:bg-hover data-[state=open]:bg-hover"
          >
            <Avatar name={user.name} size="sm" />
            <span className="min-w-0 flex-1 truncate">{user.name}</span>
            <ChevronsUpDown aria-hidden="true" className="size-3.5 flex-none text-text-3" />
            <span className="sr-only">Your menu</span>
          </button>
        )
      }
    >
      <div className="px-2 pt-1.5 pb-1">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-text-3 text-xs">{user.email}</p>
      </div>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice value={theme} onChange={setTheme} options={themeOptions} />
      <MenuSeparator />
      <MenuItem asChild>
        <Link href={`/w/${slug}/settings/devices`}>
          <MonitorSmartphone aria-hidden="true" />
          Devices
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => signOut.mutate()}>
        <LogOut aria-hidden="true" />
        Sign out
      </MenuItem>
    </Menu>
  );
}
