"use client";
import Link from "next/link";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { useApps } from "../shell/use-apps.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { AppCard } from "./app-card.tsx";

const shownMax = 8;
const grid =
  "grid grid-cols-[repeat(auto-fill,minmax(208px,1fr))] gap-4 max-tablet:grid-cols-2 max-tablet:gap-3";

/** The newest apps as cards. A new workspace shows nothing here: the composer is the first step. */
export function RecentApps() {
  const { workspaceId, slug, user } = useWorkspace();
  const { data, error, isPending, refetch } = useApps(workspaceId);
  if (data?.apps.length === 0) return null;
  return (
    <section aria-labelledby="recent-apps" className="mt-11 max-tablet:mt-8">
      <div className="mb-3 flex items-baseline gap-2">
        <h2 id="recent-apps" className="text-base">
          Recent apps
        </h2>
        {data && data.apps.length > shownMax && (
          <Link
            href={`/w/${slug}/apps`}
            className="ml-auto min-h-6 font-medium text-accent-text text-sm underline-offset-2 hover:underline"
          >
            All {data.nextCursor ? "" : data.apps.length} apps
          </Link>
        )}
      </div>
      {isPending && <CardsLoading />}
      {error && !data && (
        <ProblemView
          problem={pageProblem(error)}
          title="Apps could not be loaded"
          onRetry={() => void refetch()}
          className="rounded-lg border border-line bg-surface"
        />
      )}
      {data && (
        <div className={grid}>
          {data.apps.slice(0, shownMax).map((app) => (
            <AppCard key={app.id} app={app} slug={slug} userId={user.id} />
          ))}
        </div>
      )}
    </section>
  );
}

function CardsLoading() {
  return (
    <Loading label="Loading apps" className={grid}>
      {["a", "b", "c", "d"].map((card) => (
        <div
          key={card}
          className="grid min-h-34 content-between rounded-lg border border-line bg-surface p-3.5"
        >
          <span className="grid gap-2.5">
            <Skeleton className="h-3 w-3/5" />
            <Skeleton className="h-2 w-4/5" />
          </span>
          <Skeleton className="h-2 w-2/5" />
        </div>
      ))}
    </Loading>
  );
}
