"use client";
import { type SandboxReport, sandboxMeanings } from "@second/contracts";
import { CircleHelp, ShieldCheck } from "lucide-react";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { SandboxCallout } from "../runtimes/sandbox-callout.tsx";
import { useRuntimes } from "../runtimes/use-runtimes.ts";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { SettingsSection } from "./settings-frame.tsx";

/** The machine that agents and builds run on, for those who answer for it: whether they are isolated there. */
export function ServerSection() {
  const { workspaceId } = useWorkspace();
  const { data, error, isPending, refetch } = useRuntimes(workspaceId);
  return (
    <SettingsSection title="Server">
      {isPending && (
        <Loading label="Asking the server" className="flex h-13 items-center gap-2.5 px-4">
          <Skeleton className="size-4 rounded-full" />
          <Skeleton className="h-3.5 w-72" />
        </Loading>
      )}
      {!data && error && (
        <ProblemView
          problem={pageProblem(error)}
          title="The server could not be asked"
          onRetry={() => void refetch()}
          className="py-4"
        />
      )}
      {data && <Isolation sandbox={data.sandbox} />}
    </SettingsSection>
  );
}

function Isolation({ sandbox }: { sandbox: SandboxReport }) {
  if (sandbox.kind === "none" || sandbox.kind === "missing")
    return <SandboxCallout sandbox={sandbox} className="rounded-[inherit] border-0 px-4 py-3" />;
  return (
    <p className="flex min-h-13 items-center gap-2.5 px-4 py-3 text-sm">
      {sandbox.kind === "unknown" ? (
        <CircleHelp aria-hidden="true" className="size-4 flex-none text-text-3" />
      ) : (
        <ShieldCheck aria-hidden="true" className="size-4 flex-none text-success" />
      )}
      <span className="min-w-0 text-text-2">{sandboxMeanings[sandbox.kind]}</span>
    </p>
  );
}
