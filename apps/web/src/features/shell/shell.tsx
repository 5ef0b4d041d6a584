"use client";
import { type ReactNode, useEffect } from "react";
import { cn } from "../../ui/cn.ts";
import { leaveForSignIn } from "../session/leave.ts";
import { rememberPreference, workspaceCookie } from "../session/preference.ts";
import { HubProvider, useStreamState } from "../streams/hub-provider.tsx";
import { useWorkspaceEvents } from "../streams/use-workspace-events.ts";
import { MobileBar } from "./mobile-bar.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { Rail } from "./rail.tsx";
import { Sidebar } from "./sidebar.tsx";
import { SidebarResizer } from "./sidebar-resizer.tsx";
import type { SidebarState } from "./sidebar-state.ts";
import { useFollowSlug } from "./use-follow-slug.ts";
import { useSidebar } from "./use-sidebar.ts";
import { type WorkspaceContextValue, WorkspaceProvider } from "./workspace-context.tsx";

export interface ShellProps {
  workspace: WorkspaceContextValue;
  sidebar: SidebarState;
  children: ReactNode;
}

/** Everything around a workspace's pages: navigation, live hints, remembered preferences. */
export function Shell({ workspace, sidebar, children }: ShellProps) {
  return (
    <WorkspaceProvider value={workspace}>
      <HubProvider person={workspace.user.id}>
        <Frame sidebar={sidebar} workspace={workspace}>
          {children}
        </Frame>
      </HubProvider>
    </WorkspaceProvider>
  );
}

function Frame({ sidebar, workspace, children }: ShellProps) {
  const { width, isCollapsed, toggle, resize } = useSidebar(sidebar);
  useWorkspaceEvents(workspace.workspaceId);
  useFollowSlug();
  const streams = useStreamState();
  useEffect(() => {
    if (streams === "signed_out") leaveForSignIn();
  }, [streams]);
  useEffect(() => rememberPreference(workspaceCookie, workspace.slug), [workspace.slug]);
  return (
    <div className="flex h-full min-h-0 max-tablet:flex-col">
      <a
        href="#main"
        className="sr-only rounded-md bg-raised px-3 py-1.5 text-sm shadow-md focus:not-sr-only focus:fixed focus:top-2 focus:left-3 focus:z-(--z-tip)"
      >
        Skip to content
      </a>
      {/* On middling screens the rail stands in for the sidebar; the phone has a drawer. */}
      <aside
        aria-label="Workspace"
        style={{ width: isCollapsed ? undefined : width }}
        className={cn(
          "relative flex-none border-line border-r bg-canvas max-desktop:w-(--w-rail)! max-tablet:hidden",
          isCollapsed && "w-(--w-rail)",
        )}
      >
        {!isCollapsed && (
          <>
            <div className="h-full max-desktop:hidden">
              <Sidebar onCollapse={toggle} />
            </div>
            <SidebarResizer width={width} onResize={resize} />
          </>
        )}
        <Rail onExpand={toggle} className={cn(!isCollapsed && "desktop:hidden")} />
      </aside>
      <MobileBar />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface">
        <OfflineBanner />
        <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
