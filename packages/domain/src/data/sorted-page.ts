import type { AppDocument } from "@second/contracts";
import { compare } from "@second/query";
import type { Reader } from "@second/store";
import type { PagePlace } from "./cursor.ts";
import { examine } from "./examine.ts";
import { type FoundPage, openPage, type Selection } from "./selection.ts";

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
  await examine(reader, selection, (document, text) => found.push({ document, text }));
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

/** After the last document of the former page; where it was, when it is gone. */
function startAfter(found: readonly Match[], after: Sorted | null): number {
  if (after === null) return 0;
  const at = found.findIndex(({ document }) => document._id === after.docId);
  return at === -1 ? after.count : at + 1;
}
