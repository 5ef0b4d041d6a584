import { Problem } from "@second/contracts";

export const membersMax = 1000;
export const pendingInvitationsMax = 200;
export const collaboratorsMax = 50;

const nouns = { members: "members", invitations: "open invitations", collaborators: "collaborators" };

/** Names the limit and how much of it is used. */
export function limitReached(limit: keyof typeof nouns, max: number, count: number): Problem {
  return new Problem("limit.reached", {
    detail: `There can be ${max.toLocaleString("en")} ${nouns[limit]} here, and there are ${count.toLocaleString("en")}.`,
    extra: { limit, max, count },
  });
}
