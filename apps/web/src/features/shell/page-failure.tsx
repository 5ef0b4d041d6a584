import type { PageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";

/** A whole page that could not be read. */
export function PageFailure({
  problem,
  title = "This page could not be loaded",
}: {
  problem: PageProblem;
  title?: string;
}) {
  return (
    <main className="grid h-full place-items-center">
      <ProblemView problem={problem} title={title} level={1} />
    </main>
  );
}
