import type { AppListView, WorkspaceView } from "@second/contracts";
import { cookies, headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { pagePath } from "../../../features/session/page-path.ts";
import { settlePage } from "../../../features/session/page-session.ts";
import { sidebarCookie } from "../../../features/session/preference.ts";
import { Prefilled } from "../../../features/session/prefilled.tsx";
import { queryKeys } from "../../../features/session/query-keys.ts";
import { serverGet } from "../../../features/session/server-api.ts";
import { PageFailure } from "../../../features/shell/page-failure.tsx";
import { recentAppsPath } from "../../../features/shell/recent-apps.ts";
import { Shell } from "../../../features/shell/shell.tsx";
import { parseSidebar } from "../../../features/shell/sidebar-state.ts";

export default async function WorkspaceLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ slug: string }>;
}) {
  const { slug } = await params;
  const path = pagePath((await headers()).get("x-second-path"), `/w/${slug}`);
  const settled = await settlePage({ kind: "workspace", slug, path });
  if (!settled.ok) return <PageFailure problem={settled.problem} />;
  const { session } = settled;
  const membership = session.memberships.find((each) => each.slug === slug);
  if (!membership || !session.user) notFound();
  const { workspaceId } = membership;
  const [workspace, apps] = await Promise.all([
    serverGet<WorkspaceView>(`/api/workspaces/${workspaceId}`),
    serverGet<AppListView>(recentAppsPath(workspaceId)),
  ]);
  if (!workspace.ok) return <PageFailure problem={workspace.problem} />;
  return (
    <Prefilled
      entries={[
        [queryKeys.session, session],
        [queryKeys.workspace(workspaceId), workspace.data],
        ...(apps.ok ? ([[queryKeys.apps(workspaceId), apps.data]] as const) : []),
      ]}
    >
      <Shell
        workspace={{ workspaceId, slug, user: session.user }}
        sidebar={parseSidebar((await cookies()).get(sidebarCookie)?.value)}
      >
        {children}
      </Shell>
    </Prefilled>
  );
}
