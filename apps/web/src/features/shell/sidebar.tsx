"use client";
import { PanelLeftClose } from "lucide-react";
import { IconButton } from "../../ui/icon-button.tsx";
import { AppLinks } from "./app-links.tsx";
import { destinations, SideLink } from "./nav-links.tsx";
import { UserMenu } from "./user-menu.tsx";
import { useWorkspace } from "./workspace-context.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

/** The sidebar's content; also that of the phone's menu. */
export function Sidebar({ onCollapse }: { onCollapse?: () => void }) {
  const { slug } = useWorkspace();
  const { home, settings } = destinations(slug);
  return (
    <div className="flex h-full min-h-0 flex-col text-sm max-tablet:text-base">
      <div className="flex items-center gap-1 p-2">
        <div className="min-w-0 flex-1">
          <WorkspaceSwitcher />
        </div>
        {onCollapse && (
          <IconButton
            label="Make the sidebar narrow"
            shortcut="⌘B"
            side="right"
            size="sm"
            onClick={onCollapse}
          >
            <PanelLeftClose aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2 [scrollbar-width:thin]">
        <SideLink href={home.href}>
          <home.icon aria-hidden="true" />
          {home.label}
        </SideLink>
        <AppLinks />
      </nav>
      <div className="grid gap-0.5 border-line border-t p-2">
        <SideLink href={settings.href} isSection>
          <settings.icon aria-hidden="true" />
          {settings.label}
        </SideLink>
        <UserMenu />
      </div>
    </div>
  );
}
