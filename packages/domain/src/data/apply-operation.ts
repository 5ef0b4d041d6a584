import { isDocumentId, Problem } from "@second/contracts";
import type { Transaction } from "@second/store";
import type { Scope } from "../access/access.ts";
import { applyPatch } from "./apply-patch.ts";
import { checkFields } from "./check-fields.ts";
import {
  type ChangeKind,
  type DocumentRecord,
  documentChangesCollection,
  documentsCollection,
} from "./collections.ts";
import { documentOf, fieldsOf, placeOf, recordId } from "./document.ts";
import type { WriteOperation } from "./operations.ts";

/** An operation whose own contents are checked; `body` is the JSON text that inserts and replacements store. */
export type PreparedOperation =
  | (Extract<WriteOperation, { op: "insert" }> & { docId: string; body: string; isNewId: boolean })
  | (Extract<WriteOperation, { op: "replace" }> & { body: string })
  | Extract<WriteOperation, { op: "update" | "delete" }>;

/** What an operation did: null is absence. */
export interface AppliedOperation {
  kind: ChangeKind;
  before: DocumentRecord | null;
  after: DocumentRecord | null;
  /** The version this change made; a deletion's is one above the last. */
  version: number;
}

export interface WriteContext {
  scope: Scope;
  userId: string;
  /** ISO time of the whole transaction. */
  at: string;
}

/** Checks what can be checked without reading. @throws `document.invalid`, `document.too_large`, `resource.not_found` */
export function prepareOperation(operation: WriteOperation, newId: () => string): PreparedOperation {
  if (operation.op === "insert") {
    const { docId } = operation;
    if (docId !== undefined && !isDocumentId(docId)) {
      const message = "must be 26 characters of an id";
      throw new Problem("document.invalid", { fields: [{ pointer: "/id", message }] });
    }
    const body = checkFields(operation.fields);
    return { ...operation, docId: docId ?? newId(), body, isNewId: docId === undefined };
  }
  if (!isDocumentId(operation.docId)) throw new Problem("resource.not_found");
  return operation.op === "replace" ? { ...operation, body: checkFields(operation.fields) } : operation;
}

/**
 * Makes one change within a transaction. Reads before it writes, and writes only over the version it read.
 * @throws `resource.not_found`, `document.conflict`, `document.exists`, `document.invalid`, `document.too_large`
 */
export async function applyOperation(
  tx: Transaction,
  operation: PreparedOperation,
  context: WriteContext,
): Promise<AppliedOperation> {
  if (operation.op === "insert") return insert(tx, operation, context);
  const before = await tx.get(
    documentsCollection,
    recordId(placeOf(context.scope, operation.collection), operation.docId),
  );
  if (before === null) throw new Problem("resource.not_found");
  if (operation.ifVersion !== undefined && operation.ifVersion !== before.version) {
    throw new Problem("document.conflict", { extra: { current: documentOf(before) } });
  }
  const version = before.version + 1;
  const isMine = { version: before.version };
  if (operation.op === "delete") {
    if (!(await tx.delete(documentsCollection, before.id, isMine))) throw new Problem("resource.not_found");
    return { kind: "delete", before, after: null, version };
  }
  const body =
    operation.op === "replace" ? operation.body : checkFields(applyPatch(fieldsOf(before), operation.patch));
  const after = { ...before, version, updatedAt: context.at, updatedBy: context.userId, body };
  if (!(await tx.replace(documentsCollection, after, isMine))) throw new Problem("resource.not_found");
  return { kind: "update", before, after, version };
}

async function insert(
  tx: Transaction,
  { collection, docId, body, isNewId }: Extract<PreparedOperation, { op: "insert" }>,
  { scope, userId, at }: WriteContext,
): Promise<AppliedOperation> {
  const place = placeOf(scope, collection);
  const id = recordId(place, docId);
  const version = isNewId ? 1 : await nextVersion(tx, id);
  const after: DocumentRecord = {
    id,
    workspaceId: scope.workspaceId,
    place,
    collection,
    docId,
    version,
    createdAt: at,
    updatedAt: at,
    createdBy: userId,
    updatedBy: userId,
    body,
  };
  await tx.insert(documentsCollection, after);
  return { kind: "insert", before: null, after, version };
}

/** Versions continue when a deleted id returns. @throws `document.exists` while it is there. */
async function nextVersion(tx: Transaction, document: string): Promise<number> {
  const last = await tx.first(documentChangesCollection, { filter: { document }, sort: ["-version"] });
  if (last === null) return 1;
  if (last.kind !== "delete") throw new Problem("document.exists");
  return last.version + 1;
}
