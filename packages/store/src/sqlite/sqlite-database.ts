import { CollectionShapes, shapeOf } from "../core/collection-shape.ts";
import { formatPosition, newEpoch, wholeTransaction } from "../core/position.ts";
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
import { CommitFeed } from "./commit-feed.ts";
import { CommitLog, type LogRetention } from "./commit-log.ts";
import { Connection } from "./connection.ts";
import { prepareTable } from "./prepare-tables.ts";
import { translated } from "./sqlite-errors.ts";
import { SqliteReader } from "./sqlite-reader.ts";
import { SqliteTransaction } from "./sqlite-transaction.ts";
import { Writer, type Written } from "./writer.ts";

export interface SqliteFile {
  readonly path: string;
  /** False trades durability for speed: for files that are thrown away. */
  readonly durable: boolean;
  readonly retention: LogRetention;
  /** Writing beyond it is `store.disk_full`. */
  readonly sizeBytesMax: number | null;
}

const formatVersion = 1;
const pageBytes = 4_096;
const idleSnapshotsMax = 32;

/**
 * One writer connection, held by a transaction from BEGIN to COMMIT, and one for reads, which therefore only see what
 * is committed. Snapshots have connections of their own while they last.
 */
export class SqliteDatabase extends SqliteReader implements Database {
  readonly engine = "sqlite";
  readonly #path: string;
  readonly #connection: Connection;
  readonly #writer: Writer;
  readonly #log: CommitLog;
  readonly #epoch: string;
  readonly #feed: CommitFeed;
  readonly #idleSnapshots: Connection[] = [];
  #closed = false;

  constructor(file: SqliteFile) {
    const writer = new Connection(file.path, [
      "busy_timeout = 5000",
      `page_size = ${pageBytes}`,
      "journal_mode = WAL",
      `synchronous = ${file.durable ? "NORMAL" : "OFF"}`,
      ...(file.sizeBytesMax === null ? [] : [`max_page_count = ${Math.ceil(file.sizeBytesMax / pageBytes)}`]),
    ]);
    const epoch = openedEpoch(writer);
    super(readConnection(file.path), new CollectionShapes());
    this.#path = file.path;
    this.#connection = writer;
    this.#epoch = epoch;
    this.#log = new CommitLog(file.retention);
    this.#feed = new CommitFeed(epoch, this.#log, this.connection);
    this.#writer = new Writer(writer, { log: this.#log, feed: this.#feed });
  }

  async prepare(definitions: readonly AnyCollection[]): Promise<void> {
    const shapes = definitions.map(shapeOf);
    await this.#exclusively(async () => {
      translated(() => {
        for (const shape of shapes) prepareTable(this.#connection, shape);
      });
      return { value: undefined, changes: [] };
    });
    for (const shape of shapes) this.shapes.add(shape);
  }

  transaction<T>(fn: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#exclusively(async () => {
      const fate = new TransactionFate();
      const tx = new SqliteTransaction(this.#connection, this.shapes, fate);
      try {
        const value = await withinDeadline(fn(tx), transactionMs);
        if (fate.failure) throw fate.failure.error;
        return { value, changes: tx.changes };
      } finally {
        fate.end();
      }
    });
  }

  async snapshot<T>(fn: (reader: Reader) => Promise<T>): Promise<{ value: T; position: Position }> {
    this.#checkOpen();
    const connection = translated(() => this.#idleSnapshots.pop() ?? readConnection(this.#path));
    try {
      // The first read fixes what the snapshot sees.
      const { last } = translated(() => {
        connection.execute("BEGIN");
        return this.#log.bounds(connection);
      });
      const value = await fn(new SqliteReader(connection, this.shapes));
      return { value, position: formatPosition(this.#epoch, last, wholeTransaction) };
    } finally {
      if (connection.inTransaction) connection.execute("COMMIT");
      if (this.#closed || this.#idleSnapshots.length >= idleSnapshotsMax) connection.close();
      else this.#idleSnapshots.push(connection);
    }
  }

  changes(
    collections: readonly AnyCollection[],
    options: ChangesOptions = {},
  ): AsyncIterable<CommittedChange[]> {
    this.#checkOpen();
    return this.#feed.follow({
      collections: this.shapes.followed(collections),
      after: options.after ?? this.#present(),
      signal: options.signal,
    });
  }

  async position(): Promise<Position> {
    return this.attempt(() => this.#present());
  }

  async ping(): Promise<void> {
    await this.attempt(() => this.connection.row("SELECT 1"));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#feed.close();
    await this.#writer.close(() => {
      // The engine closes for good only once its statements are collected, so the log is emptied here.
      this.#connection.row("PRAGMA wal_checkpoint(TRUNCATE)");
      for (const connection of [...this.#idleSnapshots, this.connection, this.#connection])
        connection.close();
      this.#idleSnapshots.length = 0;
    });
  }

  protected override attempt<T>(work: () => T): Promise<T> {
    return super.attempt(() => {
      this.#checkOpen();
      return work();
    });
  }

  async #exclusively<T>(work: () => Promise<Written<T>>): Promise<T> {
    this.#checkOpen();
    return this.#writer.write(work);
  }

  #present(): Position {
    return formatPosition(this.#epoch, this.#log.bounds(this.connection).last, wholeTransaction);
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreError("store.unavailable", "The database is closed.");
  }
}

const readConnection = (path: string) => new Connection(path, ["busy_timeout = 5000", "query_only = ON"]);

/** The epoch of the file, made with it. */
function openedEpoch(writer: Connection): string {
  const version = Number(writer.row("PRAGMA user_version")?.[0]);
  if (version > formatVersion) {
    writer.close();
    throw new StoreError("store.unavailable", "This database was written by a newer version of Second.");
  }
  writer.execute("BEGIN IMMEDIATE");
  writer.execute("CREATE TABLE IF NOT EXISTS _meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
  writer.execute(CommitLog.table);
  writer.execute(`PRAGMA user_version = ${formatVersion}`);
  writer.run("INSERT INTO _meta (key, value) VALUES ('epoch', ?) ON CONFLICT DO NOTHING", [newEpoch()]);
  writer.execute("COMMIT");
  return String(writer.row("SELECT value FROM _meta WHERE key = 'epoch'")?.[0]);
}
