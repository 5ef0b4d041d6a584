import type { FieldType, StoredRecord } from "../database.ts";
import type { CollectionShape } from "./collection-shape.ts";
import { misuse } from "./misuse.ts";

/**
 * What both engines keep in the place of a declared null: it sorts after absence and before every value,
 * and unique indexes see it. No value can equal it, since declared numbers are finite.
 */
export const nullMarker = Number.NEGATIVE_INFINITY;

export function holdsType(value: unknown, type: FieldType): value is string | number | boolean {
  if (typeof value !== type) return false;
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "string" || value.isWellFormed();
}

export function checkId(id: unknown): asserts id is string {
  if (typeof id !== "string" || id === "" || !id.isWellFormed()) throw misuse("A record needs an id.");
}

/** @throws {StoreError} `store.misuse` unless the value is absent, null, or of the declared type. */
export function checkField(shape: CollectionShape, name: string, value: unknown): void {
  const type = shape.fields.get(name);
  if (type === undefined || value === undefined || value === null || holdsType(value, type)) return;
  throw misuse(`${shape.name}.${name} must be a ${type}, null or absent.`);
}

/** The declared fields besides `id` that a record has, checked. */
export function declaredValues(
  shape: CollectionShape,
  record: StoredRecord,
): Map<string, string | number | boolean | null | undefined> {
  checkId(record.id);
  const values = new Map<string, string | number | boolean | null | undefined>();
  for (const [name, type] of shape.fields) {
    if (name === "id") continue;
    const value: unknown = Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined;
    if (value !== undefined && value !== null && !holdsType(value, type)) {
      throw misuse(`${shape.name}.${name} must be a ${type}, null or absent.`);
    }
    values.set(name, value);
  }
  return values;
}
