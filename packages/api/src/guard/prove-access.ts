import { type AppId, Problem, type Side, turnTokenHeader, type WorkspaceId } from "@second/contracts";
import {
  type AppAccess,
  enterApp,
  enterWorkspace,
  forbidden,
  type Platform,
  type Scope,
  type SessionAccess,
  scopeOf,
  type TurnAccess,
  type WorkspaceAccess,
} from "@second/domain";
import { checkIds } from "./path-ids.ts";
import type { RoutePlan } from "./route-plan.ts";

/** Proves a turn's token. @throws `identity.required` for a forged one, another turn's, or an ended attempt's. */
export type VerifyTurn = (input: {
  token: string | null;
  turnId: string;
  requestId: string;
}) => Promise<TurnAccess>;

/** The turn behind a call of a turn's agent. Malformed ids are no different from wrong ones. */
export function proveTurn(
  verifyTurn: VerifyTurn,
  input: { request: Request; params: Readonly<Record<string, string>>; requestId: string },
): Promise<TurnAccess> {
  return verifyTurn({
    token: input.request.headers.get(turnTokenHeader),
    turnId: input.params.turnId ?? "",
    requestId: input.requestId,
  });
}

/** Rights whose absence hides the app instead of naming the missing permission. */
const sightRights: ReadonlySet<string> = new Set(["app:view", "app:view-draft"]);

function requireApp(plan: RoutePlan, app: AppAccess): void {
  if (plan.side === "draft" && !app.may("app:view-draft")) throw new Problem("resource.not_found");
  const right = plan.appPermission;
  if (right === undefined || app.may(right)) return;
  throw sightRights.has(right) ? new Problem("resource.not_found") : forbidden(right);
}

/**
 * Where a signed-in person stands on this route: well-formed ids, then membership, then sight of the app, then the
 * named permissions. `onMember` hears of the membership before a permission can be refused.
 * @throws `resource.not_found` or `access.forbidden`
 */
export async function proveMember(
  platform: Platform,
  plan: RoutePlan,
  input: {
    session: SessionAccess;
    params: Readonly<Record<string, string>>;
    onMember: (member: WorkspaceAccess) => void;
  },
): Promise<SessionAccess | WorkspaceAccess | AppAccess> {
  const { session, params } = input;
  checkIds(plan.ids, params);
  if (plan.access === "session") return session;
  // The form of both ids was checked just above.
  const member = await enterWorkspace(platform, session, params.workspaceId as WorkspaceId);
  const app = plan.access === "app" ? await enterApp(platform, member, params.appId as AppId) : null;
  input.onMember(member);
  if (plan.permission !== undefined && !member.has(plan.permission)) throw forbidden(plan.permission);
  if (app) requireApp(plan, app);
  return app ?? member;
}

/** The documents that a route means. Null on routes without a side. */
export function proveScope(plan: RoutePlan, access: unknown, query: unknown): Scope | null {
  if (plan.side === undefined) return null;
  // Routes with a side are app routes, and those that read it from the query have a schema that requires it.
  const side: Side = plan.side === "draft" ? "draft" : (query as { side: Side }).side;
  return scopeOf(access as AppAccess, side);
}
