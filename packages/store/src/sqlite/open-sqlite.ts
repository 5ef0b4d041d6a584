import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Blobs } from "../blobs.ts";
import type { Database } from "../database.ts";
import type { LogRetention } from "./commit-log.ts";
import { FileBlobs } from "./file-blobs.ts";
import { SqliteDatabase, type SqliteFile } from "./sqlite-database.ts";
import { storeErrorOf } from "./sqlite-errors.ts";

export type SqliteOptions = (
  | {
      /** The data directory: gets `store/second.db` and `blobs/`. One process at a time may own it. */
      directory: string;
    }
  | {
      /** A directory of its own that `close` removes: for tests. */
      temporary: true;
    }
) & {
  /** How far back `changes` can continue; 200,000 transactions and 30 days unless told. */
  retention?: LogRetention;
  /** The database file never grows beyond it (`store.disk_full`); unlimited unless told. */
  sizeBytesMax?: number;
  /** What uses of blobs are noted by; the system's clock unless told. */
  now?: () => number;
};

const dayMs = 24 * 60 * 60 * 1000;
const usualRetention: LogRetention = { commitsMax: 200_000, ageMsMax: 30 * dayMs };

/** A database of a temporary directory. */
class TemporaryDatabase extends SqliteDatabase {
  readonly #directory: string;

  constructor(file: SqliteFile, directory: string) {
    super(file);
    this.#directory = directory;
  }

  override async close(): Promise<void> {
    await super.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** @throws {StoreError} `store.disk_full` or `store.unavailable` when the directory or the file cannot be used. */
export async function openSqlite(options: SqliteOptions): Promise<{ database: Database; blobs: Blobs }> {
  try {
    const temporary = "temporary" in options;
    const directory = temporary ? await mkdtemp(join(tmpdir(), "second-store-")) : options.directory;
    await mkdir(join(directory, "store"), { recursive: true, mode: 0o700 });
    const file: SqliteFile = {
      path: join(directory, "store", "second.db"),
      durable: !temporary,
      retention: options.retention ?? usualRetention,
      sizeBytesMax: options.sizeBytesMax ?? null,
    };
    const blobs = await FileBlobs.open(join(directory, "blobs"), options.now);
    return { database: temporary ? new TemporaryDatabase(file, directory) : new SqliteDatabase(file), blobs };
  } catch (error) {
    throw storeErrorOf(error);
  }
}
