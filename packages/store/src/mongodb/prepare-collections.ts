import type { Db, IndexDescription } from "mongodb";
import { MongoServerError } from "mongodb";
import type { CollectionShape, IndexShape } from "../core/collection-shape.ts";
import { storedName } from "./mongo-filter.ts";

const namespaceExists = 48;
const optionsConflict = 85;
const keySpecsConflict = 86;
const indexNotFound = 27;

const hasCode = (error: unknown, ...codes: number[]) =>
  error instanceof MongoServerError && typeof error.code === "number" && codes.includes(error.code);

const keyOf = (fields: IndexShape["fields"]): Record<string, 1 | -1> =>
  Object.fromEntries(fields.map(({ name, descending }) => [storedName(name), descending ? -1 : 1]));

/** Plain indexes end with `_id`, so that they serve every sort's tie-break. */
function plainIndex(name: string, fields: IndexShape["fields"]): IndexDescription {
  const key = keyOf(fields);
  return { name, key: "_id" in key ? key : { ...key, _id: 1 } };
}

/**
 * A unique index leaves out records that lack a field; MongoDB then uses it only for queries that name every field, so
 * one of several fields has a plain companion for those that name its first ones.
 */
function indexesOf({ name, fields, unique }: IndexShape): IndexDescription[] {
  if (!unique) return [plainIndex(name, fields)];
  const present = Object.fromEntries(fields.map((field) => [storedName(field.name), { $exists: true }]));
  const itself = { name, key: keyOf(fields), unique: true, partialFilterExpression: present };
  return fields.length === 1 ? [itself] : [itself, plainIndex(`${name}~`, fields)];
}

async function createIndex(
  db: Db,
  collection: string,
  index: IndexDescription & { name: string },
): Promise<void> {
  try {
    await db.collection(collection).createIndexes([index]);
  } catch (error) {
    if (!hasCode(error, optionsConflict, keySpecsConflict)) throw error;
    // The definition changed under the same name. Another process may be ahead of this one.
    await db
      .collection(collection)
      .dropIndex(index.name)
      .catch((failure: unknown) => {
        if (!hasCode(failure, indexNotFound)) throw failure;
      });
    await db.collection(collection).createIndexes([index]);
  }
}

/** Creates what is missing. Indexes that are no longer declared stay: a process of another version may need them. */
export async function prepareCollections(db: Db, shapes: readonly CollectionShape[]): Promise<void> {
  const present = await db.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set(present.map(({ name }) => name));
  for (const shape of shapes) {
    if (!names.has(shape.name)) {
      await db.createCollection(shape.name).catch((error: unknown) => {
        if (!hasCode(error, namespaceExists)) throw error;
      });
    }
    for (const index of shape.indexes.flatMap(indexesOf)) {
      await createIndex(db, shape.name, { ...index, name: index.name ?? "" });
    }
  }
}
