import { type DocumentAggregateView, Problem } from "@second/contracts";
import { openAggregate, parseAggregate } from "@second/query";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import type { DataActor } from "./actor.ts";
import type { DocumentCount } from "./count-documents.ts";
import { placeOf } from "./document.ts";
import { examine } from "./examine.ts";
import { waitForPosition } from "./position-wait.ts";
import { dataProcess } from "./process.ts";
import { openPage } from "./selection.ts";

/** Figures as a caller asked for them; see `parseAggregate` of the query language. */
export interface DocumentAggregate extends DocumentCount {
  groupBy?: unknown;
  metrics?: unknown;
}

/**
 * Counts, sums, averages, least and greatest values of what a query finds, in up to 100 groups and 4 MiB. Looks at no
 * more than 10,000 documents and 64 MiB.
 * @throws `request.invalid`, `query.too_broad`, `data.behind`, `request.rate_limited`
 */
export async function aggregateDocuments(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { collection, minPosition, ...asked }: DocumentAggregate,
): Promise<DocumentAggregateView> {
  dataProcess(platform).userReads.spend(actor.userId, 1);
  const parsed = parseAggregate(asked);
  if (parsed.kind === "invalid") throw new Problem("request.invalid", { fields: parsed.faults });
  if (minPosition !== undefined) await waitForPosition(platform.db, minPosition);
  const { aggregate } = parsed;
  const selection = { place: placeOf(scope, collection), query: aggregate.query };
  const { value, position } = await platform.db.snapshot(async (reader) => {
    const groups = openAggregate(aggregate);
    await examine(reader, selection, groups.add);
    return groups.result();
  });
  // Values of groups are texts of people, and may be long.
  const page = openPage(value.rows.length);
  const tooLarge = value.rows.findIndex((row) => !page.add(JSON.stringify(row)));
  return tooLarge === -1
    ? { ...value, position }
    : { rows: value.rows.slice(0, tooLarge), exact: false, position };
}
