import type { ClientSession, Db, Document } from "mongodb";
import type { CollectionShape, CollectionShapes } from "../core/collection-shape.ts";
import { checkId } from "../core/field-values.ts";
import { filterTest } from "../core/filter-test.ts";
import { cannotIncrease, updateParts } from "../core/record-update.ts";
import type { TransactionFate } from "../core/transaction-fate.ts";
import type { CollectionDefinition, Filter, RecordUpdate, StoredRecord, Transaction } from "../database.ts";
import { storedValue, toDocument, toRecord } from "./documents.ts";
import { testFilter } from "./mongo-filter.ts";
import { MongoReader, type Target } from "./mongo-reader.ts";

/** The handle of one transaction. Its operations run one after another, as sessions demand. */
export class MongoTransaction extends MongoReader implements Transaction {
  readonly #fate: TransactionFate;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(db: Db, shapes: CollectionShapes, run: { session: ClientSession; fate: TransactionFate }) {
    super(db, shapes, run.session);
    this.#fate = run.fate;
  }

  /** Resolves once nothing is under way. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  protected override attempt<R extends StoredRecord, T>(
    of: CollectionDefinition<R>,
    work: (target: Target) => Promise<T>,
  ): Promise<T> {
    const result = this.#tail.then(async () => {
      this.#fate.checkOpen();
      try {
        return await super.attempt(of, work);
      } catch (error) {
        this.#fate.fail(error);
        throw error;
      }
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  insert<R extends StoredRecord>(into: CollectionDefinition<R>, record: R): Promise<void> {
    return this.attempt(into, async ({ shape, documents, options }) => {
      await documents.insertOne(toDocument(shape, record), options);
    });
  }

  insertMany<R extends StoredRecord>(into: CollectionDefinition<R>, records: readonly R[]): Promise<void> {
    return this.attempt(into, async ({ shape, documents, options }) => {
      const all = records.map((record) => toDocument(shape, record));
      if (all.length > 0) await documents.insertMany(all, options);
    });
  }

  replace<R extends StoredRecord>(
    within: CollectionDefinition<R>,
    record: R,
    condition?: Filter<R>,
  ): Promise<boolean> {
    return this.attempt(within, async ({ shape, documents, options }) => {
      this.shapes.updatable(within);
      const document = toDocument(shape, record);
      const result = await documents.replaceOne(matching(shape, record.id, condition), document, options);
      return result.matchedCount > 0;
    });
  }

  update<R extends StoredRecord>(
    within: CollectionDefinition<R>,
    id: string,
    change: RecordUpdate<R> & { if?: Filter<R> },
  ): Promise<R | null> {
    return this.attempt(within, async ({ shape, documents, options }) => {
      this.shapes.updatable(within);
      const { set, unset, inc } = updateParts(shape, change);
      const filter = matching(shape, id, change.if);
      const update: Document = {};
      if (set.length > 0)
        update.$set = Object.fromEntries(set.map(([name, value]) => [name, storedValue(value)]));
      if (unset.length > 0) update.$unset = Object.fromEntries(unset.map((name) => [name, ""]));
      if (inc.length > 0) update.$inc = Object.fromEntries(inc);
      const after =
        Object.keys(update).length === 0
          ? await documents.findOne(filter, options)
          : await documents.findOneAndUpdate(filter, update, { ...options, returnDocument: "after" });
      if (!after) return null;
      const record = toRecord<R>(after);
      // Adding to the marker of null leaves it what it is.
      for (const [name] of inc) {
        if (Reflect.get(record, name) === null) throw cannotIncrease(shape, name);
      }
      return record;
    });
  }

  delete<R extends StoredRecord>(
    from: CollectionDefinition<R>,
    id: string,
    condition?: Filter<R>,
  ): Promise<boolean> {
    return this.attempt(from, async ({ shape, documents, options }) => {
      const result = await documents.deleteOne(matching(shape, id, condition), options);
      return result.deletedCount > 0;
    });
  }
}

function matching(shape: CollectionShape, id: string, condition: object | undefined) {
  checkId(id);
  const filter = testFilter(filterTest(shape, condition));
  return condition === undefined ? { _id: id } : { $and: [{ _id: id }, filter] };
}
