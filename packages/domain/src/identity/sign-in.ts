import { idFrom, Problem, type SessionId, type UserId } from "@second/contracts";
import type { Transaction } from "@second/store";
import { prove, type SessionAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { type Session, sessionsCollection, type User, usersCollection } from "./collections.ts";
import { pruneSessions } from "./prune-sessions.ts";
import { recordInWorkspaces } from "./record-in-workspaces.ts";
import { retryOnDuplicate } from "./retry-on-duplicate.ts";
import { cookieOf, hashOfCookie, hashToken, type IssuedSession, newToken } from "./session-token.ts";
import { dayMs, isoAt, minuteMs, minuteOf } from "./times.ts";

export interface SignInInput {
  displayName: string;
  /** Lower case. */
  email: string;
  device: string;
  /** The cookie that came along: its session ends, so that a token planted before sign-in is worth nothing. */
  formerCookie: string | null;
  requestId: string;
}

async function findOrCreateUser(platform: Platform, tx: Transaction, input: SignInInput): Promise<User> {
  const known = await tx.first(usersCollection, { filter: { email: input.email } });
  if (!known) {
    const user: User = {
      id: idFrom("user", platform.ids.ulid()),
      email: input.email,
      name: input.displayName,
      createdAt: isoAt(platform.clock.now()),
      providerStep: "unopened",
      hasJoined: false,
    };
    await tx.insert(usersCollection, user);
    return user;
  }
  if (known.name === input.displayName) return known;
  // The name is refreshed at each sign-in, also where other sessions carry it.
  await tx.update(usersCollection, known.id, { set: { name: input.displayName } });
  const { records } = await tx.list(sessionsCollection, { filter: { userId: known.id }, limit: 1000 });
  for (const session of records)
    await tx.update(sessionsCollection, session.id, { set: { userName: input.displayName } });
  return { ...known, name: input.displayName };
}

/**
 * Mode `none`: whoever names an email is that person; an unknown one becomes a new user.
 * @throws `resource.not_found` in every other mode.
 */
export async function signIn(
  platform: Platform,
  input: SignInInput,
): Promise<{ access: SessionAccess; issued: IssuedSession }> {
  if (platform.config.authMode !== "none") throw new Problem("resource.not_found");
  const formerHash = input.formerCookie === null ? null : hashOfCookie(platform, input.formerCookie);
  return retryOnDuplicate(() =>
    platform.db.transaction(async (tx) => {
      const user = await findOrCreateUser(platform, tx, input);
      const replaced =
        formerHash === null
          ? null
          : await tx.first(sessionsCollection, { filter: { tokenHash: formerHash } });
      if (replaced) await tx.delete(sessionsCollection, replaced.id);
      await pruneSessions(platform, tx);
      const nowMs = platform.clock.now();
      const token = newToken(platform);
      const session: Session = {
        id: idFrom("session", platform.ids.ulid()),
        userId: user.id,
        userName: user.name,
        userEmail: user.email,
        tokenHash: hashToken(token),
        rotateAfter: isoAt(nowMs + dayMs),
        device: input.device,
        createdAt: isoAt(nowMs),
        lastActiveAt: minuteOf(nowMs),
        expiresAt: isoAt(nowMs + platform.config.sessionMaxMinutes * minuteMs),
      };
      await tx.insert(sessionsCollection, session);
      const access = prove<SessionAccess>({
        sessionId: session.id as SessionId,
        userId: user.id as UserId,
        userName: user.name,
        userEmail: user.email,
        requestId: input.requestId,
      });
      await recordInWorkspaces(platform, tx, { person: access, name: "auth.signed_in", metadata: {} });
      return { access, issued: { cookie: cookieOf(platform, token), expiresAt: session.expiresAt } };
    }),
  );
}
