import { settlePage } from "../features/session/page-session.ts";
import { PageFailure } from "../features/shell/page-failure.tsx";

/** `/` only leads on: to the first unfinished step, or to a workspace. */
export default async function RootPage() {
  const settled = await settlePage({ kind: "root" });
  return settled.ok ? null : <PageFailure problem={settled.problem} />;
}
