import { type DocumentCountView, Problem } from "@second/contracts";
import { parseQuery } from "@second/query";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import type { DataActor } from "./actor.ts";
import { documentsCollection } from "./collections.ts";
import { placeOf } from "./document.ts";
import { examine } from "./examine.ts";
import { waitForPosition } from "./position-wait.ts";
import { dataProcess } from "./process.ts";
import { isUnfiltered } from "./selection.ts";

/** A count as a caller asked for it. */
export interface DocumentCount {
  collection: string;
  where?: unknown;
  /** Every change up to it is counted, or the count is refused as `data.behind`. */
  minPosition?: string | undefined;
}

/**
 * How many documents a query finds. Without a filter none is looked at; with one at most 10,000 and 64 MiB are.
 * @throws `request.invalid`, `query.too_broad`, `data.behind`, `request.rate_limited`
 */
export async function countDocuments(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { collection, where, minPosition }: DocumentCount,
): Promise<DocumentCountView> {
  dataProcess(platform).userReads.spend(actor.userId, 1);
  const parsed = parseQuery({ where });
  if (parsed.kind === "invalid") throw new Problem("request.invalid", { fields: parsed.faults });
  if (minPosition !== undefined) await waitForPosition(platform.db, minPosition);
  const { query } = parsed;
  const place = placeOf(scope, collection);
  const { value: count, position } = await platform.db.snapshot(async (reader) => {
    if (isUnfiltered(query)) return reader.count(documentsCollection, { place });
    let found = 0;
    await examine(reader, { place, query }, () => {
      found += 1;
    });
    return found;
  });
  return { count, exact: true, position };
}
