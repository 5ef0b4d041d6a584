"use client";
import type { AppView, VersionView } from "@second/contracts";
import { History } from "lucide-react";
import { memo, useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "../../ui/button.tsx";
import { Callout } from "../../ui/callout.tsx";
import { cn } from "../../ui/cn.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { CompareVersions } from "./compare-versions.tsx";
import { useRestore } from "./use-restore.ts";
import { useVersions } from "./use-versions.ts";
import { VersionRow } from "./version-row.tsx";

interface VersionsPanelProps {
  app: AppView;
  canEdit: boolean;
  onPreview: (versionId: string) => void;
  /** The version that is compared with an earlier one; null when none is. */
  compared: string | null;
  onCompare: (versionId: string | null) => void;
}

/**
 * Every version, newest first: look at one, compare two, or make the draft equal to one again. Kept as it is while only
 * an answer streams beside it.
 */
export const VersionsPanel = memo(function VersionsPanel(props: VersionsPanelProps) {
  const { app, canEdit, onPreview, compared, onCompare } = props;
  const restoreTo = useRestore(app);
  const list = useVersions(app);
  const [restoring, setRestoring] = useState<string | null>(null);
  const [chosenBefore, setBefore] = useState<{ of: string; id: string } | null>(null);
  const versions = list.data?.pages.flatMap((page) => page.versions) ?? [];
  const before = compared === null ? null : beforeOf(versions, compared, chosenBefore);
  const isBusy = app.runState === "running";
  // What it is compared with may lie beyond the pages that were read.
  const isLookingFor = compared !== null && before === null && list.hasNextPage && !list.isError;
  const { isFetching, fetchNextPage } = list;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that came is looked through
  useEffect(() => {
    if (isLookingFor && !isFetching) void fetchNextPage();
  }, [isLookingFor, isFetching, fetchNextPage, versions.length]);

  async function restore(version: VersionView) {
    setRestoring(version.id);
    try {
      await restoreTo(version);
    } catch (error) {
      toast.error(pageProblem(error).message);
    } finally {
      setRestoring(null);
    }
  }

  if (list.isPending) return <SkeletonRows className="flex-1" />;
  if (list.isError && !list.data)
    return (
      <ProblemView
        problem={pageProblem(list.error)}
        title="Versions could not be loaded"
        className="flex-1"
        onRetry={() => void list.refetch()}
      />
    );
  if (versions.length === 0)
    return (
      <EmptyState icon={History} title="No version yet" level={2} className="flex-1">
        Each successful build becomes a version you can come back to. Ask the agent to build one.
      </EmptyState>
    );
  return (
    <div className="@container flex min-h-0 flex-1">
      <div
        className={cn(
          "min-h-0 min-w-0 flex-1 overflow-y-auto",
          (before || isLookingFor) && "flex-none basis-96 border-line border-r @max-3xl:hidden",
        )}
      >
        <p className="sticky top-0 z-1 flex h-10 items-center gap-2 border-line border-b bg-surface px-4 text-sm">
          <span className="font-medium">
            {versions[0]?.number} version{versions[0]?.number === 1 ? "" : "s"}
          </span>
          <span className="text-text-3 text-xs">Never rewritten</span>
        </p>
        {list.isError && (
          <Callout
            tone="warning"
            title="This list may be out of date"
            className="m-3"
            actions={
              <Button size="xs" onClick={() => void list.refetch()}>
                Try again
              </Button>
            }
          >
            {pageProblem(list.error).message}
          </Callout>
        )}
        <ol aria-label="Versions">
          {versions.map((version, index) => {
            const hasEarlier = index < versions.length - 1 || list.hasNextPage;
            return (
              <VersionRow
                key={version.id}
                version={version}
                isCurrent={version.id === app.draftVersionId}
                isCompared={before !== null && (version.id === compared || version.id === before)}
                onPreview={() => onPreview(version.id)}
                onCompare={hasEarlier ? () => onCompare(version.id) : null}
                onRestore={canEdit ? () => void restore(version) : null}
                isRestoring={restoring === version.id}
                isBusy={isBusy || list.isError}
              />
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
      {isLookingFor && <SkeletonRows className="flex-1" />}
      {compared && before && (
        <CompareVersions
          app={app}
          versions={versions}
          before={before}
          after={compared}
          onBefore={(id) => setBefore({ of: compared, id })}
          onClose={() => onCompare(null)}
        />
      )}
    </div>
  );
});

/** What a version is compared with: what was chosen for it, else the one before it; null when there is none. */
function beforeOf(
  versions: readonly VersionView[],
  after: string,
  chosen: { of: string; id: string } | null,
): string | null {
  if (chosen?.of === after) return chosen.id;
  const index = versions.findIndex(({ id }) => id === after);
  return index < 0 ? null : (versions[index + 1]?.id ?? null);
}
