import { setTimeout as wait } from "node:timers/promises";
import type { ClientSession, Db, MongoClient } from "mongodb";
import { CollectionShapes, shapeOf } from "../core/collection-shape.ts";
import { formatPosition, wholeTransaction } from "../core/position.ts";
import { TransactionFate, transactionMs, withinDeadline } from "../core/transaction-fate.ts";
import {
  type AnyCollection,
  type ChangesOptions,
  type CommittedChange,
  type Database,
  type Position,
  type Reader,
  StoreError,
  type Transaction,
} from "../database.ts";
import { followChanges } from "./change-feed.ts";
import { commitOf } from "./change-stream.ts";
import { isTransient, isUnknownCommit, storeErrorOf, translated } from "./mongo-errors.ts";
import { MongoReader } from "./mongo-reader.ts";
import { MongoTransaction } from "./mongo-transaction.ts";
import { prepareCollections } from "./prepare-collections.ts";
import { SnapshotReader, snapshotTimeOf } from "./snapshot-reader.ts";

export const metaCollection = "_meta";
const pauseMsMax = 100;

/** `again` after a conflict with another transaction. */
type Outcome<T> = { kind: "done"; value: T } | { kind: "again" };

/** One database of a replica set. Writes are acknowledged by the majority, and only what the majority has is read. */
export class MongoDatabase extends MongoReader implements Database {
  readonly engine = "mongodb";
  readonly #client: MongoClient;
  readonly #epoch: string;
  readonly #closing = new AbortController();

  constructor(client: MongoClient, db: Db, epoch: string) {
    super(db, new CollectionShapes());
    this.#client = client;
    this.#epoch = epoch;
  }

  async prepare(definitions: readonly AnyCollection[]): Promise<void> {
    const shapes = definitions.map(shapeOf);
    await translated(() => prepareCollections(this.db, shapes));
    for (const shape of shapes) this.shapes.add(shape);
  }

  async transaction<T>(fn: (tx: Transaction) => Promise<T>): Promise<T> {
    this.#checkOpen();
    const deadline = Date.now() + transactionMs;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attemptTransaction(fn, deadline);
      if (outcome.kind === "done") return outcome.value;
      // Random, so that those who met here do not meet again.
      await wait(Math.random() * Math.min(2 ** attempt, pauseMsMax));
    }
  }

  async #attemptTransaction<T>(fn: (tx: Transaction) => Promise<T>, deadline: number): Promise<Outcome<T>> {
    const session = this.#client.startSession();
    const fate = new TransactionFate();
    const tx = new MongoTransaction(this.db, this.shapes, { session, fate });
    try {
      session.startTransaction({ readConcern: { level: "snapshot" }, writeConcern: { w: "majority" } });
      const value = await withinDeadline(fn(tx), deadline - Date.now());
      await tx.settled();
      if (fate.failure) throw fate.failure.error;
      fate.end();
      return await commit(session, value, deadline);
    } catch (error) {
      fate.end();
      if (Date.now() < deadline) await tx.settled();
      if (session.inTransaction()) await session.abortTransaction();
      if (isTransient(fate.failure?.error) && Date.now() < deadline) return { kind: "again" };
      throw error;
    } finally {
      await session.endSession();
    }
  }

  async snapshot<T>(fn: (reader: Reader) => Promise<T>): Promise<{ value: T; position: Position }> {
    this.#checkOpen();
    const session = this.#client.startSession({ snapshot: true });
    try {
      const reader = new SnapshotReader(this.db, this.shapes, session);
      const value = await fn(reader);
      return { value, position: await this.#positionOf(session) };
    } finally {
      await session.endSession();
    }
  }

  changes(
    collections: readonly AnyCollection[],
    options: ChangesOptions = {},
  ): AsyncIterable<CommittedChange[]> {
    this.#checkOpen();
    const followed = this.shapes.followed(collections);
    const present = this.position();
    // Told to whoever iterates.
    present.catch(() => undefined);
    const signals = options.signal ? [options.signal, this.#closing.signal] : [this.#closing.signal];
    return followChanges(this.db, this.shapes, {
      epoch: this.#epoch,
      collections: followed,
      begin: async () => ({ after: options.after ?? (await present), present: await present }),
      signal: AbortSignal.any(signals),
    });
  }

  async position(): Promise<Position> {
    return (await this.snapshot(async () => undefined)).position;
  }

  async ping(): Promise<void> {
    this.#checkOpen();
    await translated(() => this.db.command({ ping: 1 }));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client.close();
  }

  async #positionOf(session: ClientSession): Promise<Position> {
    // A session that has not read yet does so for its time.
    if (!snapshotTimeOf(session)) {
      await translated(() => this.db.collection(metaCollection).findOne({}, { session }));
    }
    const time = snapshotTimeOf(session);
    if (!time) throw new StoreError("store.unavailable", "The database gave no time for a snapshot.");
    return formatPosition(this.#epoch, commitOf(time), wholeTransaction);
  }

  #checkOpen(): void {
    if (this.#closing.signal.aborted) throw new StoreError("store.unavailable", "The database is closed.");
  }
}

async function commit<T>(session: ClientSession, value: T, deadline: number): Promise<Outcome<T>> {
  for (;;) {
    try {
      await session.commitTransaction();
      return { kind: "done", value };
    } catch (error) {
      if (Date.now() >= deadline) throw storeErrorOf(error);
      if (isTransient(error)) return { kind: "again" };
      // Sending a commit again is harmless: it takes place once.
      if (!isUnknownCommit(error)) throw storeErrorOf(error);
      await wait(pauseMsMax);
    }
  }
}
