import { randomBytes } from "node:crypto";
import { inject } from "vitest";

/** What the global set-up found: a replica set's address, or why there is none. */
export type MongoForTests = { uri: string } | { failure: string };

declare module "vitest" {
  export interface ProvidedContext {
    mongo: MongoForTests;
  }
}

/** The run's replica set and a database name of one's own; drop that when done. Throws with the reason when there is none. */
export function mongoForTests(): { uri: string; database: string } {
  const mongo = inject("mongo");
  if ("failure" in mongo) throw new Error(mongo.failure);
  return { uri: mongo.uri, database: `second_test_${randomBytes(6).toString("hex")}` };
}
