import { type Db, MongoClient } from "mongodb";
import type { Blobs } from "../blobs.ts";
import { newEpoch } from "../core/position.ts";
import { type Database, StoreError } from "../database.ts";
import { MongoBlobs } from "./mongo-blobs.ts";
import { MongoDatabase, metaCollection } from "./mongo-database.ts";
import { storeErrorOf } from "./mongo-errors.ts";

export interface MongoOptions {
  /** A replica set's address (`mongodb://…` or `mongodb+srv://…`). */
  uri: string;
  /** The database's name; that of the address, or `second`. */
  database?: string;
  /** What uses of blobs are noted by; the system's clock unless told. */
  now?: () => number;
}

const selectionMs = 10_000;
const connectionsMax = 64;

/** @throws {StoreError} `store.unavailable` when it cannot be reached, is no replica set, or is older than 7.0. */
export async function openMongo(options: MongoOptions): Promise<{ database: Database; blobs: Blobs }> {
  const client = clientOf(options.uri);
  try {
    await client.connect();
    const db = client.db(options.database ?? nameIn(options.uri));
    await checkServer(db);
    const database = new MongoDatabase(client, db, await epochOf(db));
    return { database, blobs: new MongoBlobs(db, options.now) };
  } catch (error) {
    await client.close();
    throw storeErrorOf(error);
  }
}

function clientOf(uri: string): MongoClient {
  // What the address says goes first.
  const unlessSaid = (name: string, value: number) =>
    new RegExp(`[?&]${name}=`, "i").test(uri) ? {} : { [name]: value };
  try {
    return new MongoClient(uri, {
      appName: "second",
      ignoreUndefined: true,
      writeConcern: { w: "majority" },
      readPreference: "primary",
      ...unlessSaid("serverSelectionTimeoutMS", selectionMs),
      ...unlessSaid("maxPoolSize", connectionsMax),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError("store.unavailable", `This is no address of a MongoDB server: ${reason}`, {
      cause: error,
    });
  }
}

const nameIn = (uri: string): string => /^[^:]+:\/\/[^/]+\/([^?/]+)/.exec(uri)?.[1] ?? "second";

/** Transactions, change streams and snapshot reads need a replica set, and the driver's use of them version 7. */
async function checkServer(db: Db): Promise<void> {
  const hello = await db.admin().command({ hello: 1 });
  const build = await db.admin().command({ buildInfo: 1 });
  checkKind({ setName: hello.setName, version: build.version });
}

/** @throws {StoreError} `store.unavailable` for a standalone server and for versions below 7. */
export function checkKind({ setName, version }: { setName: unknown; version: unknown }): void {
  if (typeof setName !== "string") {
    throw new StoreError(
      "store.unavailable",
      "This MongoDB server is not part of a replica set, so it has no transactions and no change feed. Start it with " +
        "--replSet and initiate the set; one node is enough.",
    );
  }
  if (Number.parseInt(String(version), 10) >= 7) return;
  throw new StoreError(
    "store.unavailable",
    `MongoDB ${version} is too old. Second needs version 7.0 or later.`,
  );
}

/** The epoch of the database, made with it. */
async function epochOf(db: Db): Promise<string> {
  const meta = db.collection<{ _id: string; value: string }>(metaCollection);
  const made = await meta.findOneAndUpdate(
    { _id: "epoch" },
    { $setOnInsert: { value: newEpoch() } },
    { upsert: true, returnDocument: "after" },
  );
  if (!made) throw new StoreError("store.unavailable", "The database's epoch could not be read.");
  return made.value;
}
