import { documentLimits } from "@second/contracts";
import type { Filter, Reader } from "@second/store";
import { type DocumentRecord, documentsCollection, type Place } from "./collections.ts";
import type { PagePlace } from "./cursor.ts";
import { recordId } from "./document.ts";
import { examinedBytesMax } from "./selection.ts";

type Newest = Extract<PagePlace, { kind: "newest" }>;

export const newestPlace = ({ createdAt, docId }: DocumentRecord): Newest => ({
  kind: "newest",
  createdAt,
  docId,
});

/** Documents read at once: few, and more after such as are small. */
const sizeFirst = 100;
const smallBytesMax = 1024 * 1024;
/** However large what follows is, reading it at once takes no more than one query may look at. */
const sizeMax = examinedBytesMax / documentLimits.sizeBytesMax;

/** A collection's documents by its index, newest first, a few at a time and `wanted` in all. `isLast`: no more exist. */
export async function* walkPlace(
  reader: Reader,
  place: Place,
  { after, wanted = Number.POSITIVE_INFINITY }: { after: Newest | null; wanted?: number },
): AsyncGenerator<{ records: DocumentRecord[]; isLast: boolean }> {
  let size = sizeFirst;
  let left = wanted;
  for (let from = after; ; ) {
    const { records, nextCursor } = await reader.list(documentsCollection, {
      filter: filterAfter(place, from),
      sort: ["-createdAt"],
      limit: Math.min(size, left),
    });
    const end = records.at(-1);
    const isLast = nextCursor === null || end === undefined;
    yield { records, isLast };
    left -= records.length;
    if (isLast || left === 0) return;
    from = newestPlace(end);
    const bytes = records.reduce((sum, { body }) => sum + body.length, 0);
    size = bytes > smallBytesMax ? sizeFirst : Math.min(size * 2, sizeMax);
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
