import type { AppView } from "@second/contracts";
import { notFound } from "next/navigation";
import { readSession } from "../../../../../features/session/page-session.ts";
import { serverGet } from "../../../../../features/session/server-api.ts";
import { PageFailure } from "../../../../../features/shell/page-failure.tsx";

export default async function AppPage({ params }: { params: Promise<{ slug: string; appId: string }> }) {
  const { slug, appId } = await params;
  const session = await readSession();
  if (!session.ok) return <PageFailure problem={session.problem} />;
  const membership = session.data.memberships.find((each) => each.slug === slug);
  if (!membership) notFound();
  const app = await serverGet<AppView>(
    `/api/workspaces/${membership.workspaceId}/apps/${encodeURIComponent(appId)}`,
  );
  if (!app.ok) return <PageFailure problem={app.problem} />;
  return <h1 className="p-7 text-xl tracking-tight">{app.data.name}</h1>;
}
