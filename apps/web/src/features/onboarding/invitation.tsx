"use client";
import type { InvitationOfferView, MembershipView, SessionView } from "@second/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { asRole } from "../members/role-names.ts";
import { api } from "../session/api.ts";
import { FormProblem } from "../session/form-problem.tsx";
import { pageProblem } from "../session/problem.ts";
import { CardFoot, CardPage } from "./frame.tsx";
import { IdentityForm } from "./identity-form.tsx";
import { UnusableInvitation } from "./unusable-invitation.tsx";

export interface InvitationProps {
  token: string;
  offer: InvitationOfferView;
  session: SessionView;
}

/** What a link offers: join as the person who is signed in, or say who you are first. */
export function Invitation({ token, offer, session }: InvitationProps) {
  const router = useRouter();
  const client = useQueryClient();
  const [person, setPerson] = useState(session.user);
  const accept = useMutation({
    mutationFn: () => api.post<MembershipView>(`/api/invitations/${encodeURIComponent(token)}/accept`),
    onSuccess: ({ slug }) => {
      client.clear();
      router.push(`/w/${slug}`);
    },
  });
  const problem = accept.error ? pageProblem(accept.error) : null;
  if (problem?.code === "invitation.unusable") return <UnusableInvitation />;

  return (
    <CardPage
      title={`Join ${offer.workspaceName}`}
      lede={`${offer.invitedBy} invites you as ${asRole(offer.role)}.`}
      footnote={
        <>
          For {offer.email}. The link works once; it ends <RelativeTime at={offer.expiresAt} />.
        </>
      }
    >
      {person ? (
        <>
          <div className="grid gap-4 px-5 py-5">
            <FormProblem problem={problem} />
            <div className="flex items-center gap-3">
              <Avatar name={person.name} size="lg" />
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{person.name}</p>
                <p className="truncate text-sm text-text-2">{person.email}</p>
              </div>
              <Button variant="ghost" size="sm" onClick={() => setPerson(null)}>
                Not you?
              </Button>
            </div>
          </div>
          <CardFoot>
            <Button
              variant="primary"
              busy={accept.isPending || accept.isSuccess}
              onClick={() => accept.mutate()}
            >
              Join as {person.name}
            </Button>
          </CardFoot>
        </>
      ) : (
        <div className="pt-5 [&_form>div:first-child]:px-5">
          <IdentityForm
            email={offer.email}
            submitLabel="Continue"
            onDone={(next) => setPerson(next.user)}
            foot={(button) => <CardFoot>{button}</CardFoot>}
          />
        </div>
      )}
    </CardPage>
  );
}
