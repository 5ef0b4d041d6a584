"use client";
import type { AppView, VersionListView, VersionView } from "@second/contracts";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";

interface VersionsPanelProps {
  app: AppView;
  canEdit: boolean;
  onPreview: (versionId: string) => void;
}

/** Every version, newest first: look at one, or make the draft equal to it again. */
export function VersionsPanel({ app, canEdit, onPreview }: VersionsPanelProps) {
  const path = `/api/workspaces/${app.workspaceId}/apps/${app.id}/versions`;
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: queryKeys.versions(app.workspaceId, app.id),
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.get<VersionListView>(
        `${path}?limit=50${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ""}`,
        {
          signal,
        },
      ),
    getNextPageParam: (page) => page.nextCursor,
  });
  const [restoring, setRestoring] = useState<string | null>(null);
  const versions = list.data?.pages.flatMap((page) => page.versions) ?? [];
  const isBusy = app.runState === "running";

  async function restore(version: VersionView) {
    setRestoring(version.id);
    try {
      const made = await api.post<VersionView>(`${path}/${version.id}/restore`);
      toast.success(`Version ${made.number} is equal to version ${version.number}.`);
    } catch (error) {
      toast.error(pageProblem(error).message);
    } finally {
      setRestoring(null);
      await client.invalidateQueries({ queryKey: queryKeys.app(app.workspaceId, app.id) });
    }
  }

  if (list.isPending) return <SkeletonRows className="flex-1" />;
  if (list.isError && !list.data)
    return (
      <ProblemView
        problem={pageProblem(list.error)}
        title="Versions could not be loaded"
        onRetry={() => void list.refetch()}
      />
    );
  if (versions.length === 0)
    return (
      <EmptyState icon={History} title="No version yet" level={2} className="flex-1">
        Each successful build becomes a version you can come back to.
      </EmptyState>
    );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <ol aria-label="Versions">
        {versions.map((version) => {
          const isCurrent = version.id === app.draftVersionId;
          return (
            <li
              key={version.id}
              className="grid grid-cols-[36px_minmax(0,1fr)_auto] items-center gap-x-3 border-line px-4 py-2.5 not-first:border-t"
            >
              <span className="font-mono text-sm text-text-2">{version.number}</span>
              <span className="min-w-0">
                <span className="flex min-w-0 items-center gap-2">
                  <span className="truncate text-base">{version.summary}</span>
                  {isCurrent && <Badge tone="success">Current draft</Badge>}
                </span>
                <span className="block truncate text-text-2 text-xs">
                  {version.createdBy.name} · <RelativeTime at={version.createdAt} /> · {version.filesChanged}{" "}
                  {version.filesChanged === 1 ? "file" : "files"} changed
                </span>
              </span>
              <span className="flex gap-1.5">
                <Button size="xs" variant="ghost" onClick={() => onPreview(version.id)}>
                  Preview
                </Button>
                {canEdit && !isCurrent && (
                  <Button
                    size="xs"
                    busy={restoring === version.id}
                    disabled={isBusy}
                    title={isBusy ? "The agent is working on this app. Wait, or stop it." : undefined}
                    onClick={() => void restore(version)}
                  >
                    Restore
                  </Button>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {list.hasNextPage && (
        <div className="flex justify-center p-4">
          <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}
