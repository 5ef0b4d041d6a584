import type { Filter, Reader } from "@second/store";
import { type DocumentRecord, documentsCollection, type Place } from "./collections.ts";
import type { PagePlace } from "./cursor.ts";
import { recordId } from "./document.ts";

type Newest = Extract<PagePlace, { kind: "newest" }>;

export const newestPlace = ({ createdAt, docId }: DocumentRecord): Newest => ({
  kind: "newest",
  createdAt,
  docId,
});

/** A collection's documents by its index, newest first, up to `size` at a time. `isLast` saves asking once more. */
export async function* walkPlace(
  reader: Reader,
  place: Place,
  { after, size }: { after: Newest | null; size: number },
): AsyncGenerator<{ records: DocumentRecord[]; isLast: boolean }> {
  for (let from = after; ; ) {
    const { records, nextCursor } = await reader.list(documentsCollection, {
      filter: filterAfter(place, from),
      sort: ["-createdAt"],
      limit: size,
    });
    const end = records.at(-1);
    const isLast = nextCursor === null || end === undefined;
    yield { records, isLast };
    if (isLast) return;
    from = newestPlace(end);
  }
}

function filterAfter(place: Place, after: Newest | null): Filter<DocumentRecord> {
  if (after === null) return { place };
  const { createdAt, docId } = after;
  return {
    place,
    // Follows from the rest, but lets the index seek.
    createdAt: { lte: createdAt },
    or: [{ createdAt: { lt: createdAt } }, { id: { gt: recordId(place, docId) } }],
  };
}
