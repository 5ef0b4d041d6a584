import {
  acceptInvitation,
  addCollaborator,
  changeRole,
  invitePerson,
  listAppMembers,
  listCollaborators,
  listInvitations,
  listMembers,
  readInvitationOffer,
  removeCollaborator,
  removeMember,
  resendInvitation,
  revokeInvitation,
} from "@second/domain";
import { handlers } from "../handler.ts";

/** Members, invitations, and who may edit an app. */
export const memberRoutes = handlers<
  | "members.list"
  | "members.changeRole"
  | "members.remove"
  | "invitations.list"
  | "invitations.create"
  | "invitations.resend"
  | "invitations.revoke"
  | "invitations.offer"
  | "invitations.accept"
  | "apps.members"
  | "collaborators.list"
  | "collaborators.add"
  | "collaborators.remove"
>({
  "members.list": async ({ platform, access }) => ({ members: await listMembers(platform, access) }),
  "members.changeRole": ({ platform, access, params, body }) =>
    changeRole(platform, access, { userId: params.userId ?? "", role: body.role }),
  "members.remove": async ({ platform, access, params }) => {
    await removeMember(platform, access, { userId: params.userId ?? "" });
    return { removed: true };
  },
  "invitations.list": async ({ platform, access }) => ({
    invitations: await listInvitations(platform, access),
  }),
  "invitations.create": ({ platform, access, body }) => invitePerson(platform, access, body),
  "invitations.resend": ({ platform, access, params }) =>
    resendInvitation(platform, access, { invitationId: params.invitationId ?? "" }),
  "invitations.revoke": ({ platform, access, params }) =>
    revokeInvitation(platform, access, { invitationId: params.invitationId ?? "" }),
  "invitations.offer": ({ platform, params }) => readInvitationOffer(platform, params.token ?? ""),
  "invitations.accept": ({ platform, access, params }) =>
    acceptInvitation(platform, access, params.token ?? ""),
  "apps.members": async ({ platform, access }) => ({ members: await listAppMembers(platform, access) }),
  "collaborators.list": async ({ platform, access }) => ({
    collaborators: await listCollaborators(platform, access),
  }),
  "collaborators.add": async ({ platform, access, params }) => {
    await addCollaborator(platform, access, { userId: params.userId ?? "" });
    return { added: true };
  },
  "collaborators.remove": async ({ platform, access, params }) => {
    await removeCollaborator(platform, access, { userId: params.userId ?? "" });
    return { removed: true };
  },
});
