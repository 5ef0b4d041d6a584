import type { FieldType, Scalar, StoredRecord } from "../database.ts";
import { type CollectionShape, directedField } from "./collection-shape.ts";
import { holdsType } from "./field-values.ts";
import { all, any, filterTest, never, type Test } from "./filter-test.ts";
import { misuse } from "./misuse.ts";

const listLimitMax = 10_000;

interface SortKey {
  readonly name: string;
  readonly type: FieldType;
  readonly descending: boolean;
}

/** A checked `list`: what to find, in which order (which ends with `id`), how many. */
export interface ListPlan {
  readonly test: Test;
  readonly order: readonly SortKey[];
  readonly limit: number;
}

interface ListRequest {
  filter?: object;
  sort?: readonly string[];
  limit?: number;
  cursor?: string;
}

export function planList(shape: CollectionShape, options: ListRequest = {}): ListPlan {
  const limit = options.limit ?? listLimitMax;
  if (!Number.isInteger(limit) || limit < 1 || limit > listLimitMax) {
    throw misuse(`A limit is 1 to ${listLimitMax}.`);
  }
  const order = sortOrder(shape, options.sort ?? []);
  const filter = filterTest(shape, options.filter);
  if (options.cursor === undefined) return { test: filter, order, limit };
  return { test: all(filter, ...afterCursor(order, options.cursor)), order, limit };
}

function sortOrder(shape: CollectionShape, sort: readonly string[]): SortKey[] {
  const keys = [...sort, "id"].map((text) => {
    const { name, descending } = directedField(text);
    const type = shape.fields.get(name);
    if (type === undefined) throw misuse(`${shape.name}.${name} is not declared, so nothing sorts by it.`);
    return { name, type, descending };
  });
  const end = keys.findIndex(({ name }) => name === "id");
  const order = keys.slice(0, end + 1);
  if (new Set(order.map(({ name }) => name)).size !== order.length)
    throw misuse("A field is sorted by twice.");
  return order;
}

const orderText = (order: readonly SortKey[]) =>
  order.map(({ name, descending }) => `${descending ? "-" : ""}${name}`).join(",");

/** The cursor that continues after `record`. */
export function cursorOf(order: readonly SortKey[], record: StoredRecord): string {
  const values = order.map(({ name }) => {
    const value: unknown = Reflect.get(record, name);
    return value === undefined ? [] : [value];
  });
  return Buffer.from(JSON.stringify([orderText(order), values])).toString("base64url");
}

/** Absence is undefined. */
type Place = Scalar | undefined;

function placesOf(order: readonly SortKey[], cursor: string): Place[] {
  const refused = misuse("This cursor belongs to another list.");
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(parsed) || parsed[0] !== orderText(order) || !Array.isArray(parsed[1])) throw refused;
  const places: unknown[] = parsed[1];
  return order.map(({ type }, index) => {
    const place = places[index];
    if (!Array.isArray(place) || place.length > 1) throw refused;
    const value: unknown = place[0];
    if (value !== undefined && value !== null && !holdsType(value, type)) throw refused;
    return value;
  });
}

function sameAs(field: string, value: Place): Test {
  return value === undefined ? { kind: "absent", field } : { kind: "is", field, value };
}

/** Records that come after `value` in the order of one key. */
function behind({ name: field, descending }: SortKey, value: Place): Test {
  const absent: Test = { kind: "absent", field };
  if (descending) {
    if (value === undefined) return never;
    if (value === null) return absent;
    return any({ kind: "lt", field, value }, { kind: "is", field, value: null }, absent);
  }
  if (value === undefined) return { kind: "present", field };
  if (value === null) return all({ kind: "present", field }, { kind: "is-not", field, value });
  return { kind: "gt", field, value };
}

function afterCursor(order: readonly SortKey[], cursor: string): Test[] {
  const places = placesOf(order, cursor);
  const branches = order.map((key, index) =>
    all(
      ...order.slice(0, index).map(({ name }, before) => sameAs(name, places[before])),
      behind(key, places[index]),
    ),
  );
  const [first] = order;
  const [start] = places;
  const tests: Test[] = [any(...branches)];
  // Lets an engine seek in an index instead of walking to the place.
  if (first && !first.descending && start !== undefined && start !== null) {
    tests.push({ kind: "gte", field: first.name, value: start });
  }
  return tests;
}
