import { z } from "zod";

/**
 * Every record's id is `<prefix>_` and a lower-case ULID (26 Crockford base32 characters, time-ordered).
 * Documents of apps have the bare 26 characters. A malformed id is a 404 before any store is asked.
 */
export const idPrefixes = {
  workspace: "ws",
  user: "usr",
  app: "app",
  run: "run",
  turn: "trn",
  message: "msg",
  version: "ver",
  auditEvent: "evt",
  job: "job",
  session: "ses",
  invitation: "inv",
  membership: "mem",
  change: "chg",
} as const;

export type IdKind = keyof typeof idPrefixes;
declare const brand: unique symbol;
export type Id<K extends string> = string & { readonly [brand]: K };

export type WorkspaceId = Id<"workspace">;
export type UserId = Id<"user">;
export type AppId = Id<"app">;
export type SessionId = Id<"session">;
export type DocumentId = Id<"document">;

const body = "[0-7][0-9a-hjkmnp-tv-z]{25}";
const patterns = Object.fromEntries(
  Object.entries(idPrefixes).map(([kind, prefix]) => [kind, new RegExp(`^${prefix}_${body}$`)]),
) as Record<IdKind, RegExp>;
const barePattern = new RegExp(`^${body}$`);

/** True when `value` has the exact form of an id of this kind. */
export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === "string" && patterns[kind].test(value);
}

/** True when `value` is a document's bare 26-character id. */
export function isDocumentId(value: unknown): value is DocumentId {
  return typeof value === "string" && barePattern.test(value);
}

/** A schema that accepts exactly the ids of one kind. */
export function idSchema<K extends IdKind>(kind: K) {
  return z.custom<Id<K>>((value) => isId(kind, value), { error: `must be an id like ${idPrefixes[kind]}_…` });
}

/** Joins a prefix and a ULID made by the `Ids` port. */
export function idFrom<K extends IdKind>(kind: K, ulid: string): Id<K> {
  return `${idPrefixes[kind]}_${ulid.toLowerCase()}` as Id<K>;
}
