import { BSON, type Db, Timestamp } from "mongodb";
import type { CollectionShape } from "../core/collection-shape.ts";
import { formatPosition } from "../core/position.ts";
import type { CommittedChange, Position } from "../database.ts";
import { type StoredDocument, toRecord } from "./documents.ts";

const kinds = { insert: "insert", update: "update", replace: "update", delete: "delete" } as const;

/** The events that the pipeline lets through, as the server sends them. */
interface ChangeEvent {
  operationType: keyof typeof kinds;
  clusterTime: Timestamp;
  ns: { coll: string };
  documentKey: { _id: string };
  fullDocument?: StoredDocument;
}

const batchEventsMax = 1_000;
/** A server ends a batch within a transaction only when it is full, at 16 MB or that many events. */
const batchBytesSurelyNotFull = 4 * 1024 * 1024;
const idleMs = 10_000;

function isFull(batch: readonly ChangeEvent[]): boolean {
  if (batch.length >= batchEventsMax) return true;
  let bytes = 0;
  for (const { fullDocument } of batch) {
    if (fullDocument) bytes += BSON.calculateObjectSize(fullDocument);
  }
  return bytes > batchBytesSurelyNotFull;
}

export const positionTime = (commit: bigint): Timestamp =>
  Timestamp.fromBits(Number(commit & 0xffffffffn), Number(commit >> 32n));
export const commitOf = (time: Timestamp): bigint => BigInt.asUintN(64, time.toBigInt());

/**
 * Every fed change of the database from a cluster time on, one item a transaction: all events of one have its cluster
 * time. Indexes count over all fed collections, so that a change has one position, whoever follows what.
 */
export class ChangeStream {
  readonly #cursor: ReturnType<Db["runCursorCommand"]>;
  readonly #epoch: string;
  readonly #withRecords: ReadonlySet<string>;
  #held: ChangeEvent[] = [];

  constructor(db: Db, epoch: string, of: { fed: readonly CollectionShape[]; from: Timestamp }) {
    const fed = (feed: CollectionShape["feed"]) =>
      of.fed.filter((shape) => shape.feed === feed).map(({ name }) => name);
    const records = fed("records");
    const keepsRecord = { $in: ["$ns.coll", records] };
    this.#epoch = epoch;
    this.#withRecords = new Set(records);
    this.#cursor = db
      .runCursorCommand(
        {
          aggregate: 1,
          pipeline: [
            { $changeStream: { startAtOperationTime: of.from } },
            {
              $match: {
                $or: [
                  { operationType: { $in: Object.keys(kinds) }, "ns.coll": { $in: fed("ids") } },
                  { operationType: "insert", "ns.coll": { $in: records } },
                ],
              },
            },
            { $set: { fullDocument: { $cond: [keepsRecord, "$fullDocument", "$$REMOVE"] } } },
            { $unset: ["updateDescription", "lsid", "wallTime"] },
          ],
          cursor: { batchSize: batchEventsMax },
          readConcern: { level: "majority" },
        },
        { tailable: true, awaitData: true },
      )
      .setBatchSize(batchEventsMax);
  }

  /** The next whole transactions; empty when none came for a while. */
  async next(): Promise<CommittedChange[][]> {
    // What is held back waits for its rest, which is there at once or not at all.
    this.#cursor.setMaxTimeMS(this.#held.length > 0 ? 1 : idleMs);
    const first: unknown = await this.#cursor.tryNext();
    const arrived = first === null ? [] : [first, ...this.#cursor.readBufferedDocuments()];
    // The pipeline makes them this shape.
    const batch = arrived as ChangeEvent[];
    const transactions = grouped([...this.#held, ...batch]);
    this.#held = isFull(batch) ? (transactions.pop() ?? []) : [];
    return transactions.map((events) => events.map((event, index) => this.#change(event, index)));
  }

  async close(): Promise<void> {
    await this.#cursor.close();
  }

  #change(
    { operationType, clusterTime, ns, documentKey, fullDocument }: ChangeEvent,
    index: number,
  ): CommittedChange {
    const position: Position = formatPosition(this.#epoch, commitOf(clusterTime), index);
    const change = { collection: ns.coll, id: documentKey._id, kind: kinds[operationType], position };
    const hasRecord = fullDocument && operationType === "insert" && this.#withRecords.has(ns.coll);
    return hasRecord ? { ...change, record: toRecord(fullDocument) } : change;
  }
}

function grouped(events: readonly ChangeEvent[]): ChangeEvent[][] {
  const groups: ChangeEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last?.[0]?.clusterTime.equals(event.clusterTime)) last.push(event);
    else groups.push([event]);
  }
  return groups;
}
