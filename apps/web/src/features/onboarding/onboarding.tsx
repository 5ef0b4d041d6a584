"use client";
import type { SessionView } from "@second/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toaster.tsx";
import { api } from "../session/api.ts";
import { pageProblem } from "../session/problem.ts";
import type { OnboardingStep } from "../session/settle.ts";
import { CardPage } from "./frame.tsx";
import { IdentityForm } from "./identity-form.tsx";
import { ProviderStep } from "./provider-step.tsx";
import { Step } from "./step.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

export interface OnboardingProps {
  step: OnboardingStep;
  session: SessionView;
  /** Where the person wanted to go before they had to say who they are. */
  returnTo: string | null;
}

const inStep = (button: ReactNode) => (
  <div className="flex pr-5 pb-5 pl-13.5 max-tablet:px-3.5 max-tablet:[&_button]:h-10 max-tablet:[&_button]:flex-1">
    {button}
  </div>
);

const order: readonly OnboardingStep[] = ["identity", "workspace", "provider"];

/** One card, three steps. Progress lies with the person on the server; finished steps stay finished. */
export function Onboarding({ step, session, returnTo }: OnboardingProps) {
  const router = useRouter();
  const { user, memberships } = session;
  const workspace = memberships[0];
  const goOn = () => router.replace("/onboarding");
  const stateOf = (of: OnboardingStep) => {
    const distance = order.indexOf(of) - order.indexOf(step);
    return distance < 0 ? "done" : distance === 0 ? "now" : "later";
  };
  const signOut = useMutation({
    mutationFn: () => api.post("/api/auth/logout"),
    onSuccess: () => location.assign("/"),
    onError: (error) => toast.error(`You are still signed in. ${pageProblem(error).message}`),
  });

  return (
    <CardPage
      title="Set up your workspace"
      lede="About a minute. If you leave, finished steps stay finished."
      footnote="Runs on your own server. Only the chosen agent's provider receives what you type."
    >
      <Step
        number={1}
        title="You"
        state={stateOf("identity")}
        summary={step === "identity" ? null : `${user?.name} · ${user?.email}`}
        action={
          step !== "identity" && (
            <Button variant="ghost" size="xs" busy={signOut.isPending} onClick={() => signOut.mutate()}>
              Not you?
            </Button>
          )
        }
      />
      {step === "identity" && (
        <IdentityForm
          submitLabel="Continue"
          onDone={(next) => (next.state === "ready" && returnTo ? router.replace(returnTo) : goOn())}
          foot={inStep}
        />
      )}
      <Step
        number={2}
        title="Workspace"
        state={stateOf("workspace")}
        summary={step === "provider" && workspace ? `${workspace.name} · /w/${workspace.slug}` : null}
      />
      {step === "workspace" && <WorkspaceForm onDone={goOn} foot={inStep} />}
      {step === "provider" && user && workspace ? (
        <ProviderStep
          userId={user.id}
          workspaceId={workspace.workspaceId}
          onDone={() => router.replace(returnTo ?? `/w/${workspace.slug}`)}
        />
      ) : (
        <Step number={3} title="The agent that builds" state="later" />
      )}
    </CardPage>
  );
}
