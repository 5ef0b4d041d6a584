import type { CollectionShape } from "../core/collection-shape.ts";
import { declaredValues, nullMarker } from "../core/field-values.ts";
import type { StoredRecord } from "../database.ts";

/** A record as MongoDB holds it: `_id` is its id, a top-level null is the marker, all else as it is where BSON can. */
export interface StoredDocument {
  _id: string;
  [field: string]: unknown;
}

/** The one key of a wrapped value, whose JSON text stands for it. */
const wrapped = "~json";
const depthMax = 100;
const treacherous = new Set([wrapped, "_bsontype", "__proto__"]);

const isTreacherous = (key: string) =>
  key.startsWith("$") || key.includes("\u0000") || treacherous.has(key) || !key.isWellFormed();

/** Whether BSON or its driver would refuse the value or give something else back. */
function needsWrapping(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth > depthMax || "toJSON" in value) return true;
  if (Array.isArray(value)) return value.some((one) => needsWrapping(one, depth + 1));
  return Object.entries(value).some(
    ([key, inner]: [string, unknown]) => isTreacherous(key) || needsWrapping(inner, depth + 1),
  );
}

/** What a top-level field holds in the database. */
export function storedValue(value: unknown): unknown {
  if (value === null) return nullMarker;
  return needsWrapping(value) ? { [wrapped]: JSON.stringify(value) } : value;
}

function recordValue(value: unknown): unknown {
  if (value === nullMarker) return null;
  if (typeof value !== "object" || value === null || !(wrapped in value)) return value;
  return JSON.parse(String(value[wrapped]));
}

/** @throws {StoreError} `store.misuse` when a declared field does not hold its type. */
export function toDocument(shape: CollectionShape, record: StoredRecord): StoredDocument {
  declaredValues(shape, record);
  const document: StoredDocument = { _id: record.id };
  for (const [name, value] of Object.entries(record)) {
    if (name !== "id" && value !== undefined) document[name] = storedValue(value);
  }
  return document;
}

/** The record of a document, which only writes through its own definition make. */
export function toRecord<R extends StoredRecord>(document: StoredDocument): R {
  const record: StoredRecord = { id: document._id };
  for (const [name, value] of Object.entries(document)) {
    if (name !== "_id") Reflect.set(record, name, recordValue(value));
  }
  return record as R;
}
