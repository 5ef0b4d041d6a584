import { documentLimits, Problem } from "@second/contracts";
import { parseQuery } from "@second/query";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import type { DataActor } from "./actor.ts";
import { canonicalJson } from "./canonical.ts";
import { type CursorBinding, openCursor, sealCursor } from "./cursor.ts";
import { placeOf } from "./document.ts";
import { newestPage } from "./newest-page.ts";
import { waitForPosition } from "./position-wait.ts";
import { dataProcess } from "./process.ts";
import { namedIds, type Selection } from "./selection.ts";
import { sortedPage } from "./sorted-page.ts";

/** A query as a caller sent it. */
export interface DocumentQuery {
  collection: string;
  where?: unknown;
  orderBy?: readonly string[] | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
  /** The answer contains every change up to it, or is refused as `data.behind`. */
  minPosition?: string | undefined;
}

export interface DocumentPage {
  /** Documents as JSON texts, system fields included. */
  texts: string[];
  nextCursor: string | null;
  /** Every change up to it is in the answer. */
  position: string;
}

/**
 * One page of a collection: at most 500 documents and 4 MiB. In the default order without a filter it reads only the
 * page; other queries examine at most 10,000 documents and 64 MiB.
 * @throws `request.invalid`, `query.cursor_invalid`, `query.too_broad`, `data.behind`, `request.rate_limited`
 */
export async function listDocuments(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  input: DocumentQuery,
): Promise<DocumentPage> {
  dataProcess(platform).userReads.spend(actor.userId, 1);
  const parsed = parseQuery({ where: input.where, orderBy: input.orderBy });
  if (parsed.kind === "invalid") throw new Problem("request.invalid", { fields: parsed.faults });
  const binding: CursorBinding = {
    scope,
    userId: actor.userId,
    query: canonicalJson([input.collection, input.where ?? null, input.orderBy ?? null]),
  };
  const after = input.cursor === undefined ? null : openCursor(platform, binding, input.cursor);
  if (input.minPosition !== undefined) await waitForPosition(platform.db, input.minPosition);

  const selection: Selection = {
    place: placeOf(scope, input.collection),
    query: parsed.query,
    limit: Math.min(input.limit ?? documentLimits.pageDefault, documentLimits.pageMax),
  };
  const { value: found, position } = await platform.db.snapshot((reader) =>
    isNewestFirst(selection) && namedIds(selection.query.where) === null
      ? newestPage(reader, selection, after?.kind === "newest" ? after : null)
      : sortedPage(reader, selection, after?.kind === "sorted" ? after : null),
  );
  const nextCursor = found.next === null ? null : sealCursor(platform, binding, found.next);
  return { texts: found.texts, nextCursor, position };
}

function isNewestFirst({ query }: Selection): boolean {
  const [first, ...others] = query.orderBy;
  return others.length === 0 && first?.descending === true && first.path.join(".") === "_createdAt";
}
