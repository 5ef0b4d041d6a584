import { createHash } from "node:crypto";
import type { Platform } from "../platform.ts";

const tokenBytes = 32;
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** What the browser keeps. Only its hash is stored. */
export interface IssuedSession {
  /** The cookie's value: the token and its HMAC. */
  cookie: string;
  expiresAt: string;
}

/** Lower-case hex SHA-256, the only form in which tokens of sessions and invitations are kept. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** 32 random bytes in base64url. */
export function newToken(platform: Pick<Platform, "ids">): string {
  return Buffer.from(platform.ids.bytes(tokenBytes)).toString("base64url");
}

export function cookieOf(platform: Pick<Platform, "keys">, token: string): string {
  return `${token}.${platform.keys.sign("session", token).toString("base64url")}`;
}

/** The hash to look a session up by, or null when the server did not make this cookie. */
export function hashOfCookie(platform: Pick<Platform, "keys">, cookie: string): string | null {
  const [token, mac, rest] = cookie.split(".");
  if (token === undefined || mac === undefined || rest !== undefined) return null;
  if (!tokenPattern.test(token) || !tokenPattern.test(mac)) return null;
  return platform.keys.verify("session", token, Buffer.from(mac, "base64url")) ? hashToken(token) : null;
}
