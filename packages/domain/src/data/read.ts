import { type CollectionListView, isDocumentId, Problem } from "@second/contracts";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import type { DataActor } from "./actor.ts";
import { documentsCollection } from "./collections.ts";
import { documentText, placeOf, recordId } from "./document.ts";
import { dataProcess } from "./process.ts";

/** One document as JSON text. @throws `resource.not_found`, also for what is no document id. */
export async function getDocument(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { collection, docId }: { collection: string; docId: string },
): Promise<{ text: string; version: number }> {
  dataProcess(platform).userReads.spend(actor.userId, 1);
  const record = isDocumentId(docId)
    ? await platform.db.get(documentsCollection, recordId(placeOf(scope, collection), docId))
    : null;
  if (record === null) throw new Problem("resource.not_found");
  return { text: documentText(record), version: record.version };
}

/** The collections that hold documents, by name, with how many. */
export async function listCollections(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
): Promise<CollectionListView["collections"]> {
  const { names, userReads } = dataProcess(platform);
  userReads.spend(actor.userId, 1);
  const collections: CollectionListView["collections"] = [];
  for (const name of (await names.all(scope)).sort()) {
    const count = await platform.db.count(documentsCollection, { place: placeOf(scope, name) });
    if (count > 0) collections.push({ name, count, declared: false });
  }
  return collections;
}
