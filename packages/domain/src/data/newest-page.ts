import { matches } from "@second/query";
import type { Reader } from "@second/store";
import type { PagePlace } from "./cursor.ts";
import { documentText, parseDocument } from "./document.ts";
import { type FoundPage, isUnfiltered, openBudget, openPage, type Selection, tooBroad } from "./selection.ts";
import { newestPlace, walkPlace } from "./walk-place.ts";

/**
 * A page in the order of the index. Without a filter it reads what it answers; with one it walks the index until a
 * further match follows the full page. @throws `query.too_broad` when the budget ends before the page is full
 */
export async function newestPage(
  reader: Reader,
  { place, query, limit }: Selection,
  after: Extract<PagePlace, { kind: "newest" }> | null,
): Promise<FoundPage> {
  const all = isUnfiltered(query);
  const budget = openBudget();
  const page = openPage(limit);
  let last = after;
  for await (const { records, isLast } of walkPlace(reader, place, {
    after,
    ...(all && { wanted: limit }),
  })) {
    for (const record of records) {
      if (!all && !budget.allows(record)) {
        if (page.isFull()) return { texts: page.texts, next: last };
        throw tooBroad();
      }
      const text = documentText(record);
      if (!all && !matches(query, parseDocument(text))) continue;
      if (!page.add(text)) return { texts: page.texts, next: last };
      last = newestPlace(record);
    }
    if (isLast) break;
    if (all && page.isFull()) return { texts: page.texts, next: last };
  }
  return { texts: page.texts, next: null };
}
