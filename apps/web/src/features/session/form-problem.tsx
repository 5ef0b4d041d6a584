import { Callout } from "../../ui/callout.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import type { PageProblem } from "./problem.ts";

/** Why a form was not accepted, unless each fault already stands beside its field. What was typed stays. */
export function FormProblem({
  problem,
  pointers = [],
}: {
  problem: PageProblem | null;
  pointers?: readonly string[];
}) {
  if (!problem) return null;
  const isBesideFields =
    problem.fields.length > 0 && problem.fields.every((fault) => pointers.includes(fault.pointer));
  if (isBesideFields) return null;
  return (
    <Callout tone="danger" live="alert" title={problem.message}>
      {problem.retryAfterSeconds !== undefined && <p>Try again in {problem.retryAfterSeconds} seconds.</p>}
      {problem.requestId && (
        <p className="flex flex-wrap items-center gap-1 font-mono text-xs">
          <span className="break-all">{problem.requestId}</span>
          <CopyButton text={problem.requestId} label="Copy id" />
        </p>
      )}
    </Callout>
  );
}
