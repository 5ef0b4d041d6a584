import { type ClientSession, Timestamp } from "mongodb";
import type { CollectionDefinition, StoredRecord } from "../database.ts";
import { MongoReader, type Target } from "./mongo-reader.ts";

/** Reads within a snapshot session. The first one fixes the time, so others wait for it. */
export class SnapshotReader extends MongoReader {
  #first: Promise<unknown> | null = null;

  protected override async attempt<R extends StoredRecord, T>(
    of: CollectionDefinition<R>,
    work: (target: Target) => Promise<T>,
  ): Promise<T> {
    if (this.#first) {
      await this.#first;
      return super.attempt(of, work);
    }
    const result = super.attempt(of, work);
    this.#first = result.catch(() => undefined);
    return result;
  }
}

/** The cluster time that a snapshot session reads at; null before its first read. The driver's types leave it out. */
export function snapshotTimeOf(session: ClientSession): Timestamp | null {
  const time: unknown = Reflect.get(session, "snapshotTime");
  return time instanceof Timestamp ? time : null;
}
