import type {
  AppId,
  AppPermission,
  AppRelation,
  Role,
  SessionId,
  Side,
  UserId,
  WorkspaceId,
  WorkspacePermission,
} from "@second/contracts";

declare const proven: unique symbol;

/** A signed-in person, proven by a valid session. Carries no rights. */
export interface SessionAccess {
  readonly [proven]: "session";
  readonly sessionId: SessionId;
  readonly userId: UserId;
  readonly userName: string;
  readonly userEmail: string;
  readonly requestId: string;
}

/** A member in one workspace. Made by the guard only, for one request. */
export interface WorkspaceAccess extends Omit<SessionAccess, typeof proven> {
  readonly [proven]: "workspace" | "app";
  readonly workspaceId: WorkspaceId;
  readonly role: Role;
  has(permission: WorkspacePermission): boolean;
}

/** A member at one app that they may see. Made by the guard only. */
export interface AppAccess extends WorkspaceAccess {
  readonly [proven]: "app";
  readonly appId: AppId;
  readonly relations: readonly AppRelation[];
  may(permission: AppPermission): boolean;
}

/** Where documents live. Every data call takes one, so that forgetting tenancy does not compile. */
export interface Scope {
  readonly [proven]: "scope";
  readonly workspaceId: WorkspaceId;
  readonly appId: AppId;
  readonly side: Side;
}

/** One running attempt of a turn, proven by its token. */
export interface TurnAccess {
  readonly [proven]: "turn";
  readonly workspaceId: WorkspaceId;
  readonly appId: AppId;
  readonly runId: string;
  readonly turnId: string;
  readonly attempt: number;
  readonly dispatch: number;
  /** The person whose message the turn answers. */
  readonly userId: UserId;
  readonly tools: readonly string[];
  readonly requestId: string;
}

/** Marks a value as proven. Only `access/` calls it; a lint rule holds that. */
export function prove<T>(value: object): T {
  return value as T;
}
