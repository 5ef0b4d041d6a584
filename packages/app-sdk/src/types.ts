import type {
  AppDocument,
  AppMemberView,
  BridgeError,
  BridgeUser,
  ConnectionStatus,
} from "@second/contracts";
import type { QueryScalar } from "@second/query";

export type { AppDocument, ConnectionStatus };

/** What the platform keeps of every document. */
export type SystemField = "_id" | "_version" | "_createdAt" | "_updatedAt" | "_createdBy" | "_updatedBy";

/** A stored document with the app's own fields, and no others. */
export type Doc<T> = Pick<AppDocument, SystemField> & T;

/** What an insert or update sends: the app's own fields only. */
export type Fields<T> = Omit<T, SystemField>;

export type FieldCondition =
  | QueryScalar
  | {
      eq?: QueryScalar;
      ne?: QueryScalar;
      in?: readonly QueryScalar[];
      gt?: QueryScalar;
      gte?: QueryScalar;
      lt?: QueryScalar;
      lte?: QueryScalar;
      exists?: boolean;
      prefix?: string;
      /** The field is an array that contains this value. */
      has?: QueryScalar;
    };

/** A field's name, or a dotted one that addresses what lies inside a field. */
export type FieldName<T> = (keyof T & string) | SystemField | `${keyof T & string}.${string}`;

/** Conditions by field, which all hold. */
export type Where<T> = { [K in FieldName<T>]?: FieldCondition } & {
  and?: readonly Where<T>[];
  or?: readonly Where<T>[];
};

export interface CollectionOptions<T> {
  where?: Where<T>;
  /** Field names; `-` before one sorts descending. Newest first when absent. */
  orderBy?: readonly string[];
  limit?: number;
}

/** A failed read or write, with the platform's problem code. */
export interface SecondDataError extends Error, BridgeError {}

export interface CollectionResult<T> {
  data: readonly Doc<T>[];
  loading: boolean;
  error: SecondDataError | null;
  status: ConnectionStatus;
  /** The server may have more. Never true while the first documents are still arriving. */
  hasMore: boolean;
  /** Asks for as many again as `limit`. */
  loadMore(): void;
  /** Shows at once; rejects with {@link SecondDataError} and rolls back when the server refuses. */
  insert(fields: Fields<T>): Promise<Doc<T>>;
  /** `ifVersion` makes it fail with `document.conflict` when someone changed the document since. */
  update(id: string, fields: Partial<Fields<T>>, options?: { ifVersion?: number }): Promise<Doc<T>>;
  remove(id: string): Promise<void>;
}

export interface DocResult<T> {
  /** Null while loading and when there is no such document. */
  data: Doc<T> | null;
  loading: boolean;
  error: SecondDataError | null;
  status: ConnectionStatus;
  update(fields: Partial<Fields<T>>, options?: { ifVersion?: number }): Promise<Doc<T>>;
  remove(): Promise<void>;
}

export interface CountOptions<T> {
  where?: Where<T>;
}

export interface CountResult {
  /** 0 while loading. */
  count: number;
  /** False while loading, and when there may be more. */
  exact: boolean;
  loading: boolean;
  error: SecondDataError | null;
}

export interface AggregateOptions<T> extends CountOptions<T> {
  /** Up to three fields; a row for each of their values together. Without them there is one row. */
  groupBy?: readonly FieldName<T>[];
  /** Fields to compute with; every row has its count besides. */
  metrics?: {
    sum?: readonly FieldName<T>[];
    avg?: readonly FieldName<T>[];
    min?: readonly FieldName<T>[];
    max?: readonly FieldName<T>[];
  };
}

type ScalarOf<T, K> = K extends keyof Doc<T> ? Extract<Doc<T>[K], QueryScalar> : QueryScalar;

/** What the documents of one group come to, by the names of fields that were asked for. */
export interface AggregateRow<T> {
  /** Their values of the fields grouped by; one that they lack is absent. */
  group: { readonly [K in FieldName<T>]?: ScalarOf<T, K> };
  count: number;
  /** Of the numbers alone; 0 when there are none. */
  sum: { readonly [K in FieldName<T>]?: number };
  /** Of the numbers alone; null when there are none. */
  avg: { readonly [K in FieldName<T>]?: number | null };
  /** Null when there is no value. */
  min: { readonly [K in FieldName<T>]?: ScalarOf<T, K> | null };
  max: { readonly [K in FieldName<T>]?: ScalarOf<T, K> | null };
}

export interface QueryResult<T> {
  /** By the order of their groups, 100 at most. */
  rows: readonly AggregateRow<T>[];
  /** False while loading, and when there are more groups than rows. */
  exact: boolean;
  loading: boolean;
  error: SecondDataError | null;
}

export interface MutationResult<Input, Result> {
  /** As {@link mutateAsync}, for when nothing waits for the end; a refusal is told by `error` and by the shell. */
  mutate(input: Input): void;
  /** Rejects with {@link SecondDataError} and rolls back when the server refuses any of the changes. */
  mutateAsync(input: Input): Promise<Result>;
  /** Some of them are not stored yet. */
  pending: boolean;
  /** Of the last one, until the next. */
  error: SecondDataError | null;
  /** Forgets the error. */
  reset(): void;
}

export type CurrentUser = BridgeUser;
export type Member = AppMemberView;
