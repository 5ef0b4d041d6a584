import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Onboarding } from "../../../features/onboarding/onboarding.tsx";
import { settlePage } from "../../../features/session/page-session.ts";
import { onboardingSteps, safeReturnPath } from "../../../features/session/settle.ts";
import { PageFailure } from "../../../features/shell/page-failure.tsx";

export const metadata: Metadata = { title: "Set up" };

export default async function OnboardingStepPage({
  params,
  searchParams,
}: {
  params: Promise<{ step: string }>;
  searchParams: Promise<{ returnTo?: string | string[] }>;
}) {
  const { step: name } = await params;
  const step = onboardingSteps.find((each) => each === name);
  if (!step) notFound();
  const settled = await settlePage({ kind: "onboarding", step });
  if (!settled.ok) return <PageFailure problem={settled.problem} />;
  const { returnTo } = await searchParams;
  return (
    <Onboarding
      step={step}
      session={settled.session}
      returnTo={safeReturnPath(typeof returnTo === "string" ? returnTo : null)}
    />
  );
}
