import type { CollectionDefinition, ListOptions, Page, Reader, StoredRecord } from "@second/store";

/** All records that match, page by page. */
export async function* pagesOf<R extends StoredRecord>(
  reader: Reader,
  collection: CollectionDefinition<R>,
  options: Pick<ListOptions<R>, "filter" | "limit">,
): AsyncGenerator<R[]> {
  let next: Pick<ListOptions<R>, "cursor"> | null = {};
  while (next) {
    const page: Page<R> = await reader.list(collection, { ...options, ...next });
    yield page.records;
    next = page.nextCursor === null ? null : { cursor: page.nextCursor };
  }
}
