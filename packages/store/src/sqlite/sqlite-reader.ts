import type { CollectionShape, CollectionShapes } from "../core/collection-shape.ts";
import { checkId } from "../core/field-values.ts";
import { filterTest } from "../core/filter-test.ts";
import { cursorOf, planList } from "../core/list-plan.ts";
import type { CollectionDefinition, Filter, ListOptions, Page, Reader, StoredRecord } from "../database.ts";
import type { Connection, SqlValue } from "./connection.ts";
import { orderSql, quoted, testSql } from "./sql-text.ts";
import { storeErrorOf } from "./sqlite-errors.ts";

/** The record in a `_body` column, which only writes through its own definition fill. */
export function recordOf<R extends StoredRecord>(body: unknown): R {
  return JSON.parse(String(body)) as R;
}

/** Reads on one connection. */
export class SqliteReader implements Reader {
  protected readonly connection: Connection;
  protected readonly shapes: CollectionShapes;

  constructor(connection: Connection, shapes: CollectionShapes) {
    this.connection = connection;
    this.shapes = shapes;
  }

  /** Every operation runs through here: synchronous work, its failure translated. */
  protected async attempt<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      throw storeErrorOf(error);
    }
  }

  get<R extends StoredRecord>(of: CollectionDefinition<R>, id: string): Promise<R | null> {
    return this.attempt(() => {
      const shape = this.shapes.of(of);
      checkId(id);
      const row = this.connection.row(`SELECT _body FROM ${quoted(shape.name)} WHERE id = ?`, [id]);
      return row && recordOf<R>(row[0]);
    });
  }

  getMany<R extends StoredRecord>(of: CollectionDefinition<R>, ids: readonly string[]): Promise<R[]> {
    return this.attempt(() => {
      const shape = this.shapes.of(of);
      for (const id of ids) checkId(id);
      const sql = `SELECT id, _body FROM ${quoted(shape.name)} WHERE id IN (SELECT value FROM json_each(?))`;
      const bodies = new Map(
        this.connection.rows(sql, [JSON.stringify(ids)]).map(([id, body]) => [id, body]),
      );
      return ids.flatMap((id) => (bodies.has(id) ? [recordOf<R>(bodies.get(id))] : []));
    });
  }

  list<R extends StoredRecord>(of: CollectionDefinition<R>, options: ListOptions<R> = {}): Promise<Page<R>> {
    return this.attempt(() => this.#page(this.shapes.of(of), options));
  }

  first<R extends StoredRecord>(
    of: CollectionDefinition<R>,
    options: ListOptions<R> = {},
  ): Promise<R | null> {
    return this.attempt(() => this.#page<R>(this.shapes.of(of), { ...options, limit: 1 }).records[0] ?? null);
  }

  count<R extends StoredRecord>(of: CollectionDefinition<R>, filter?: Filter<R>): Promise<number> {
    return this.attempt(() => {
      const shape = this.shapes.of(of);
      const parameters: SqlValue[] = [];
      const where = testSql(filterTest(shape, filter), parameters);
      const sql = `SELECT count(*) FROM ${quoted(shape.name)} WHERE ${where}`;
      return Number(this.connection.row(sql, parameters)?.[0]);
    });
  }

  #page<R extends StoredRecord>(shape: CollectionShape, options: ListOptions<R>): Page<R> {
    const { test, order, limit } = planList(shape, options);
    const parameters: SqlValue[] = [];
    const where = testSql(test, parameters);
    const sql = `SELECT _body FROM ${quoted(shape.name)} WHERE ${where} ORDER BY ${orderSql(order)} LIMIT ?`;
    const bodies = this.connection.rows(sql, [...parameters, limit + 1]);
    const records = bodies.slice(0, limit).map(([body]) => recordOf<R>(body));
    const last = records.at(-1);
    return { records, nextCursor: bodies.length > limit && last ? cursorOf(order, last) : null };
  }
}
