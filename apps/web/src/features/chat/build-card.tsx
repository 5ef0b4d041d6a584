"use client";
import { CircleCheck, CircleSlash, CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { BuildView } from "./blocks.ts";
import { BuildErrors, type OpenCode } from "./build-errors.tsx";
import type { BuildStep } from "./build-steps.ts";
import { BuildTrace } from "./build-trace.tsx";
import { durationText } from "./duration.ts";
import { stageName } from "./errors-by-file.ts";

interface BuildCardProps {
  build: BuildView;
  /** Steps of the build that runs now; empty for any other. */
  steps: readonly BuildStep[];
  onOpen: (versionId: string) => void;
  onCompare: (versionId: string) => void;
  onOpenCode: OpenCode;
}

/** A build: running with its steps, the version it gave, or what stopped it. */
export function BuildCard({ build, steps, onOpen, onCompare, onOpenCode }: BuildCardProps) {
  switch (build.state) {
    case "running":
      return (
        <div className="rounded-lg border border-line bg-surface pb-1.5">
          <div className="flex items-center gap-2 px-3 pt-2 pb-1 text-sm">
            <span className="grid size-4 place-items-center">
              <Spinner />
            </span>
            <span className="font-medium">Building…</span>
          </div>
          <BuildTrace steps={steps} />
        </div>
      );
    case "interrupted":
      return (
        <Frame icon={<CircleSlash aria-hidden="true" className="size-4 text-text-3" />}>
          <span className="text-text-3">The build was interrupted.</span>
        </Frame>
      );
    case "built":
      return (
        <Frame
          icon={<CircleCheck aria-hidden="true" className="size-4 text-success" />}
          end={
            <>
              {build.number > 1 && (
                <Button size="xs" variant="ghost" onClick={() => onCompare(build.versionId)}>
                  Compare
                </Button>
              )}
              <Button size="xs" onClick={() => onOpen(build.versionId)}>
                Open
              </Button>
            </>
          }
        >
          <span className="font-medium">Version {build.number} built</span>
          {build.durationMs !== null && (
            <span className="text-text-2"> in {durationText(build.durationMs)}</span>
          )}
          {build.warning && (
            <span className="mt-0.5 flex items-center gap-1.5 text-warning text-xs">
              <TriangleAlert aria-hidden="true" className="size-3.5 flex-none" />
              {build.warning}
            </span>
          )}
        </Frame>
      );
    case "failed":
      return <FailedBuild build={build} onOpenCode={onOpenCode} />;
  }
}

function FailedBuild({
  build,
  onOpenCode,
}: {
  build: Extract<BuildView, { state: "failed" }>;
  onOpenCode: OpenCode;
}) {
  const { errors } = build;
  const stage = stageName(build.stage);
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex min-h-9 items-center gap-2 py-1.5 pr-3 pl-3 text-sm">
        <CircleX aria-hidden="true" className="size-4 flex-none text-danger" />
        <span className="min-w-0 flex-1 text-danger">
          Build failed{stage && <span className="text-text-2"> in the step "{stage}"</span>}
        </span>
        {errors.length > 0 && (
          <span className="flex-none text-danger text-xs">
            {errors.length} error{errors.length === 1 ? "" : "s"}
          </span>
        )}
        {build.durationMs !== null && (
          <span className="w-11 flex-none text-right font-mono text-text-3 text-xs">
            {durationText(build.durationMs)}
          </span>
        )}
      </div>
      {errors.length === 0 && build.message && (
        <p className="border-line border-t px-3 py-2 text-sm text-text-2">{build.message}</p>
      )}
      {errors.length > 0 && (
        <div className="max-h-72 overflow-y-auto">
          <BuildErrors errors={errors} onOpenCode={onOpenCode} />
        </div>
      )}
    </div>
  );
}

function Frame({ icon, end, children }: { icon: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center gap-2 rounded-lg border border-line bg-surface py-1.5 pr-2 pl-3 text-sm">
      <span className="grid size-4 flex-none place-items-center">{icon}</span>
      <span className="min-w-0 flex-1">{children}</span>
      {end}
    </div>
  );
}
