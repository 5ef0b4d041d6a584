"use client";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { StatusDot } from "../../ui/status-dot.tsx";
import { appStatus } from "./app-status.ts";
import { SideLink } from "./nav-links.tsx";
import { useApps } from "./use-apps.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** The workspace's apps in the sidebar, each with what its agent is doing. */
export function AppLinks() {
  const { workspaceId, slug } = useWorkspace();
  const { data, isPending, isError } = useApps(workspaceId);
  return (
    <>
      <div className="mt-3.5 flex h-6 items-center px-2 font-medium text-text-3 text-xs">
        Apps
        {data && data.apps.length > 0 && (
          <span className="ml-auto tabular-nums">
            {data.apps.length}
            {data.nextCursor ? "+" : ""}
          </span>
        )}
      </div>
      {isPending && (
        <Loading label="Loading apps" className="grid gap-4 px-2 py-2">
          <Skeleton className="w-4/5" />
          <Skeleton className="w-3/5" />
          <Skeleton className="w-2/3" />
        </Loading>
      )}
      {isError && !data && <p className="px-2 py-1 text-text-2 text-xs">Apps could not be loaded.</p>}
      {data?.apps.length === 0 && (
        <p className="px-2 py-1 text-text-3 text-xs">Apps you build or are given will be listed here.</p>
      )}
      {data?.apps.map((app) => {
        const { dot, label } = appStatus(app);
        return (
          <SideLink key={app.id} href={`/w/${slug}/apps/${app.id}`} isSection>
            <StatusDot state={dot} label={label} />
            <span className="order-last min-w-0 flex-1 truncate">{app.name}</span>
          </SideLink>
        );
      })}
      {data?.nextCursor && <SideLink href={`/w/${slug}/apps`}>All apps</SideLink>}
    </>
  );
}
