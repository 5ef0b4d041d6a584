"use client";
import type { AppListView } from "@second/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { LayoutGrid } from "lucide-react";
import Link from "next/link";
import { Avatar } from "../../ui/avatar.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { StatusDot } from "../../ui/status-dot.tsx";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { appStatus } from "../shell/app-status.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";

/** Every app one may see, last changed first. */
export function AppsPage() {
  const { workspaceId, slug } = useWorkspace();
  const list = useInfiniteQuery({
    queryKey: [...queryKeys.apps(workspaceId), "all"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.get<AppListView>(
        `/api/workspaces/${workspaceId}/apps?limit=50${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ""}`,
        { signal },
      ),
    getNextPageParam: (page) => page.nextCursor,
  });
  const apps = list.data?.pages.flatMap((page) => page.apps) ?? [];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-215 px-7 pt-6 pb-14 max-tablet:px-3.5 max-tablet:pt-4.5">
        <div className="flex items-center gap-2">
          <h1 className="flex-1 text-xl tracking-tight">Apps</h1>
          <Link href={`/w/${slug}`} className={buttonClass("primary", "sm")}>
            Build an app
          </Link>
        </div>
        <div className="mt-4 rounded-lg border border-line">
          {list.isPending && <SkeletonRows />}
          {list.isError && !list.data && (
            <ProblemView
              problem={pageProblem(list.error)}
              title="Apps could not be loaded"
              onRetry={() => void list.refetch()}
            />
          )}
          {list.data && apps.length === 0 && (
            <EmptyState icon={LayoutGrid} title="No apps yet" level={2}>
              Apps you build or are given are listed here.
            </EmptyState>
          )}
          <ul>
            {apps.map((app) => {
              const { dot, label } = appStatus(app);
              return (
                <li key={app.id} className="border-line not-first:border-t">
                  <Link
                    href={`/w/${slug}/apps/${app.id}`}
                    className="grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2 focus-inset hover:bg-hover tablet:grid-cols-[minmax(0,1fr)_176px_128px_72px]"
                  >
                    <span className="min-w-0">
                      <span className="block truncate font-medium">{app.name}</span>
                      {app.description && (
                        <span className="block truncate text-text-2 text-xs">{app.description}</span>
                      )}
                    </span>
                    <span className="flex min-w-0 items-center gap-2 text-sm text-text-2">
                      <StatusDot state={dot} />
                      <span className="truncate max-tablet:max-w-32">{label}</span>
                    </span>
                    <span className="flex min-w-0 items-center gap-2 text-sm text-text-2 max-tablet:hidden">
                      <Avatar name={app.createdBy.name} size="sm" />
                      <span className="truncate">{app.createdBy.name}</span>
                    </span>
                    <RelativeTime
                      at={app.updatedAt}
                      className="text-right text-sm text-text-3 max-tablet:hidden"
                    />
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
        {list.hasNextPage && (
          <div className="mt-4 flex justify-center">
            <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show more
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
