import { setImmediate as nextTurn } from "node:timers/promises";
import type { AppDocument } from "@second/contracts";
import { compare, matches } from "@second/query";
import type { Reader } from "@second/store";
import { type DocumentRecord, documentsCollection } from "./collections.ts";
import type { PagePlace } from "./cursor.ts";
import { documentText, parseDocument, recordId } from "./document.ts";
import { type FoundPage, namedIds, openBudget, openPage, type Selection, tooBroad } from "./selection.ts";
import { walkPlace } from "./walk-place.ts";

type Sorted = Extract<PagePlace, { kind: "sorted" }>;
interface Match {
  document: AppDocument;
  text: string;
}

/** A page in an order of the app's own: looks at every document that may match. @throws `query.too_broad` */
export async function sortedPage(
  reader: Reader,
  selection: Selection,
  after: Sorted | null,
): Promise<FoundPage> {
  const { query, limit } = selection;
  const found: Match[] = [];
  for await (const records of candidates(reader, selection)) {
    for (const record of records) {
      const text = documentText(record);
      const document = parseDocument(text);
      if (matches(query, document)) found.push({ document, text });
    }
    // Others get their turn between chunks.
    await nextTurn();
  }
  const order = compare(query.orderBy);
  found.sort((a, b) => order(a.document, b.document));

  const page = openPage(limit);
  const start = startAfter(found, after);
  for (let i = start; ; i++) {
    const match = found[i];
    if (match === undefined) return { texts: page.texts, next: null };
    if (page.add(match.text)) continue;
    return { texts: page.texts, next: { kind: "sorted", docId: found[i - 1]?.document._id ?? "", count: i } };
  }
}

async function* candidates(reader: Reader, { place, query }: Selection): AsyncGenerator<DocumentRecord[]> {
  const ids = namedIds(query.where);
  if (ids !== null) {
    yield await reader.getMany(
      documentsCollection,
      [...new Set(ids)].map((id) => recordId(place, id)),
    );
    return;
  }
  const budget = openBudget();
  for await (const { records } of walkPlace(reader, place, { after: null })) {
    if (!records.every(budget.allows)) throw tooBroad();
    yield records;
  }
}

/** After the last document of the former page; where it was, when it is gone. */
function startAfter(found: readonly Match[], after: Sorted | null): number {
  if (after === null) return 0;
  const at = found.findIndex(({ document }) => document._id === after.docId);
  return at === -1 ? after.count : at + 1;
}
