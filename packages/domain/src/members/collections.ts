import type { Role } from "@second/contracts";
import { defineCollection } from "@second/store";

/** A person in a workspace. The id is `membershipId(…)`, so that the guard reads it directly. */
export interface Membership {
  id: string;
  workspaceId: string;
  userId: string;
  role: Role;
  joinedAt: string;
}

export const membershipId = (workspaceId: string, userId: string) => `${workspaceId}:${userId}`;

export const membershipsCollection = defineCollection<Membership>()({
  name: "memberships",
  fields: { workspaceId: "string", userId: "string", role: "string", joinedAt: "string" },
  indexes: [
    { name: "by_workspace", fields: ["workspaceId", "joinedAt"] },
    { name: "by_user", fields: ["userId", "joinedAt"] },
  ],
  feed: "ids",
});

/** An offer to join, held by whoever has its link. A pending one past its `expiresAt` counts as expired. */
export interface Invitation {
  id: string;
  workspaceId: string;
  email: string;
  /** The email while pending: one open invitation per address. */
  pendingEmail?: string;
  role: Role;
  status: "pending" | "accepted" | "revoked";
  tokenHash: string;
  invitedBy: string;
  invitedByName: string;
  acceptedBy?: string;
  createdAt: string;
  expiresAt: string;
}

export const invitationsCollection = defineCollection<Invitation>()({
  name: "invitations",
  fields: {
    workspaceId: "string",
    pendingEmail: "string",
    status: "string",
    tokenHash: "string",
    createdAt: "string",
    expiresAt: "string",
  },
  indexes: [
    { name: "by_token", fields: ["tokenHash"], unique: true },
    { name: "by_pending_email", fields: ["workspaceId", "pendingEmail"], unique: true },
    { name: "by_workspace", fields: ["workspaceId", "-createdAt"] },
  ],
  feed: "none",
});

/** A member who may edit one app. The id is `collaboratorId(…)`. */
export interface Collaborator {
  id: string;
  workspaceId: string;
  appId: string;
  userId: string;
  addedBy: string;
  addedAt: string;
}

export const collaboratorId = (appId: string, userId: string) => `${appId}:${userId}`;

export const collaboratorsCollection = defineCollection<Collaborator>()({
  name: "collaborators",
  fields: { workspaceId: "string", appId: "string", userId: "string", addedAt: "string" },
  indexes: [
    { name: "by_app", fields: ["appId", "addedAt"] },
    { name: "by_member", fields: ["workspaceId", "userId"] },
  ],
  feed: "ids",
});
