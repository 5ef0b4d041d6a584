import type { AnyCollection, FieldType } from "../database.ts";
import { misuse } from "./misuse.ts";

export interface IndexShape {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly descending: boolean }[];
  readonly unique: boolean;
}

/** A checked definition. `fields` holds `id` too. */
export interface CollectionShape {
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldType>;
  readonly indexes: readonly IndexShape[];
  readonly feed: AnyCollection["feed"];
}

const collectionName = /^[a-z][a-z0-9_]{0,62}$/;
const fieldName = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
const indexName = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;
const reservedFields = new Set(["id", "_id", "_body", "__proto__"]);
const fieldTypes: readonly unknown[] = ["string", "number", "boolean"];

/** `-createdAt` → `{name: "createdAt", descending: true}`. */
export function directedField(text: string): { name: string; descending: boolean } {
  return text.startsWith("-") ? { name: text.slice(1), descending: true } : { name: text, descending: false };
}

function checkedFields(definition: AnyCollection): Map<string, FieldType> {
  const fields = new Map<string, FieldType>([["id", "string"]]);
  const taken = new Set<string>();
  for (const [name, type] of Object.entries(definition.fields)) {
    const lower = name.toLowerCase();
    const isFree = fieldName.test(name) && !reservedFields.has(lower) && !taken.has(lower);
    if (!isFree || type === undefined || !fieldTypes.includes(type)) {
      throw misuse(`Collection ${definition.name} cannot declare the field "${name}" as ${type}.`);
    }
    taken.add(lower);
    fields.set(name, type);
  }
  return fields;
}

/** @throws {StoreError} `store.misuse` when the definition breaks a rule of the port. */
export function shapeOf(definition: AnyCollection): CollectionShape {
  if (!collectionName.test(definition.name)) throw misuse(`"${definition.name}" is no collection name.`);
  const fields = checkedFields(definition);
  const names = new Set<string>();
  const indexes = definition.indexes.map((index) => {
    const directed = index.fields.map(directedField);
    const known = directed.every(({ name }) => fields.has(name));
    const distinct = new Set(directed.map(({ name }) => name)).size === directed.length;
    const lower = index.name.toLowerCase();
    if (
      !indexName.test(index.name) ||
      lower === "id" ||
      names.has(lower) ||
      !known ||
      !distinct ||
      !directed[0]
    ) {
      throw misuse(`Index "${index.name}" of ${definition.name} needs its own name and declared fields.`);
    }
    names.add(lower);
    return { name: index.name, fields: directed, unique: index.unique ?? false };
  });
  return { name: definition.name, fields, indexes, feed: definition.feed };
}

/** The prepared collections of one open database. */
export class CollectionShapes {
  readonly #byName = new Map<string, CollectionShape>();

  add(shape: CollectionShape): void {
    this.#byName.set(shape.name, shape);
  }

  /** @throws {StoreError} `store.misuse` before `prepare`. */
  of(definition: AnyCollection): CollectionShape {
    return this.named(definition.name);
  }

  named(name: string): CollectionShape {
    const shape = this.#byName.get(name);
    if (!shape) throw misuse(`Collection "${name}" is not prepared.`);
    return shape;
  }

  /** @throws {StoreError} `store.misuse` for a collection that only takes inserts, since its records are fed. */
  updatable(definition: AnyCollection): CollectionShape {
    const shape = this.of(definition);
    if (shape.feed === "records") throw misuse(`${shape.name} is insert-only, since its records are fed.`);
    return shape;
  }

  /** The names of collections whose changes are followed. @throws {StoreError} `store.misuse` for one that feeds none */
  followed(definitions: readonly AnyCollection[]): Set<string> {
    const shapes = definitions.map((definition) => this.of(definition));
    for (const { name, feed } of shapes) if (feed === "none") throw misuse(`${name} feeds no changes.`);
    return new Set(shapes.map(({ name }) => name));
  }

  fed(): CollectionShape[] {
    return [...this.#byName.values()].filter(({ feed }) => feed !== "none");
  }
}
