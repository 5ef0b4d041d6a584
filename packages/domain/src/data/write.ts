import { type DocumentPatch, documentLimits, Problem } from "@second/contracts";
import type { Scope } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import type { DataActor } from "./actor.ts";
import type { ChangeRecord } from "./collections.ts";
import type { WriteOperation } from "./operations.ts";
import { writeDocuments } from "./write-documents.ts";

/** Which document a write addresses, and the client's name for the request. */
interface Target {
  collection: string;
  docId: string;
  /** Refuses with `document.conflict` when another version is stored. */
  ifVersion?: number | undefined;
  key: string | null;
}

/** A document's whole text after a write, system fields included. */
export interface WrittenDocument {
  text: string;
  version: number;
}

/** Inserts a document. @throws `document.exists`, `document.invalid`, `document.too_large`, `data.collection_limit`, … */
export async function insertDocument(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  input: {
    collection: string;
    docId?: string | undefined;
    fields: Record<string, unknown>;
    key: string | null;
  },
): Promise<WrittenDocument> {
  const { key, ...insert } = input;
  return written(await writeOne(platform, scope, actor, { key, operation: { op: "insert", ...insert } }));
}

/** Changes fields of a document. @throws `resource.not_found`, `document.conflict`, `document.invalid`, `document.too_large` */
export async function updateDocument(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { key, ...target }: Target & { patch: DocumentPatch },
): Promise<WrittenDocument> {
  return written(await writeOne(platform, scope, actor, { key, operation: { op: "update", ...target } }));
}

/** Replaces a document whole. @throws `document.version_required` without `ifVersion`, else as {@link updateDocument} */
export async function replaceDocument(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { key, ifVersion, ...target }: Target & { fields: Record<string, unknown> },
): Promise<WrittenDocument> {
  if (ifVersion === undefined) throw new Problem("document.version_required");
  return written(
    await writeOne(platform, scope, actor, { key, operation: { op: "replace", ...target, ifVersion } }),
  );
}

/** Deletes a document. @throws `resource.not_found`, `document.conflict` */
export async function deleteDocument(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { key, ...target }: Target,
): Promise<void> {
  await writeOne(platform, scope, actor, { key, operation: { op: "delete", ...target } });
}

/** What a batch did, one for each operation; `text` is null for a deletion. */
export interface BatchResult {
  docId: string;
  text: string | null;
}

/** Makes up to 100 changes as one transaction. A failure names its operation as `index` and undoes all. */
export async function writeBatch(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { operations, key }: { operations: readonly WriteOperation[]; key: string | null },
): Promise<BatchResult[]> {
  const bytes = Buffer.byteLength(JSON.stringify(operations));
  if (bytes > documentLimits.batchBytesMax) {
    throw new Problem("request.too_large", { extra: { limit: documentLimits.batchBytesMax } });
  }
  const changes = await writeDocuments(platform, scope, actor, { operations, key, isBatch: true });
  return changes.map(({ docId, after }) => ({ docId, text: after }));
}

async function writeOne(
  platform: Platform,
  scope: Scope,
  actor: DataActor,
  { operation, key }: { operation: WriteOperation; key: string | null },
): Promise<ChangeRecord> {
  const [change] = await writeDocuments(platform, scope, actor, {
    operations: [operation],
    key,
    isBatch: false,
  });
  if (change === undefined) throw new Error("A write of one document recorded no change.");
  return change;
}

function written({ after, version }: ChangeRecord): WrittenDocument {
  return { text: after ?? "null", version };
}
