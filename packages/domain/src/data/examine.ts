import { setImmediate as nextTurn } from "node:timers/promises";
import type { AppDocument } from "@second/contracts";
import { matches, type Query } from "@second/query";
import type { Reader } from "@second/store";
import { type DocumentRecord, documentsCollection, type Place } from "./collections.ts";
import { documentText, parseDocument, recordId } from "./document.ts";
import { namedIds, openBudget, tooBroad } from "./selection.ts";
import { walkPlace } from "./walk-place.ts";

/** Hands over every document that the query finds, in no order of its own. @throws `query.too_broad` */
export async function examine(
  reader: Reader,
  selection: { place: Place; query: Query },
  take: (document: AppDocument, text: string) => void,
): Promise<void> {
  for await (const records of candidates(reader, selection)) {
    for (const record of records) {
      const text = documentText(record);
      const document = parseDocument(text);
      if (matches(selection.query, document)) take(document, text);
    }
    // Others get their turn between chunks.
    await nextTurn();
  }
}

async function* candidates(
  reader: Reader,
  { place, query }: { place: Place; query: Query },
): AsyncGenerator<DocumentRecord[]> {
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
