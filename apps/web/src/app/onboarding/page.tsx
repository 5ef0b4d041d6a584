import { settlePage } from "../../features/session/page-session.ts";
import { PageFailure } from "../../features/shell/page-failure.tsx";

/** `/onboarding` leads to the first unfinished step. */
export default async function OnboardingPage() {
  const settled = await settlePage({ kind: "onboarding", step: null });
  return settled.ok ? null : <PageFailure problem={settled.problem} />;
}
