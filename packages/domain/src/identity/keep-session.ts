import type { Platform } from "../platform.ts";
import { type Session, sessionsCollection } from "./collections.ts";
import { cookieOf, hashToken, type IssuedSession, newToken } from "./session-token.ts";
import { dayMs, isoAt, minuteOf } from "./times.ts";

const graceMs = 30_000;

/**
 * Notes the last use, to the minute, and replaces the token when it is due; the old one works 30 s more, for requests
 * already on their way. Answers the new cookie, or null when nothing is to be sent. Of two requests at once one
 * rotates. A caller that cannot pass a cookie on says so, since its sender would be left with a dead one.
 */
export async function keepSession(
  platform: Platform,
  session: Session,
  options: { canRotate: boolean },
): Promise<IssuedSession | null> {
  const nowMs = platform.clock.now();
  const lastActiveAt = minuteOf(nowMs);
  if (options.canRotate && session.rotateAfter <= isoAt(nowMs)) return rotate(platform, session);
  if (session.lastActiveAt < lastActiveAt)
    await platform.db.transaction((tx) =>
      tx.update(sessionsCollection, session.id, { set: { lastActiveAt } }),
    );
  return null;
}

async function rotate(platform: Platform, session: Session): Promise<IssuedSession | null> {
  const nowMs = platform.clock.now();
  const token = newToken(platform);
  const rotated = await platform.db.transaction((tx) =>
    tx.update(sessionsCollection, session.id, {
      set: {
        tokenHash: hashToken(token),
        formerTokenHash: session.tokenHash,
        formerUntil: isoAt(nowMs + graceMs),
        rotateAfter: isoAt(nowMs + dayMs),
        lastActiveAt: minuteOf(nowMs),
      },
      if: { tokenHash: session.tokenHash },
    }),
  );
  return rotated && { cookie: cookieOf(platform, token), expiresAt: session.expiresAt };
}
