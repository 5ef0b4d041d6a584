"use client";
import type { AppView } from "@second/contracts";
import type { ReactNode } from "react";
import { Banner } from "../../ui/banner.tsx";
import { Button } from "../../ui/button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { BuildErrors, type FailedBuild, type OpenCode, stageName } from "../chat/index.ts";

interface PreviewBannersProps {
  runState: AppView["runState"];
  /** What keeps the newest change from showing. */
  failure: FailedBuild | null;
  /** Null where there is no code tab. */
  onOpenCode: OpenCode | null;
  /** Number of a version that is not the current one; null while the current one shows. */
  otherVersion: number | null;
  onCurrent: () => void;
}

/** Over the app: why it is not the newest, or will not be for long. */
export function PreviewBanners(props: PreviewBannersProps) {
  const { runState, failure, onOpenCode, otherVersion, onCurrent } = props;
  if (otherVersion !== null)
    return (
      <Line>
        <span className="min-w-0 flex-1">You are looking at version {otherVersion}.</span>
        <Button size="xs" onClick={onCurrent}>
          Back to the current one
        </Button>
      </Line>
    );
  if (runState === "running")
    return (
      <Line>
        <Spinner />
        <span className="min-w-0 flex-1 truncate">
          The agent is working. This stays as it is until the next version is ready.
        </span>
      </Line>
    );
  if (runState !== "failed") return null;
  return <FailedLine failure={failure} onOpenCode={onOpenCode} />;
}

function FailedLine({ failure, onOpenCode }: Pick<PreviewBannersProps, "failure" | "onOpenCode">) {
  const errors = failure?.errors ?? [];
  const stage = failure ? stageName(failure.stage) : "";
  return (
    <Banner kind="warning" live="status" className="max-h-1/2 items-start overflow-y-auto">
      The last change did not work out{stage && `: the step "${stage}" failed`}. You see the version before
      it.
      {onOpenCode && errors.length > 0 && (
        <details className="text-sm">
          <summary className="min-h-6 cursor-pointer py-0.5 text-text-2">
            {errors.length} error{errors.length === 1 ? "" : "s"} of its build
          </summary>
          <BuildErrors errors={errors} onOpenCode={onOpenCode} />
        </details>
      )}
    </Banner>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-9 flex-none items-center gap-2 border-line border-b bg-surface px-3 py-1 text-sm text-text-2">
      {children}
    </div>
  );
}
