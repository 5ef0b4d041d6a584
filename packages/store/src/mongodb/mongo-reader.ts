import type { ClientSession, Collection, CollectionOptions, Db } from "mongodb";
import type { CollectionShape, CollectionShapes } from "../core/collection-shape.ts";
import { checkId } from "../core/field-values.ts";
import { filterTest } from "../core/filter-test.ts";
import { cursorOf, planList } from "../core/list-plan.ts";
import type { CollectionDefinition, Filter, ListOptions, Page, Reader, StoredRecord } from "../database.ts";
import { type StoredDocument, toRecord } from "./documents.ts";
import { storeErrorOf } from "./mongo-errors.ts";
import { orderSort, testFilter } from "./mongo-filter.ts";

/** What one operation works on. */
export interface Target {
  readonly shape: CollectionShape;
  readonly documents: Collection<StoredDocument>;
  readonly options: { session?: ClientSession };
}

/** Reads, within a session when there is one. */
export class MongoReader implements Reader {
  protected readonly db: Db;
  protected readonly shapes: CollectionShapes;
  readonly #options: { session?: ClientSession };
  /** Sessions bring their own. */
  readonly #concern: CollectionOptions;

  constructor(db: Db, shapes: CollectionShapes, session?: ClientSession) {
    this.db = db;
    this.shapes = shapes;
    this.#options = session ? { session } : {};
    this.#concern = session ? {} : { readConcern: { level: "majority" } };
  }

  /** Every operation runs through here, its failure translated. */
  protected async attempt<R extends StoredRecord, T>(
    of: CollectionDefinition<R>,
    work: (target: Target) => Promise<T>,
  ): Promise<T> {
    const shape = this.shapes.of(of);
    try {
      return await work({
        shape,
        documents: this.db.collection(shape.name, this.#concern),
        options: this.#options,
      });
    } catch (error) {
      throw storeErrorOf(error, shape);
    }
  }

  get<R extends StoredRecord>(of: CollectionDefinition<R>, id: string): Promise<R | null> {
    return this.attempt(of, async ({ documents, options }) => {
      checkId(id);
      const document = await documents.findOne({ _id: id }, options);
      return document && toRecord<R>(document);
    });
  }

  getMany<R extends StoredRecord>(of: CollectionDefinition<R>, ids: readonly string[]): Promise<R[]> {
    return this.attempt(of, async ({ documents, options }) => {
      for (const id of ids) checkId(id);
      if (ids.length === 0) return [];
      const found = await documents.find({ _id: { $in: [...ids] } }, options).toArray();
      const byId = new Map(found.map((document) => [document._id, document]));
      return ids.flatMap((id) => {
        const document = byId.get(id);
        return document ? [toRecord<R>(document)] : [];
      });
    });
  }

  list<R extends StoredRecord>(of: CollectionDefinition<R>, options: ListOptions<R> = {}): Promise<Page<R>> {
    return this.attempt(of, (target) => this.#page(target, options));
  }

  first<R extends StoredRecord>(
    of: CollectionDefinition<R>,
    options: ListOptions<R> = {},
  ): Promise<R | null> {
    return this.attempt(of, async (target) => {
      const page = await this.#page<R>(target, { ...options, limit: 1 });
      return page.records[0] ?? null;
    });
  }

  count<R extends StoredRecord>(of: CollectionDefinition<R>, filter?: Filter<R>): Promise<number> {
    return this.attempt(of, ({ shape, documents, options }) =>
      documents.countDocuments(testFilter(filterTest(shape, filter)), options),
    );
  }

  async #page<R extends StoredRecord>(target: Target, request: ListOptions<R>): Promise<Page<R>> {
    const { shape, documents, options } = target;
    const { test, order, limit } = planList(shape, request);
    const found = await documents
      .find(testFilter(test), { ...options, sort: orderSort(order), limit: limit + 1, batchSize: limit + 2 })
      .toArray();
    const records = found.slice(0, limit).map((document) => toRecord<R>(document));
    const last = records.at(-1);
    return { records, nextCursor: found.length > limit && last ? cursorOf(order, last) : null };
  }
}
