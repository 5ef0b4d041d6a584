import type { AppDocument, DocumentChange, SubscriptionUpdate } from "@second/contracts";
import { compare, matches, type Query } from "@second/query";

export type ResultChange = SubscriptionUpdate["changes"][number];

/**
 * The first documents of a query, as far as they are known: all that come up to the edge, at most `limit`. Behind the
 * edge lies what only the server knows; without an edge everything is here. Pure, and right after any order of reading
 * and changes, since the newer version of a document wins.
 */
export class ResultWindow {
  readonly query: Query;
  readonly limit: number;
  readonly #order: (a: AppDocument, b: AppDocument) => number;
  readonly #byId = new Map<string, AppDocument>();
  #sorted: AppDocument[] = [];
  #edge: AppDocument | null = null;
  #isOverfull = false;

  constructor(query: Query, limit: number) {
    this.query = query;
    this.limit = limit;
    this.#order = compare(query.orderBy);
  }

  get docs(): readonly AppDocument[] {
    return this.#sorted;
  }

  /** Whether the server has more behind the edge. */
  get hasMore(): boolean {
    return this.#edge !== null;
  }

  get room(): number {
    return this.limit - this.#sorted.length;
  }

  /** True when changes pushed documents out: a further page would leave a gap. */
  get isOverfull(): boolean {
    return this.#isOverfull;
  }

  /** Adds the next page. `isLast` says that nothing follows it. */
  append(page: readonly AppDocument[], isLast: boolean): void {
    if (this.#isOverfull) return;
    for (const doc of page) {
      const held = this.#byId.get(doc._id);
      if (held && held._version >= doc._version) continue;
      if (held) this.#remove(held);
      this.#insert(doc);
    }
    this.#edge = isLast ? null : (page.at(-1) ?? this.#edge);
    this.#cut();
  }

  /** What a change does to the documents here. Nothing, when it is known or plays beyond the edge. */
  apply({ docId, version, doc }: DocumentChange): ResultChange[] {
    const held = this.#byId.get(docId);
    if (held && held._version >= version) return [];
    const stays = doc !== undefined && matches(this.query, doc) && this.#isWithin(doc);
    if (!held && !stays) return [];
    if (held) this.#remove(held);
    if (!doc || !stays) return [{ type: "delete", docId, version }];
    this.#insert(doc);
    const dropped = this.#cut();
    if (dropped.includes(doc)) return held ? [{ type: "delete", docId, version }] : [];
    return [
      { type: held ? "update" : "insert", docId, version, doc },
      ...dropped.map(({ _id, _version }) => ({ type: "delete" as const, docId: _id, version: _version })),
    ];
  }

  /** The changes that lead from other documents, given as versions by id, to these. */
  changesFrom(before: ReadonlyMap<string, number>): ResultChange[] {
    const former = new Map(before);
    const changes: ResultChange[] = [];
    for (const doc of this.#sorted) {
      const { _id: docId, _version: version } = doc;
      const known = former.get(docId);
      former.delete(docId);
      if (known !== version)
        changes.push({ type: known === undefined ? "insert" : "update", docId, version, doc });
    }
    for (const [docId, version] of former) changes.push({ type: "delete", docId, version });
    return changes;
  }

  #isWithin(doc: AppDocument): boolean {
    return this.#edge === null || this.#order(doc, this.#edge) <= 0;
  }

  /** Drops what is over the limit, which then lies behind the edge. */
  #cut(): AppDocument[] {
    const dropped = this.#sorted.splice(this.limit);
    for (const { _id } of dropped) this.#byId.delete(_id);
    if (dropped.length > 0) {
      this.#edge = this.#sorted.at(-1) ?? null;
      this.#isOverfull = true;
    }
    return dropped;
  }

  #insert(doc: AppDocument): void {
    this.#byId.set(doc._id, doc);
    this.#sorted.splice(this.#placeOf(doc), 0, doc);
  }

  #remove(doc: AppDocument): void {
    this.#byId.delete(doc._id);
    this.#sorted.splice(this.#placeOf(doc), 1);
  }

  /** Where it is, or belongs: `_id` makes the order total. */
  #placeOf(doc: AppDocument): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#sorted[middle];
      if (other && this.#order(other, doc) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
