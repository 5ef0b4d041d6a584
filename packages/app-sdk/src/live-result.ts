import type { AppDocument, BridgeAnswers, ConnectionStatus, SubscriptionUpdate } from "@second/contracts";
import type { Query } from "@second/query";
import type { Connection } from "./connection.ts";
import { dataError } from "./errors.ts";
import type { PendingWrites } from "./pending-writes.ts";
import { ResultRows, viewOf } from "./result-rows.ts";
import { Store } from "./store.ts";
import type { SecondDataError } from "./types.ts";

/** What an app asks for: a selection of a collection, or one document. */
export interface Selection {
  collection: string;
  docId?: string;
  where?: unknown;
  orderBy?: readonly string[];
  limit?: number;
}

export interface ResultSnapshot {
  data: readonly AppDocument[];
  /** Until the first documents are here, or it failed. */
  loading: boolean;
  error: SecondDataError | null;
  status: ConnectionStatus;
  hasMore: boolean;
}

export const loadingSnapshot: ResultSnapshot = {
  data: [],
  loading: true,
  error: null,
  status: "loading",
  hasMore: false,
};

export interface ResultNeeds {
  connection: Connection;
  pending: PendingWrites;
  /** The newest state that any subscription has of a document. */
  stored: (collection: string, docId: string) => AppDocument | undefined;
}

/** The host sends no more of one subscription. */
const rowsMax = 10_000;
const deniedStatuses = new Set([401, 403, 404]);
type Answer = Pick<BridgeAnswers["second:data:subscribe"], "docs" | "hasMore">;

/** One subscription, shared by all hooks with equal options: the server's rows, under the writes still on their way. */
export class LiveResult {
  readonly subscriptionId: string;
  readonly selection: Selection;
  readonly snapshot = new Store<ResultSnapshot>(loadingSnapshot);
  readonly #query: Query;
  readonly #needs: ResultNeeds;
  readonly #rows: ResultRows;
  #limit: number;
  #phase: ConnectionStatus = "loading";
  #error: SecondDataError | null = null;
  #isCut = false;
  #isExtending = false;
  #isClosed = false;

  constructor(
    subscriptionId: string,
    { selection, query }: { selection: Selection; query: Query },
    needs: ResultNeeds,
  ) {
    this.subscriptionId = subscriptionId;
    this.selection = selection;
    this.#query = query;
    this.#needs = needs;
    this.#rows = new ResultRows(query);
    this.#limit = Math.min(selection.limit ?? rowsMax, rowsMax);
  }

  /** What the server sent of a document. */
  row(docId: string): AppDocument | undefined {
    return this.#rows.get(docId);
  }

  newestMs(): number {
    return this.#rows.newestMs;
  }

  /** Asks the host. */
  open(): void {
    const { collection, docId, where, orderBy, limit } = this.selection;
    const fields = {
      subscriptionId: this.subscriptionId,
      collection,
      ...(docId === undefined ? {} : { docId }),
      ...(where === undefined ? {} : { where }),
      ...(orderBy === undefined ? {} : { orderBy: [...orderBy] }),
      ...(limit === undefined ? {} : { limit: this.#limit }),
    };
    this.#needs.connection.ask("second:data:subscribe", fields, {
      answered: (answer) => this.#take(answer),
      failed: (error) => this.#fail(error),
    });
  }

  /** Asks anew after a failure. The host may hold the subscription all the same, and refuses an id that it holds. */
  reopen(): void {
    this.#unsubscribe();
    this.open();
  }

  /** True when it failed and may be asked for again. */
  get isFailed(): boolean {
    return this.#error !== null;
  }

  apply(update: SubscriptionUpdate): void {
    if (update.docs) this.#rows.replace(update.docs);
    const { collection } = this.selection;
    if (update.changes.length > 0) {
      this.#rows.change(update.changes, (docId, version) =>
        this.#needs.pending.answered(collection, docId, version),
      );
    }
    if (update.hasMore !== undefined) this.#isCut = update.hasMore;
    if (update.status !== undefined) {
      this.#phase = update.status;
      this.#error = null;
    }
    if (update.error) this.#error = dataError(update.error);
  }

  /** Asks for as many rows again as the selection names. */
  loadMore(): void {
    const { limit } = this.selection;
    if (limit === undefined || !this.#isCut || this.#isExtending || this.#limit >= rowsMax) return;
    this.#isExtending = true;
    const wanted = Math.min(this.#limit + limit, rowsMax);
    const { subscriptionId } = this;
    const extend = { subscriptionId, limit: wanted };
    this.#needs.connection.ask("second:data:extend", extend, {
      answered: (answer) => {
        this.#isExtending = false;
        this.#limit = wanted;
        this.#take(answer);
      },
      failed: (error) => {
        this.#isExtending = false;
        // The rows stay; the person may try again.
        this.#error = error;
        this.refresh();
      },
    });
  }

  /** Computes anew what to show, and tells when that is another thing. */
  refresh(): void {
    const { pending, connection, stored } = this.#needs;
    const { collection } = this.selection;
    const view = { query: this.#query, limit: this.#limit, isCut: this.#isCut };
    const shown = pending.shown(collection, (docId) => stored(collection, docId));
    const rows = viewOf(this.#rows, shown, view);
    const before = this.snapshot.get();
    const next: ResultSnapshot = {
      data: hasSameItems(before.data, rows) ? before.data : rows,
      loading: this.#phase === "loading",
      error: this.#error,
      status: statusOf(this.#phase, connection.status.get().status),
      hasMore: this.#isCut && this.#phase !== "partial",
    };
    if (!isEqual(before, next)) this.snapshot.set(next);
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
  }

  #unsubscribe(): void {
    const { connection } = this.#needs;
    const { subscriptionId } = this;
    // Nothing hangs on the answer.
    connection.request("second:data:unsubscribe", { subscriptionId }).catch(() => undefined);
  }

  #take({ docs, hasMore }: Answer): void {
    if (this.#isClosed) return;
    this.#rows.replace(docs);
    this.#isCut = hasMore;
    this.#error = null;
    this.#phase = hasMore && docs.length < this.#limit ? "partial" : "live";
    this.refresh();
  }

  #fail(error: SecondDataError): void {
    if (this.#isClosed) return;
    this.#error = error;
    this.#phase = deniedStatuses.has(error.status) ? "denied" : "error";
    this.refresh();
  }
}

function statusOf(phase: ConnectionStatus, connection: ConnectionStatus): ConnectionStatus {
  if (phase === "denied" || phase === "error") return phase;
  return connection === "live" || connection === "loading" ? phase : connection;
}

function hasSameItems(one: readonly AppDocument[], other: readonly AppDocument[]): boolean {
  return one === other || (one.length === other.length && one.every((doc, i) => doc === other[i]));
}

function isEqual(one: ResultSnapshot, other: ResultSnapshot): boolean {
  return (
    one.data === other.data &&
    one.loading === other.loading &&
    one.error === other.error &&
    one.status === other.status &&
    one.hasMore === other.hasMore
  );
}
