import { Problem } from "@second/contracts";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { scopeKey } from "./document.ts";

const lifeMs = 3_600_000;

/** What a page's end is remembered by. */
export type PagePlace =
  /** In the default order: the last document. */
  | { kind: "newest"; createdAt: string; docId: string }
  /** In any other order: the last document, and how many came up to it in case it is gone. */
  | { kind: "sorted"; docId: string; count: number };

/** What a cursor is bound to: it is of no use to another person, in another scope or for another query. */
export interface CursorBinding {
  scope: Scope;
  userId: string;
  /** Canonical text of collection, filter and order. */
  query: string;
}

type Needs = Pick<Platform, "keys" | "clock">;

export function sealCursor({ keys, clock }: Needs, binding: CursorBinding, place: PagePlace): string {
  const payload = Buffer.from(JSON.stringify({ place, until: clock.now() + lifeMs })).toString("base64url");
  return `${payload}.${keys.sign("cursor", signedText(binding, payload)).toString("base64url")}`;
}

/** @throws `query.cursor_invalid` unless we made it for exactly this, within the last hour. */
export function openCursor({ keys, clock }: Needs, binding: CursorBinding, cursor: string): PagePlace {
  const [payload = "", mac = ""] = cursor.split(".");
  if (!keys.verify("cursor", signedText(binding, payload), Buffer.from(mac, "base64url"))) {
    throw new Problem("query.cursor_invalid");
  }
  // Signed by us, so it has the shape that sealCursor gave it.
  const { place, until } = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
    place: PagePlace;
    until: number;
  };
  if (until < clock.now()) throw new Problem("query.cursor_invalid");
  return place;
}

function signedText({ scope, userId, query }: CursorBinding, payload: string): string {
  return [scope.workspaceId, scopeKey(scope), userId, query, payload].join("\n");
}
