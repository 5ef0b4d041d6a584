import { setImmediate as nextTurn } from "node:timers/promises";
import type { Manifest, StoredMessage } from "@second/contracts";
import type { CollectionDefinition, Filter, Reader, StoredRecord } from "@second/store";
import { messagesCollection, treesCollection, turnProgressCollection } from "../runs/collections.ts";
import { blobsOfParts } from "../runs/message-parts.ts";
import { versionFilesCollection } from "../versions/collections.ts";
import { pagesOf } from "./pages.ts";

/** Records are large, and reading a page of them holds up everything else. */
const pageSize = 25;

/** Reads the names in one collection's records, page by page. */
type NamesIn = (reader: Reader, signal: AbortSignal) => AsyncGenerator<string>;

function namesIn<R extends StoredRecord>(
  collection: CollectionDefinition<R>,
  namesOf: (record: R) => readonly string[],
  filter?: Filter<R>,
): NamesIn {
  return async function* (reader, signal) {
    const options = { limit: pageSize, ...(filter ? { filter } : {}) };
    for await (const records of pagesOf(reader, collection, options)) {
      signal.throwIfAborted();
      for (const record of records) yield* namesOf(record);
      await nextTurn();
    }
  };
}

const inTree = (tree: Manifest) => Object.values(tree).map(({ sha256 }) => sha256);
const inParts = ({ parts }: { parts: StoredMessage["parts"] }) => blobsOfParts(parts);

/** Every place of the product where a blob is named. What is named nowhere here is swept. */
const places: readonly NamesIn[] = [
  namesIn(versionFilesCollection, ({ source, artifact }) => [...inTree(source), ...inTree(artifact)]),
  namesIn(treesCollection, ({ tree }) => inTree(tree)),
  namesIn(messagesCollection, inParts, { hasBlobs: { ne: false } }),
  namesIn(turnProgressCollection, inParts),
];

/** All names of blobs, some of them repeatedly. */
export async function* blobNames(reader: Reader, signal: AbortSignal): AsyncGenerator<string> {
  for (const place of places) yield* place(reader, signal);
}
