import type { AppDocument, SubscriptionUpdate } from "@second/contracts";
import { compare, matches, type Query } from "@second/query";

type Change = SubscriptionUpdate["changes"][number];

/** What the server sent of one subscription, in the query's order. A document that did not change stays the same object. */
export class ResultRows {
  readonly #order: (a: AppDocument, b: AppDocument) => number;
  readonly #docs = new Map<string, AppDocument>();
  #sorted: readonly AppDocument[] = [];
  #newestMs = 0;

  constructor(query: Query) {
    this.#order = compare(query.orderBy);
  }

  get sorted(): readonly AppDocument[] {
    return this.#sorted;
  }

  /** When the youngest document that was ever here came into being. */
  get newestMs(): number {
    return this.#newestMs;
  }

  get(docId: string): AppDocument | undefined {
    return this.#docs.get(docId);
  }

  replace(docs: readonly AppDocument[]): void {
    const before = new Map(this.#docs);
    this.#docs.clear();
    for (const doc of docs) {
      const known = before.get(doc._id);
      this.#set(known && isSame(known, doc) ? known : doc);
    }
    this.#sorted = [...this.#docs.values()].sort(this.#order);
  }

  /** `known` may give the object under which a document of this version is shown already. */
  change(
    changes: readonly Change[],
    known: (docId: string, version: number) => AppDocument | undefined,
  ): void {
    const fresh = new Map<string, AppDocument>();
    const touched = new Set<string>();
    for (const { type, docId, version, doc } of changes) {
      touched.add(docId);
      fresh.delete(docId);
      const before = this.#docs.get(docId);
      if (type === "delete" || !doc) this.#docs.delete(docId);
      else {
        const next = before && isSame(before, doc) ? before : (known(docId, version) ?? doc);
        this.#set(next);
        fresh.set(docId, next);
      }
    }
    // Two sorted runs, which the engine's sort merges in linear time.
    const kept = this.#sorted.filter((doc) => !touched.has(doc._id));
    this.#sorted = [...kept, ...[...fresh.values()].sort(this.#order)].sort(this.#order);
  }

  #set(doc: AppDocument): void {
    this.#docs.set(doc._id, doc);
    this.#newestMs = Math.max(this.#newestMs, Date.parse(doc._createdAt) || 0);
  }
}

function isSame(one: AppDocument, other: AppDocument): boolean {
  return (
    one._version === other._version &&
    one._updatedAt === other._updatedAt &&
    one._updatedBy === other._updatedBy
  );
}

export interface View {
  query: Query;
  /** More than these the result does not show. */
  limit: number;
  /** The server has further documents behind the last one. */
  isCut: boolean;
}

/** What to show: the server's rows with documents in place of those that pending writes touch. */
export function viewOf(
  rows: ResultRows,
  shown: Iterable<readonly [docId: string, doc: AppDocument | undefined]>,
  { query, limit, isCut }: View,
): readonly AppDocument[] {
  const order = compare(query.orderBy);
  const last = isCut ? rows.sorted.at(-1) : undefined;
  const touched = new Set<string>();
  const added: AppDocument[] = [];
  for (const [docId, doc] of shown) {
    if (rows.get(docId) === doc) continue;
    touched.add(docId);
    // Behind the last row it would stand among rows that are not here.
    if (doc && matches(query, doc) && (last === undefined || order(doc, last) <= 0)) added.push(doc);
  }
  if (touched.size === 0) return rows.sorted;
  const kept = rows.sorted.filter((doc) => !touched.has(doc._id));
  return [...kept, ...added].sort(order).slice(0, limit);
}
