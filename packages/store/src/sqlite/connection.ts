import Sqlite from "libsql";

type Handle = InstanceType<typeof Sqlite>;
type Statement = ReturnType<Handle["prepare"]>;
/** Booleans never: the engine's binding aborts the process on them. */
export type SqlValue = string | number | null;

const keptStatementsMax = 500;

/** One connection with its prepared statements. Everything on it is synchronous. */
export class Connection {
  readonly #handle: Handle;
  readonly #statements = new Map<string, Statement>();

  constructor(file: string, pragmas: readonly string[]) {
    this.#handle = new Sqlite(file);
    for (const pragma of pragmas) this.#handle.exec(`PRAGMA ${pragma}`);
  }

  get inTransaction(): boolean {
    return this.#handle.inTransaction;
  }

  /** For statements without parameters that are run once. */
  execute(sql: string): void {
    this.#handle.exec(sql);
  }

  run(
    sql: string,
    parameters: readonly SqlValue[] = [],
  ): { changes: number; lastInsertRowid: number | bigint } {
    return this.#statement(sql, false).run(parameters);
  }

  /** The first row's columns, or null. */
  row(sql: string, parameters: readonly SqlValue[] = []): unknown[] | null {
    const row: unknown = this.#statement(sql, true).get(parameters);
    return Array.isArray(row) ? row : null;
  }

  rows(sql: string, parameters: readonly SqlValue[] = []): unknown[][] {
    const rows: unknown[] = this.#statement(sql, true).all(parameters);
    return rows.filter((row) => Array.isArray(row));
  }

  close(): void {
    this.#statements.clear();
    this.#handle.close();
  }

  #statement(sql: string, reads: boolean): Statement {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const statement = this.#handle.prepare(sql);
    if (reads) statement.raw();
    this.#statements.set(sql, statement);
    if (this.#statements.size > keptStatementsMax) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    return statement;
  }
}
