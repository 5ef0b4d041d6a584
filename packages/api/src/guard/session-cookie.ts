import type { DomainConfig, IssuedSession } from "@second/domain";

const isHttps = (config: Pick<DomainConfig, "publicUrl">) => config.publicUrl.startsWith("https:");

/** Under HTTPS the prefix makes browsers refuse the cookie from any other host or path (RFC 6265bis). */
export function sessionCookieName(config: Pick<DomainConfig, "publicUrl">): string {
  return isHttps(config) ? "__Host-second_session" : "second_session";
}

/** The session cookie's value in a `Cookie` header, or null. */
export function readSessionCookie(
  config: Pick<DomainConfig, "publicUrl">,
  header: string | null | undefined,
): string | null {
  if (!header) return null;
  const prefix = `${sessionCookieName(config)}=`;
  for (const part of header.split(";")) {
    const pair = part.trim();
    if (pair.startsWith(prefix)) return pair.slice(prefix.length);
  }
  return null;
}

/** A `Set-Cookie` value; null ends the cookie. */
export function writeSessionCookie(
  config: Pick<DomainConfig, "publicUrl">,
  session: IssuedSession | null,
  nowMs: number,
): string {
  const seconds = session ? Math.max(0, Math.floor((Date.parse(session.expiresAt) - nowMs) / 1000)) : 0;
  const secure = isHttps(config) ? "; Secure" : "";
  return `${sessionCookieName(config)}=${session?.cookie ?? ""}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
