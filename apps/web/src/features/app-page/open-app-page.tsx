"use client";
import type { AppView } from "@second/contracts";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "../../ui/button.tsx";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import type { BuildError } from "../chat/index.ts";
import { NoPreview, PreviewPanel } from "../preview/index.ts";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";

const nothing = () => undefined;
const noErrors: readonly BuildError[] = [];

/** The app on a page of its own. */
export function OpenAppPage({ appId }: { appId: string }) {
  const { workspaceId, slug } = useWorkspace();
  const query = useQuery({
    queryKey: queryKeys.app(workspaceId, appId),
    queryFn: ({ signal }) => api.get<AppView>(`/api/workspaces/${workspaceId}/apps/${appId}`, { signal }),
  });
  if (query.isError && !query.data)
    return (
      <ProblemView
        problem={pageProblem(query.error)}
        title="This app could not be opened"
        onRetry={() => void query.refetch()}
      />
    );
  if (!query.data)
    return (
      <Loading label="Opening the app" className="grid gap-4 p-5">
        <Skeleton className="h-4 w-48" />
      </Loading>
    );
  return (
    <>
      <header className="flex h-12 flex-none items-center gap-2 border-line border-b px-3">
        <Link href={`/w/${slug}/apps/${appId}`} className={buttonClass("ghost", "sm")}>
          <ArrowLeft aria-hidden="true" />
          Builder
        </Link>
        <h1 className="truncate text-base">{query.data.name}</h1>
      </header>
      <PreviewPanel
        app={query.data}
        versionId={null}
        onCurrent={nothing}
        errors={noErrors}
        beforeFirst={<NoPreview app={query.data} />}
        isBare
      />
    </>
  );
}
