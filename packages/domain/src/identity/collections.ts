import { defineCollection } from "@second/store";

/** A person. In mode `none` the email alone says who. */
export interface User {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  createdAt: string;
  /** Whether the provider step of onboarding waits: it opens with the first workspace that the person creates. */
  providerStep: "unopened" | "open" | "done";
  /** True once they have ever been in a workspace. */
  hasJoined: boolean;
}

export const usersCollection = defineCollection<User>()({
  name: "users",
  fields: { email: "string", createdAt: "string", providerStep: "string" },
  indexes: [
    { name: "by_email", fields: ["email"], unique: true },
    { name: "by_creation", fields: ["createdAt"] },
  ],
  feed: "none",
});

/** One signed-in browser. It carries no rights: those are read for each request. Tokens are stored as SHA-256 only. */
export interface Session {
  id: string;
  userId: string;
  /** Copies of the user's, so that a request reads one record. */
  userName: string;
  userEmail: string;
  tokenHash: string;
  /** The token before the last rotation, accepted until `formerUntil`. */
  formerTokenHash?: string;
  formerUntil?: string;
  /** From here on, the next request gets a new token. */
  rotateAfter: string;
  /** For example "Chromium on Linux". */
  device: string;
  createdAt: string;
  /** To the minute. */
  lastActiveAt: string;
  expiresAt: string;
}

export const sessionsCollection = defineCollection<Session>()({
  name: "sessions",
  fields: {
    userId: "string",
    tokenHash: "string",
    formerTokenHash: "string",
    lastActiveAt: "string",
    expiresAt: "string",
  },
  indexes: [
    { name: "by_token", fields: ["tokenHash"], unique: true },
    { name: "by_former_token", fields: ["formerTokenHash"] },
    { name: "by_user", fields: ["userId", "-lastActiveAt"] },
    { name: "by_expiry", fields: ["expiresAt"] },
    { name: "by_activity", fields: ["lastActiveAt"] },
  ],
  feed: "ids",
});
