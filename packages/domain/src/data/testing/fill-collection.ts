import type { Scope } from "../../access/access.ts";
import { type DocumentRecord, documentsCollection } from "../collections.ts";
import { placeOf, recordId } from "../document.ts";
import { nextUlid, type World } from "./world.ts";

/** Stores many documents in `leads` straight away: for sizes that writing one by one would take too long for. */
export function fillCollection(
  { platform, person }: World,
  scope: Scope,
  { count, body = "{}" }: { count: number; body?: string | undefined },
): Promise<void> {
  const collection = "leads";
  const place = placeOf(scope, collection);
  const at = "2026-11-24T10:00:00.000Z";
  const by = person().userId;
  const records = Array.from({ length: count }, (): DocumentRecord => {
    const docId = nextUlid();
    return {
      id: recordId(place, docId),
      workspaceId: scope.workspaceId,
      place,
      collection,
      docId,
      version: 1,
      createdAt: at,
      updatedAt: at,
      createdBy: by,
      updatedBy: by,
      body,
    };
  });
  return platform.db.transaction((tx) => tx.insertMany(documentsCollection, records));
}
