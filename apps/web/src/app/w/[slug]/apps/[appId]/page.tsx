import type { AppView, ChatView } from "@second/contracts";
import { notFound } from "next/navigation";
import { AppPage } from "../../../../../features/app-page/index.ts";
import { readSession } from "../../../../../features/session/page-session.ts";
import { Prefilled } from "../../../../../features/session/prefilled.tsx";
import { queryKeys } from "../../../../../features/session/query-keys.ts";
import { serverGet } from "../../../../../features/session/server-api.ts";
import { PageFailure } from "../../../../../features/shell/page-failure.tsx";

export default async function AppRoute({ params }: { params: Promise<{ slug: string; appId: string }> }) {
  const { slug, appId } = await params;
  const session = await readSession();
  if (!session.ok) return <PageFailure problem={session.problem} />;
  const membership = session.data.memberships.find((each) => each.slug === slug);
  if (!membership) notFound();
  const { workspaceId } = membership;
  const path = `/api/workspaces/${workspaceId}/apps/${encodeURIComponent(appId)}` as const;
  const app = await serverGet<AppView>(path);
  if (!app.ok) return <PageFailure problem={app.problem} />;
  const chat = await serverGet<ChatView>(`${path}/runs/${app.data.runId}/chat`);
  return (
    <Prefilled
      entries={[
        [queryKeys.app(workspaceId, appId), app.data],
        ...(chat.ok ? ([[queryKeys.chat(workspaceId, appId, app.data.runId), chat.data]] as const) : []),
      ]}
    >
      <AppPage appId={appId} />
    </Prefilled>
  );
}
