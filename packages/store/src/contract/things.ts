import { type AnyCollection, type CollectionDefinition, defineCollection } from "../database.ts";
import type { Store } from "./describe-database.ts";

/** The record of most tests. `extra` and `list` are not declared. */
export interface Thing {
  id: string;
  group?: string | null;
  text?: string | null;
  score?: number | null;
  done?: boolean | null;
  extra?: unknown;
  list?: readonly unknown[];
}

let made = 0;

/** A prepared collection that no other test uses. */
export async function thingsIn(
  store: Store,
  options: { feed?: AnyCollection["feed"]; indexes?: AnyCollection["indexes"] } = {},
): Promise<CollectionDefinition<Thing>> {
  made += 1;
  const things = defineCollection<Thing>()({
    name: `things_${made}`,
    fields: { group: "string", text: "string", score: "number", done: "boolean" },
    indexes: options.indexes ?? [],
    feed: options.feed ?? "none",
  });
  await store().database.prepare([things]);
  return things;
}

/** One transaction of inserts. */
export async function insertThings(
  store: Store,
  things: CollectionDefinition<Thing>,
  ...records: Thing[]
): Promise<void> {
  await store().database.transaction((tx) => tx.insertMany(things, records));
}
