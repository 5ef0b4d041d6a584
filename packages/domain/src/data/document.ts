import type { AppDocument, Side } from "@second/contracts";
import type { Scope } from "../access/access.ts";
import type { ChangeRecord, DocumentRecord, Place } from "./collections.ts";

/** Names one app's side in ids of records. The app's id is unique across workspaces. */
export const scopeKey = (scope: { appId: string; side: Side }) => `${scope.appId}.${scope.side}`;

export const placeOf = (scope: Scope, collection: string): Place => `${scopeKey(scope)}/${collection}`;

export const recordId = (place: Place, docId: string) => `${place}/${docId}`;

/** Fields that the server sets. In what a caller writes they are dropped silently. */
export const systemFields: ReadonlySet<string> = new Set([
  "_id",
  "_version",
  "_createdAt",
  "_updatedAt",
  "_createdBy",
  "_updatedBy",
]);

type Stored = Pick<
  DocumentRecord,
  "docId" | "version" | "createdAt" | "updatedAt" | "createdBy" | "updatedBy" | "body"
>;

/** The document as apps see it, as JSON text: system fields first, then its own, without parsing them. */
export function documentText(record: Stored): string {
  const head =
    `{"_id":"${record.docId}","_version":${record.version},"_createdAt":"${record.createdAt}",` +
    `"_updatedAt":"${record.updatedAt}","_createdBy":"${record.createdBy}","_updatedBy":"${record.updatedBy}"`;
  return record.body === "{}" ? `${head}}` : `${head},${record.body.slice(1)}`;
}

/** The same as a value. */
export function documentOf(record: Stored): AppDocument {
  return parseDocument(documentText(record));
}

/** A document's text as kept in a change or made by {@link documentText}. */
export function parseDocument(text: string): AppDocument {
  return JSON.parse(text) as AppDocument; // our own text
}

/** The app's own fields of a record. */
export function fieldsOf(record: Pick<DocumentRecord, "body">): Record<string, unknown> {
  return JSON.parse(record.body) as Record<string, unknown>; // written by us from an object
}

/** What the live stream says of one change, as JSON text. */
export function changeText(change: ChangeRecord, last: boolean): string {
  const head =
    `{"type":"${change.kind}","collection":"${change.collection}","docId":"${change.docId}",` +
    `"version":${change.version}`;
  const doc = change.after === null ? "" : `,"doc":${change.after}`;
  return `${head}${doc},"txn":"${change.txn}","last":${last}}`;
}
