import type { InvitationOfferView } from "@second/contracts";
import type { Metadata } from "next";
import { Invitation } from "../../../features/onboarding/invitation.tsx";
import { UnusableInvitation } from "../../../features/onboarding/unusable-invitation.tsx";
import { readSession } from "../../../features/session/page-session.ts";
import { serverGet } from "../../../features/session/server-api.ts";
import { PageFailure } from "../../../features/shell/page-failure.tsx";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

/** Passes in every state of onboarding. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [session, offer] = await Promise.all([
    readSession(),
    serverGet<InvitationOfferView>(`/api/invitations/${encodeURIComponent(token)}`),
  ]);
  if (!session.ok) return <PageFailure problem={session.problem} />;
  if (!offer.ok) {
    const isUnusable = offer.problem.code === "invitation.unusable" || offer.problem.status === 404;
    return isUnusable ? <UnusableInvitation /> : <PageFailure problem={offer.problem} />;
  }
  return <Invitation token={token} offer={offer.data} session={session.data} />;
}
