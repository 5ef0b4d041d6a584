"use client";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "../../ui/button.tsx";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { NoPreview, PreviewPanel } from "../preview/index.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useApp } from "./use-app.ts";

const nothing = () => undefined;

/** The app on a page of its own. */
export function OpenAppPage({ appId }: { appId: string }) {
  const { slug } = useWorkspace();
  const { app, problem, refetch } = useApp(appId);
  if (!app && problem)
    return (
      <ProblemView problem={problem} title="This app could not be opened" onRetry={() => void refetch()} />
    );
  if (!app)
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
        <h1 className="truncate text-base">{app.name}</h1>
      </header>
      <PreviewPanel
        app={app}
        versionId={null}
        onCurrent={nothing}
        failure={null}
        onOpenCode={null}
        repair={null}
        beforeFirst={<NoPreview app={app} />}
        isBare
      />
    </>
  );
}
