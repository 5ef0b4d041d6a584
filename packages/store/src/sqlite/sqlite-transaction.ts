import type { CollectionShape, CollectionShapes } from "../core/collection-shape.ts";
import { checkId, declaredValues } from "../core/field-values.ts";
import { filterTest } from "../core/filter-test.ts";
import { applyUpdate, updateParts } from "../core/record-update.ts";
import type { TransactionFate } from "../core/transaction-fate.ts";
import {
  type CollectionDefinition,
  type Filter,
  type RecordUpdate,
  type StoredRecord,
  StoreError,
  type Transaction,
} from "../database.ts";
import type { LoggedChange } from "./commit-log.ts";
import type { Connection, SqlValue } from "./connection.ts";
import { columnValue, quoted, testSql } from "./sql-text.ts";
import { violatedColumns } from "./sqlite-errors.ts";
import { recordOf, SqliteReader } from "./sqlite-reader.ts";

/** The handle of one transaction on the writer connection; collects what it changed for the commit log. */
export class SqliteTransaction extends SqliteReader implements Transaction {
  readonly changes: LoggedChange[] = [];
  readonly #fate: TransactionFate;

  constructor(connection: Connection, shapes: CollectionShapes, fate: TransactionFate) {
    super(connection, shapes);
    this.#fate = fate;
  }

  protected override async attempt<T>(work: () => T): Promise<T> {
    this.#fate.checkOpen();
    try {
      return await super.attempt(work);
    } catch (error) {
      this.#fate.fail(error);
      throw error;
    }
  }

  insert<R extends StoredRecord>(into: CollectionDefinition<R>, record: R): Promise<void> {
    return this.attempt(() => this.#insert(this.shapes.of(into), record));
  }

  insertMany<R extends StoredRecord>(into: CollectionDefinition<R>, records: readonly R[]): Promise<void> {
    return this.attempt(() => {
      const shape = this.shapes.of(into);
      for (const record of records) this.#insert(shape, record);
    });
  }

  replace<R extends StoredRecord>(
    within: CollectionDefinition<R>,
    record: R,
    condition?: Filter<R>,
  ): Promise<boolean> {
    return this.attempt(() => {
      const shape = this.shapes.updatable(within);
      checkId(record.id);
      const before = this.#find<R>(shape, record.id, condition);
      if (before !== null) this.#rewrite(shape, before, record);
      return before !== null;
    });
  }

  update<R extends StoredRecord>(
    within: CollectionDefinition<R>,
    id: string,
    change: RecordUpdate<R> & { if?: Filter<R> },
  ): Promise<R | null> {
    return this.attempt(() => {
      const shape = this.shapes.updatable(within);
      checkId(id);
      const parts = updateParts(shape, change);
      const before = this.#find<R>(shape, id, change.if);
      if (before === null) return null;
      return recordOf<R>(this.#rewrite(shape, before, applyUpdate(shape, before.record, parts)));
    });
  }

  delete<R extends StoredRecord>(
    from: CollectionDefinition<R>,
    id: string,
    condition?: Filter<R>,
  ): Promise<boolean> {
    return this.attempt(() => {
      const shape = this.shapes.of(from);
      checkId(id);
      const parameters: SqlValue[] = [id];
      const where = testSql(filterTest(shape, condition), parameters);
      const sql = `DELETE FROM ${quoted(shape.name)} WHERE id = ? AND ${where}`;
      const deleted = this.connection.run(sql, parameters).changes > 0;
      if (deleted) this.#changed(shape, id, "delete");
      return deleted;
    });
  }

  #insert(shape: CollectionShape, record: StoredRecord): void {
    const values = declaredValues(shape, record);
    const columns = ["id", "_body", ...values.keys()].map(quoted).join(", ");
    const holes = `?, ?${", ?".repeat(values.size)}`;
    const body = JSON.stringify(record);
    const parameters = [record.id, body, ...Array.from(values.values(), columnValue)];
    this.#write(shape, `INSERT INTO ${quoted(shape.name)} (${columns}) VALUES (${holes})`, parameters);
    this.#changed(shape, record.id, "insert", body);
  }

  #find<R extends StoredRecord>(
    shape: CollectionShape,
    id: string,
    condition: Filter<R> | undefined,
  ): { body: string; record: R } | null {
    const parameters: SqlValue[] = [id];
    const where = testSql(filterTest(shape, condition), parameters);
    const row = this.connection.row(
      `SELECT _body FROM ${quoted(shape.name)} WHERE id = ? AND ${where}`,
      parameters,
    );
    return row && { body: String(row[0]), record: recordOf<R>(row[0]) };
  }

  /** Writes the columns that differ and returns the new body. */
  #rewrite(
    shape: CollectionShape,
    before: { body: string; record: StoredRecord },
    after: StoredRecord,
  ): string {
    const body = JSON.stringify(after);
    if (body === before.body) return body;
    const former = declaredValues(shape, before.record);
    const changed = [...declaredValues(shape, after)].filter(([name, value]) => value !== former.get(name));
    const assignments = ["_body", ...changed.map(([name]) => name)].map((name) => `${quoted(name)} = ?`);
    const parameters = [body, ...changed.map(([, value]) => columnValue(value)), after.id];
    this.#write(shape, `UPDATE ${quoted(shape.name)} SET ${assignments.join(", ")} WHERE id = ?`, parameters);
    this.#changed(shape, after.id, "update");
    return body;
  }

  #write(shape: CollectionShape, sql: string, parameters: readonly SqlValue[]): void {
    try {
      this.connection.run(sql, parameters);
    } catch (error) {
      const columns = violatedColumns(error);
      if (columns === null) throw error;
      const index = indexOfColumns(shape, columns);
      throw new StoreError("store.duplicate", `${shape.name} already has such a record (${index}).`, {
        index,
        cause: error,
      });
    }
  }

  #changed(shape: CollectionShape, id: string, kind: LoggedChange["kind"], body?: string): void {
    if (shape.feed === "none" || (shape.feed === "records" && kind === "delete")) return;
    this.changes.push({
      collection: shape.name,
      id,
      kind,
      body: shape.feed === "records" && body !== undefined ? body : null,
    });
  }
}

function indexOfColumns(shape: CollectionShape, columns: string): string {
  const named = (index: CollectionShape["indexes"][number]) =>
    index.fields.map(({ name }) => `${shape.name}.${name}`).join(", ");
  return shape.indexes.find((index) => index.unique && named(index) === columns)?.name ?? "id";
}
