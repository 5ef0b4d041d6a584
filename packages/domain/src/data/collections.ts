import type { Side } from "@second/contracts";
import { defineCollection } from "@second/store";

/** Where an app's documents of one collection lie: `<appId>.<side>/<collection>`. */
export type Place = string;

/** One live document. Its id is `<place>/<docId>`; the app's own fields are kept as JSON text. */
export interface DocumentRecord {
  id: string;
  workspaceId: string;
  place: Place;
  collection: string;
  docId: string;
  version: number;
  /** ISO 8601, UTC, by the server's clock. */
  createdAt: string;
  updatedAt: string;
  createdBy: string;
  updatedBy: string;
  /** JSON text of the app's own fields, as written: no engine restricts its keys, and it is answered without parsing. */
  body: string;
}

export const documentsCollection = defineCollection<DocumentRecord>()({
  name: "documents",
  fields: { workspaceId: "string", place: "string", version: "number", createdAt: "string" },
  indexes: [{ name: "newest_first", fields: ["place", "-createdAt", "id"] }],
  feed: "none",
});

export type ChangeKind = "insert" | "update" | "delete";

/**
 * What one change did to one document. Never altered: feed, history and repeats of a request read it. Forgotten after
 * 30 days.
 */
export interface ChangeRecord {
  /** `<txn>.<index>` */
  id: string;
  workspaceId: string;
  appId: string;
  side: Side;
  collection: string;
  docId: string;
  /** The id of the document's record. */
  document: string;
  version: number;
  kind: ChangeKind;
  /** The whole document as JSON text, system fields included; null before an insert and after a delete. */
  before: string | null;
  after: string | null;
  actorId: string;
  cause: "user";
  /** Changes of one transaction share it. */
  txn: string;
  index: number;
  size: number;
  at: string;
  /** On the first change of a request with an idempotency key: `<appId>.<side>:<userId>:<key>`. */
  requestKey?: string;
  /** SHA-256 of what that request asked for. */
  requestHash?: string;
}

export const documentChangesCollection = defineCollection<ChangeRecord>()({
  name: "document_changes",
  fields: {
    workspaceId: "string",
    document: "string",
    version: "number",
    requestKey: "string",
    at: "string",
  },
  indexes: [
    { name: "one_per_version", fields: ["document", "version"], unique: true },
    { name: "one_per_request", fields: ["requestKey"], unique: true },
    { name: "by_age", fields: ["at"] },
  ],
  feed: "records",
});

/** What an app's side is known to hold. Its id is the scope's key. */
export interface DataScopeRecord {
  id: string;
  workspaceId: string;
  /** Every collection name ever written, by its lower-case form. Names are never removed, so a cached one stays true. */
  names: Record<string, string[]>;
  nameCount: number;
  /** Bytes of all bodies, summed up every few seconds. */
  bytes: number;
}

export const dataScopesCollection = defineCollection<DataScopeRecord>()({
  name: "data_scopes",
  fields: { workspaceId: "string", nameCount: "number", bytes: "number" },
  indexes: [],
  feed: "none",
});
