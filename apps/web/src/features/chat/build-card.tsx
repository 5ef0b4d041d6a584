"use client";
import { CircleCheck, CircleSlash, CircleX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import type { BuildView } from "./blocks.ts";
import { durationText } from "./duration.ts";

const phases: Record<string, string> = {
  "build-dependencies": "Preparing packages",
  "build-checking": "Checking types",
  "build-bundling": "Bundling",
  "build-done": "Keeping the new version",
  "build-failed": "Reading the errors",
};

/** A build: running with its step, the version it gave, or what stopped it. */
export function BuildCard({
  build,
  phase,
  onOpen,
}: {
  build: BuildView;
  phase: string | null;
  onOpen: (versionId: string) => void;
}) {
  if (build.state === "running")
    return (
      <Frame icon={<Spinner />}>
        <span className="font-medium">Building…</span>{" "}
        <span className="text-text-2">{(phase && phases[phase]) ?? ""}</span>
      </Frame>
    );
  if (build.state === "interrupted")
    return (
      <Frame icon={<CircleSlash aria-hidden="true" className="size-4 text-text-3" />}>
        <span className="text-text-3">The build was interrupted.</span>
      </Frame>
    );
  if (build.state === "built")
    return (
      <Frame
        icon={<CircleCheck aria-hidden="true" className="size-4 text-success" />}
        end={
          <Button size="xs" onClick={() => onOpen(build.versionId)}>
            Open
          </Button>
        }
      >
        <span className="font-medium">Version {build.number} built</span>
        {build.durationMs !== null && (
          <span className="text-text-2"> in {durationText(build.durationMs)}</span>
        )}
        {build.warning && (
          <span className="mt-0.5 flex items-center gap-1.5 text-warning text-xs">
            <TriangleAlert aria-hidden="true" className="size-3.5" />
            {build.warning}
          </span>
        )}
      </Frame>
    );
  return (
    <div className="overflow-hidden rounded-lg border border-danger-line bg-surface">
      <div className="flex items-start gap-2 px-3 py-2 text-sm">
        <CircleX aria-hidden="true" className="mt-0.5 size-4 flex-none text-danger" />
        <span className="min-w-0 flex-1">
          <span className="font-medium">The build failed</span>
          <span className="block text-text-2">{build.message}</span>
        </span>
        {build.durationMs !== null && (
          <span className="flex-none font-mono text-text-3 text-xs">{durationText(build.durationMs)}</span>
        )}
      </div>
      {build.errors.length > 0 && (
        <ul className="border-line border-t">
          {build.errors.map((error) => (
            <li
              key={`${error.file}:${error.line}:${error.column}:${error.code}:${error.message}`}
              className="border-line px-3 py-1.5 text-xs not-first:border-t"
            >
              <code className="text-danger">
                {error.file}:{error.line}
              </code>{" "}
              <span className="text-text-3">{error.code}</span>
              <span className="block text-text-2">{error.message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Frame({ icon, end, children }: { icon: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1.5 text-sm">
      <span className="grid size-4 flex-none place-items-center">{icon}</span>
      <span className="min-w-0 flex-1">{children}</span>
      {end}
    </div>
  );
}
