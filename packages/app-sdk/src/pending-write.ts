import type { AppDocument } from "@second/contracts";
import type { SystemField } from "./types.ts";

/** A write that shows already. `outcome` is undefined until answered, then the stored document, or null for a removal. */
export interface PendingWrite {
  readonly requestId: string;
  readonly collection: string;
  readonly docId: string;
  readonly kind: "insert" | "update" | "replace" | "remove";
  readonly fields: Readonly<Record<string, unknown>>;
  /** What system fields to show until the answer. */
  readonly at: string;
  readonly userId: string;
  outcome?: AppDocument | null;
}

const systemFields: ReadonlySet<string> = new Set<SystemField>([
  "_id",
  "_version",
  "_createdAt",
  "_updatedAt",
  "_createdBy",
  "_updatedBy",
]);

/** The fields as the server will store them: JSON values, without system fields. @throws TypeError for what is none. */
export function plainFields(fields: object): Record<string, unknown> {
  const plain: Record<string, unknown> = JSON.parse(JSON.stringify(fields));
  for (const name of systemFields) delete plain[name];
  return plain;
}

/** A document as it will be after the writes, which are in their order. Undefined is absence. */
export function withWrites(
  stored: AppDocument | undefined,
  writes: readonly PendingWrite[],
): AppDocument | undefined {
  let doc = stored;
  for (const write of writes) {
    if (write.kind === "remove") doc = undefined;
    else if (write.outcome) doc = newer(stored, write.outcome) ? stored : write.outcome;
    else if (write.kind === "insert") doc = inserted(write);
    else if (doc) doc = write.kind === "replace" ? replaced(doc, write) : updated(doc, write);
  }
  return doc;
}

/** Whether what is stored has come as far as the answer of a write, or further. */
function newer(stored: AppDocument | undefined, outcome: AppDocument): boolean {
  return stored !== undefined && stored._version >= outcome._version;
}

function inserted({ docId, at, userId, fields }: PendingWrite): AppDocument {
  const system = { _createdAt: at, _updatedAt: at, _createdBy: userId, _updatedBy: userId };
  return { _id: docId, _version: 1, ...system, ...fields };
}

function updated(doc: AppDocument, { fields, at, userId }: PendingWrite): AppDocument {
  return withFields({ ...doc, _updatedAt: at, _updatedBy: userId }, fields);
}

function replaced({ _id, _version, _createdAt, _createdBy }: AppDocument, write: PendingWrite): AppDocument {
  const { at: _updatedAt, userId: _updatedBy, fields } = write;
  return { _id, _version, _createdAt, _createdBy, _updatedAt, _updatedBy, ...fields };
}

/** A document with other fields: given ones replace stored ones whole; a dotted name addresses a nested field. */
export function withFields(doc: AppDocument, fields: Readonly<Record<string, unknown>>): AppDocument {
  const next: AppDocument = { ...doc };
  for (const [name, value] of Object.entries(fields)) {
    const path = name.split(".");
    if (!systemFields.has(path[0] ?? "")) setAt(next, path, value);
  }
  return next;
}

/** Copies the objects on the way. What cannot be entered stays: the server will refuse it. */
function setAt(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let owner = root;
  for (const step of path.slice(0, -1)) {
    const present = Object.hasOwn(owner, step) ? owner[step] : {};
    if (typeof present !== "object" || present === null || Array.isArray(present)) return;
    const copy = { ...present };
    owner[step] = copy;
    owner = copy;
  }
  owner[path.at(-1) ?? ""] = value;
}
