import { z } from "zod";
import { type Role, roles } from "../permissions.ts";
import type { RuntimeDetection } from "../runtimes.ts";
import type { SandboxReport } from "../sandbox.ts";

export const personNameSchema = z.string().trim().min(2).max(80);
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(3)
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, "must be an email address");
export const workspaceNameSchema = z.string().trim().min(2).max(80);

export const identityBody = z.strictObject({ displayName: personNameSchema, email: emailSchema });
export const createWorkspaceBody = z.strictObject({ name: workspaceNameSchema });
export const renameWorkspaceBody = z.strictObject({ name: workspaceNameSchema });
export const inviteBody = z.strictObject({ email: emailSchema, role: z.enum(roles) });
export const changeRoleBody = z.strictObject({ role: z.enum(roles) });
export const emptyBody = z.strictObject({});

export type OnboardingState =
  | "missing_identity"
  | "needs_profile"
  | "needs_workspace"
  | "needs_provider"
  | "ready";

export interface PersonView {
  id: string;
  name: string;
  email: string;
}

export interface MembershipView {
  workspaceId: string;
  slug: string;
  name: string;
  role: Role;
  /** Slugs it had within the last 90 days; their pages redirect to the present one. */
  formerSlugs?: string[];
}

/** `GET /api/auth/session`. `user` is null while signed out. */
export interface SessionView {
  state: OnboardingState;
  user: PersonView | null;
  memberships: MembershipView[];
  authMode: "none" | "external";
  /** True when `none` mode is served beyond loopback: every page then shows the warning banner. */
  insecure: boolean;
}

export interface DeviceView {
  id: string;
  /** For example "Chromium on Linux". */
  device: string;
  createdAt: string;
  lastActiveAt: string;
  current: boolean;
}

export interface WorkspaceView {
  id: string;
  slug: string;
  name: string;
  createdAt: string;
  role: Role;
  permissions: string[];
}

export interface MemberView {
  userId: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
}

export interface InvitationView {
  id: string;
  email: string;
  role: Role;
  status: "pending" | "accepted" | "revoked" | "expired";
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
}

/** Creating or resending answers with the link once; it is never shown again. */
export interface InvitationLinkView extends InvitationView {
  link: string;
}

/** `GET /api/invitations/:token`: what the holder of the link may know before accepting. */
export interface InvitationOfferView {
  workspaceName: string;
  role: Role;
  invitedBy: string;
  email: string;
  expiresAt: string;
}

/** `GET /api/setup/detect-provider`. */
export interface SetupView {
  runtimes: RuntimeDetection[];
  sandbox: SandboxReport;
}
