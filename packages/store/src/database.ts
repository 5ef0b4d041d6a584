/** Values that filters and sorts can address: declared top-level fields of a record. */
export type Scalar = string | number | boolean | null;
export type FieldType = "string" | "number" | "boolean";

export interface StoredRecord {
  id: string;
}

/**
 * Declares one collection of records, which are JSON values. Names are snake_case; ids are unique within a collection.
 * A declared field holds its type, null, or nothing: other values are `store.misuse` when written.
 */
export interface CollectionDefinition<R extends StoredRecord> {
  name: string;
  /** Top-level scalar fields that filters, sorts and indexes may address; `id` always can. A field may be null or absent. */
  fields: { readonly [K in Exclude<keyof R & string, "id">]?: FieldType };
  /** Unique indexes ignore records that lack one of their fields; null is a value. `-field` sorts descending. */
  indexes: readonly { name: string; fields: readonly string[]; unique?: boolean }[];
  /**
   * What `changes` delivers: whole records as they are inserted (updates are `store.misuse`, and deletions, which only
   * forget what is old, are not told), ids, or nothing. A position from before a forgotten record may be expired.
   */
  feed: "records" | "ids" | "none";
}

/** A definition whose kind of record does not matter; every `CollectionDefinition<R>` is one. */
export type AnyCollection = CollectionDefinition<never>;

/** Helps inference: `defineCollection<Run>()({ name: "runs", … })`. */
export function defineCollection<R extends StoredRecord>() {
  return (definition: CollectionDefinition<R>): CollectionDefinition<R> => definition;
}

/**
 * Comparison within one type; strings by code point. A bare scalar means `eq`; null matches null, not absence.
 * `ne` is the opposite of `eq`, so it holds for absence. Several operators must all hold.
 */
export type Condition =
  | Scalar
  | {
      eq?: Scalar;
      ne?: Scalar;
      in?: readonly Scalar[];
      gt?: Scalar;
      gte?: Scalar;
      lt?: Scalar;
      lte?: Scalar;
      /** False matches records that lack the field. */
      exists?: boolean;
      prefix?: string;
    };

export type Filter<R extends StoredRecord> = { [K in keyof R & string]?: Condition } & {
  and?: readonly Filter<R>[];
  or?: readonly Filter<R>[];
};

export interface ListOptions<R extends StoredRecord> {
  filter?: Filter<R>;
  /** `-` before a field sorts descending; `id` breaks ties ascending. Across types: absent, null, false, true, numbers, strings. */
  sort?: readonly string[];
  /** 1 to 10,000; without it 10,000. */
  limit?: number;
  /** Continues after the last record of a former page with the same filter and sort. */
  cursor?: string;
}

export interface Page<R> {
  records: R[];
  nextCursor: string | null;
}

export interface Reader {
  get<R extends StoredRecord>(of: CollectionDefinition<R>, id: string): Promise<R | null>;
  /** The records that exist, in the order of `ids`. */
  getMany<R extends StoredRecord>(of: CollectionDefinition<R>, ids: readonly string[]): Promise<R[]>;
  list<R extends StoredRecord>(of: CollectionDefinition<R>, options?: ListOptions<R>): Promise<Page<R>>;
  /** The first record of the order, or null. */
  first<R extends StoredRecord>(of: CollectionDefinition<R>, options?: ListOptions<R>): Promise<R | null>;
  count<R extends StoredRecord>(of: CollectionDefinition<R>, filter?: Filter<R>): Promise<number>;
}

export interface RecordUpdate<R extends StoredRecord> {
  /** Undefined values are passed over. */
  set?: { [K in keyof R]?: R[K] };
  unset?: readonly (keyof R & string)[];
  /** Absent counts as 0; anything else that is no number is `store.misuse`. */
  inc?: { [K in keyof R]?: number };
}

export interface Writer {
  /** @throws {StoreError} `store.duplicate` with the index's name (`id` for a taken id). */
  insert<R extends StoredRecord>(into: CollectionDefinition<R>, record: R): Promise<void>;
  insertMany<R extends StoredRecord>(into: CollectionDefinition<R>, records: readonly R[]): Promise<void>;
  /** False when the record is missing or `condition` does not hold. */
  replace<R extends StoredRecord>(
    within: CollectionDefinition<R>,
    record: R,
    condition?: Filter<R>,
  ): Promise<boolean>;
  /** The record as it is afterwards; null when it is missing or `condition` does not hold. */
  update<R extends StoredRecord>(
    within: CollectionDefinition<R>,
    id: string,
    change: RecordUpdate<R> & { if?: Filter<R> },
  ): Promise<R | null>;
  /** False when it was missing or `condition` does not hold. */
  delete<R extends StoredRecord>(
    from: CollectionDefinition<R>,
    id: string,
    condition?: Filter<R>,
  ): Promise<boolean>;
}

/**
 * Sees its own writes. Any failed operation aborts the whole transaction, even when its error is caught.
 * Two transactions never both change one record they both read, but what is only read may change before the commit:
 * to rely on another record, write to it (`inc` a number), or the decision may be made twice at once.
 */
export interface Transaction extends Reader, Writer {}

/**
 * A place in the committed order: `<epoch>.<16 hex>.<8 hex>`, comparable by byte order within an epoch.
 * The last part counts within a transaction; a snapshot's position has `ffffffff` there.
 */
export type Position = string;

export interface CommittedChange<R extends StoredRecord = StoredRecord> {
  collection: string;
  id: string;
  kind: "insert" | "update" | "delete";
  position: Position;
  /** Only for collections with `feed: "records"`. */
  record?: R;
}

export interface ChangesOptions {
  /** Continue after this position; the present when absent. */
  after?: Position;
  signal?: AbortSignal;
}

export interface Database extends Reader {
  /** `sqlite` or `mongodb`: for people (doctor, status), never for decisions. */
  readonly engine: string;
  /** Creates what is missing of collections and indexes. Safe to repeat and to run on several processes. */
  prepare(definitions: readonly AnyCollection[]): Promise<void>;
  /**
   * Atomic over all collections. `fn` may run again after a conflict, so it touches nothing but its handle.
   * A throw rolls back and comes out unchanged. After 30 s it is rolled back as `store.unavailable`.
   * Never start a transaction inside another: the inner one would wait for the outer.
   */
  transaction<T>(fn: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Reads one consistent snapshot; every change up to `position` is in what `fn` saw. */
  snapshot<T>(fn: (reader: Reader) => Promise<T>): Promise<{ value: T; position: Position }>;
  /**
   * Committed changes of these collections, once, in commit order; one item is one whole transaction.
   * @throws {StoreError} `store.position_expired` when `after` is older than what is kept or of another epoch.
   */
  changes(collections: readonly AnyCollection[], options?: ChangesOptions): AsyncIterable<CommittedChange[]>;
  /** The present position: every change acknowledged before is at or before it. */
  position(): Promise<Position>;
  /** Throws when the engine cannot be used. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type StoreErrorCode =
  | "store.duplicate"
  | "store.position_expired"
  | "store.disk_full"
  | "store.unavailable"
  | "store.misuse";

/** Failures of an engine. Recognise by `code`. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** The violated unique index of a `store.duplicate`. */
  readonly index: string | null;
  constructor(code: StoreErrorCode, message: string, options: { index?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "StoreError";
    this.code = code;
    this.index = options.index ?? null;
  }
}
