import { Problem, type SessionId, type UserId } from "@second/contracts";
import { type Session, sessionsCollection } from "../identity/collections.ts";
import { hashOfCookie } from "../identity/session-token.ts";
import { idleLimit, isoAt } from "../identity/times.ts";
import type { Platform } from "../platform.ts";
import { prove, type SessionAccess } from "./access.ts";

export interface EnteredSession {
  access: SessionAccess;
  /** The stored session, for its upkeep with `keepSession`. */
  record: Session;
}

/** True while the session has neither expired nor been idle for too long. */
export function isLive(platform: Pick<Platform, "clock" | "config">, session: Session): boolean {
  return session.expiresAt > isoAt(platform.clock.now()) && session.lastActiveAt >= idleLimit(platform);
}

async function findSession(platform: Platform, tokenHash: string): Promise<Session | null> {
  const current = await platform.db.first(sessionsCollection, { filter: { tokenHash } });
  if (current) return current;
  const former = await platform.db.first(sessionsCollection, { filter: { formerTokenHash: tokenHash } });
  return former?.formerUntil !== undefined && former.formerUntil > isoAt(platform.clock.now())
    ? former
    : null;
}

/** Proves who sends a request. Null for no cookie, a forged one, and a session that is expired or revoked. */
export async function findSessionAccess(
  platform: Platform,
  input: { cookie: string | null; requestId: string },
): Promise<EnteredSession | null> {
  const tokenHash = input.cookie === null ? null : hashOfCookie(platform, input.cookie);
  const record = tokenHash === null ? null : await findSession(platform, tokenHash);
  if (!record || !isLive(platform, record)) return null;
  const access = prove<SessionAccess>({
    sessionId: record.id as SessionId,
    userId: record.userId as UserId,
    userName: record.userName,
    userEmail: record.userEmail,
    requestId: input.requestId,
  });
  return { access, record };
}

/** @throws `identity.required` without a valid session, `identity.profile_required` while name or email are missing. */
export async function enterSession(
  platform: Platform,
  input: { cookie: string | null; requestId: string },
): Promise<EnteredSession> {
  const entered = await findSessionAccess(platform, input);
  if (!entered) throw new Problem("identity.required");
  if (entered.access.userName === "" || entered.access.userEmail === "")
    throw new Problem("identity.profile_required");
  return entered;
}
