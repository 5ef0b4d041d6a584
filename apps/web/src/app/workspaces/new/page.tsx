import type { Metadata } from "next";
import { NewWorkspace } from "../../../features/onboarding/new-workspace.tsx";
import { settlePage } from "../../../features/session/page-session.ts";
import { PageFailure } from "../../../features/shell/page-failure.tsx";

export const metadata: Metadata = { title: "New workspace" };

export default async function NewWorkspacePage() {
  const settled = await settlePage({ kind: "new_workspace" });
  return settled.ok ? <NewWorkspace /> : <PageFailure problem={settled.problem} />;
}
