"use client";
import type { SessionView, SetupView } from "@second/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Loading, Skeleton } from "../../ui/skeleton.tsx";
import { rememberChoice } from "../composer/remember-choice.ts";
import { runtimeOptions, usableChoice } from "../runtimes/choices.ts";
import { SandboxCallout } from "../runtimes/sandbox-callout.tsx";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { pageProblem } from "../session/problem.ts";
import { ProblemView } from "../session/problem-view.tsx";
import { queryKeys } from "../session/query-keys.ts";
import { CardFoot } from "./frame.tsx";
import { RuntimeList } from "./runtime-list.tsx";
import { Step } from "./step.tsx";

export interface ProviderStepProps {
  userId: string;
  workspaceId: string;
  onDone: (session: SessionView) => void;
}

/** The agent that builds: what was found on the server. It can always be finished. */
export function ProviderStep({ userId, workspaceId, onDone }: ProviderStepProps) {
  const [picked, setPicked] = useState<string | null>(null);
  const detection = useQuery({
    queryKey: queryKeys.detection,
    queryFn: ({ signal }) => api.get<SetupView>("/api/setup/detect-provider", { signal }),
    staleTime: 10_000,
  });
  const options = runtimeOptions(detection.data?.runtimes ?? []);
  const { choice } = usableChoice(options, picked === null ? null : { runtimeId: picked });
  const chosen = picked ?? choice.runtimeId;
  const option = options.find((each) => each.id === chosen);
  const finish = useMutation({
    mutationFn: () => api.post<SessionView>("/api/setup/finish"),
    onSuccess: (session) => {
      rememberChoice({ userId, workspaceId, choice });
      onDone(session);
    },
  });

  return (
    <>
      <Step
        number={3}
        title="The agent that builds"
        state="now"
        action={
          <Button
            variant="ghost"
            size="xs"
            busy={detection.isFetching}
            onClick={() => void detection.refetch()}
            disabled={detection.isPending}
          >
            {!detection.isFetching && <RotateCw aria-hidden="true" />}
            Check again
          </Button>
        }
      >
        <p className="mb-3 text-sm text-text-2">
          This is what the server has. Your choice is where you start; each app can be built with another one.
        </p>
        {detection.isPending && <RuntimesLoading />}
        {detection.isError && !detection.data && (
          <ProblemView
            problem={pageProblem(detection.error)}
            title="The server could not be asked for its agents"
            onRetry={() => void detection.refetch()}
            className="py-4"
          />
        )}
        {detection.data && <RuntimeList options={options} chosen={chosen} onChoose={setPicked} />}
        {detection.data && <SandboxCallout sandbox={detection.data.sandbox} className="mt-3" />}
        {finish.error && (
          <div className="mt-3">
            <FormProblem problem={pageProblem(finish.error)} />
          </div>
        )}
      </Step>
      <CardFoot>
        <Button
          variant="primary"
          busy={finish.isPending || finish.isSuccess}
          disabled={detection.isPending}
          onClick={() => finish.mutate()}
        >
          {option?.state === "ready" ? `Use ${option.label} and finish` : "Finish for now"}
        </Button>
      </CardFoot>
    </>
  );
}

function RuntimesLoading() {
  return (
    <Loading
      label="Looking for agents on the server"
      className="overflow-hidden rounded-lg border border-line-strong"
    >
      {["claude", "demo"].map((row) => (
        <div key={row} className="flex h-15 items-center gap-3 border-line px-3 not-first-of-type:border-t">
          <Skeleton className="size-4 rounded-full" />
          <span className="grid flex-1 gap-2">
            <Skeleton className="w-28" />
            <Skeleton className="h-2 w-48" />
          </span>
          <Skeleton className="h-5 w-16" />
        </div>
      ))}
    </Loading>
  );
}
