import type { CommittedChange } from "../database.ts";
import type { Connection } from "./connection.ts";
import { quoted } from "./sql-text.ts";

export interface LoggedChange {
  readonly collection: string;
  readonly id: string;
  readonly kind: CommittedChange["kind"];
  /** JSON of an inserted record of a collection that feeds records; null otherwise. */
  readonly body: string | null;
}

export interface Commit {
  readonly sequence: number;
  readonly changes: readonly LoggedChange[];
}

export interface LogRetention {
  /** How many transactions are kept. */
  readonly commitsMax: number;
  readonly ageMsMax: number;
}

const pruneEvery = 1_000;
const pruneRowsMax = 5_000;
const kinds = { i: "insert", u: "update", d: "delete" } as const;
type Entry = [collection: string, id: string, kind: keyof typeof kinds, keepsRecord?: 1];

/**
 * A row for each transaction that touched a fed collection, numbered in commit order without gaps. It holds no records:
 * those of insert-only collections are in their tables.
 */
export class CommitLog {
  readonly #retention: LogRetention;

  constructor(retention: LogRetention) {
    this.#retention = retention;
  }

  static readonly table =
    "CREATE TABLE IF NOT EXISTS _commits (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, changes TEXT NOT NULL)";

  /** Within the writer's transaction. */
  append(writer: Connection, changes: readonly LoggedChange[]): Commit {
    const entries = changes.map(({ collection, id, kind, body }): Entry => {
      const letter = kind === "insert" ? "i" : kind === "update" ? "u" : "d";
      return body === null ? [collection, id, letter] : [collection, id, letter, 1];
    });
    const sql = "INSERT INTO _commits (at, changes) VALUES (?, ?)";
    const sequence = Number(writer.run(sql, [Date.now(), JSON.stringify(entries)]).lastInsertRowid);
    if (sequence % pruneEvery === 0) this.#prune(writer, sequence);
    return { sequence, changes };
  }

  /** First and last number kept; 0 and 0 before the first commit. */
  bounds(reader: Connection): { first: number; last: number } {
    const last = Number(reader.row("SELECT max(sequence) FROM _commits")?.[0] ?? 0);
    return { first: Number(reader.row("SELECT min(sequence) FROM _commits")?.[0] ?? 0), last };
  }

  /** Commits after `sequence`, oldest first. Null when some of them are no longer complete. */
  read(reader: Connection, sequence: number, limit: number): Commit[] | null {
    const { first, last } = this.bounds(reader);
    if (sequence > last || sequence + 1 < first) return null;
    const sql = "SELECT sequence, changes FROM _commits WHERE sequence > ? ORDER BY sequence LIMIT ?";
    const commits: Commit[] = [];
    for (const [number, text] of reader.rows(sql, [sequence, limit])) {
      const changes = this.#withRecords(reader, JSON.parse(String(text)) as Entry[]);
      if (changes === null) return null;
      commits.push({ sequence: Number(number), changes });
    }
    return commits;
  }

  #withRecords(reader: Connection, entries: readonly Entry[]): LoggedChange[] | null {
    const changes: LoggedChange[] = [];
    for (const [collection, id, letter, keepsRecord] of entries) {
      const row = keepsRecord && reader.row(`SELECT _body FROM ${quoted(collection)} WHERE id = ?`, [id]);
      if (row === null) return null;
      changes.push({ collection, id, kind: kinds[letter], body: row ? String(row[0]) : null });
    }
    return changes;
  }

  /** Removes a bounded number of rows, never the newest: its number leads to the next. */
  #prune(writer: Connection, newest: number): void {
    const { first } = this.bounds(writer);
    const byCount = newest - this.#retention.commitsMax;
    const oldest = "SELECT sequence, at FROM _commits ORDER BY sequence LIMIT ?";
    const sql = `SELECT max(sequence) FROM (${oldest}) WHERE at < ?`;
    const byAge = Number(writer.row(sql, [pruneRowsMax, Date.now() - this.#retention.ageMsMax])?.[0] ?? 0);
    const until = Math.min(Math.max(byCount, byAge), first + pruneRowsMax - 1, newest - 1);
    writer.run("DELETE FROM _commits WHERE sequence <= ?", [until]);
  }
}
