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

/** Conditions by field, which all hold. A dotted name addresses what lies inside a field. */
export type Where<T> = {
  [K in (keyof T & string) | SystemField | `${keyof T & string}.${string}`]?: FieldCondition;
} & {
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
