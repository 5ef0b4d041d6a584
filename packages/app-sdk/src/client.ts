import type { AppDocument, ConnectionStatus } from "@second/contracts";
import { parseQuery, type Query } from "@second/query";
import { Connection, type RequestFields, type ResultPush } from "./connection.ts";
import { dataError, isSecondDataError } from "./errors.ts";
import {
  type AggregateAnswer,
  type AggregateQuestion,
  type Ask,
  type CountAnswer,
  type Figures,
  LiveFigures,
  loadingFigures,
  type Question,
} from "./figures.ts";
import { type HostPort, parentPort } from "./host-port.ts";
import { LiveResult, loadingSnapshot, type ResultSnapshot, type Selection } from "./live-result.ts";
import { type MutationTx, recordChanges } from "./mutation.ts";
import { PendingWrites } from "./pending-writes.ts";
import { currentUser, type Me, type Members, members } from "./people.ts";
import { Shares } from "./shares.ts";
import type { Readable } from "./store.ts";
import type { SecondDataError } from "./types.ts";
import { type Write, type WriteOptions, WriteQueue } from "./write-queue.ts";

export { isSecondDataError } from "./errors.ts";
export type { AggregateAnswer, AggregateQuestion, CountAnswer, Figures, Question } from "./figures.ts";
export { type HostPort, parentPort } from "./host-port.ts";
export type { ResultSnapshot, Selection } from "./live-result.ts";
export type { MutationTx } from "./mutation.ts";
export type { Me, Members } from "./people.ts";
export type { Readable } from "./store.ts";
export type { Write, WriteOptions } from "./write-queue.ts";

/** A result that is kept up to date while someone is subscribed to it. */
export interface LiveHandle extends Readable<ResultSnapshot> {
  loadMore(): void;
}

/** An app's live data, without any framework. There is one for a frame; see {@link currentClient}. */
export class SecondClient {
  readonly user: Readable<Me>;
  readonly members: Readable<Members>;
  readonly connection: Readable<{ status: ConnectionStatus; since: string }>;
  readonly #connection: Connection;
  readonly #pending = new PendingWrites();
  readonly #writes: WriteQueue;
  readonly #shared = new Shares<LiveResult>();
  readonly #counts = new Shares<LiveFigures<CountAnswer>>();
  readonly #aggregates = new Shares<LiveFigures<AggregateAnswer>>();
  readonly #reported = new WeakSet<SecondDataError>();
  readonly #onClose: (() => void)[] = [];
  #subscriptions = 0;

  constructor(port: HostPort) {
    this.#connection = new Connection(port, (push) => this.#receive(push));
    this.#writes = new WriteQueue(this.#connection, this.#pending, {
      changed: (collection) => this.#refresh(({ selection }) => selection.collection === collection),
      createdAt: (collection) => this.#createdAt(collection),
    });
    this.user = currentUser(this.#connection);
    this.members = members(this.#connection);
    this.connection = this.#connection.status;
    this.#connection.status.subscribe(() => this.#statusChanged());
  }

  /** Equal selections share one subscription. */
  live(wanted: Selection): LiveHandle {
    const key = selectionKey(wanted);
    // A copy in JSON values: what the caller changes later, or left undefined, plays no part.
    const selection: Selection = JSON.parse(key);
    const parsed = parseQuery(queryOf(selection));
    if (parsed.kind === "invalid") {
      const title = "This list asks for something that does not exist.";
      const { faults: fields } = parsed;
      const error = dataError({ code: "request.invalid", title, status: 400, retryable: false, fields });
      const failed: ResultSnapshot = { ...loadingSnapshot, loading: false, error, status: "error" };
      return { get: () => failed, subscribe: () => () => undefined, loadMore: () => undefined };
    }
    return {
      get: () => this.#shared.get(key)?.snapshot.get() ?? loadingSnapshot,
      loadMore: () => this.#shared.get(key)?.loadMore(),
      subscribe: (listener) => {
        const { item, release } = this.#shared.hold(key, () => this.#open(selection, parsed.query));
        const unsubscribe = item.snapshot.subscribe(listener);
        return () => {
          unsubscribe();
          release();
        };
      },
    };
  }

  /** How many documents there are; asked again, at most once a second, while they change. */
  liveCount(question: Question): Readable<Figures<CountAnswer>> {
    const key = selectionKey(question);
    const asked: Question = JSON.parse(key);
    return this.#follow(this.#counts, key, (subscriptionId, { answered, failed }) =>
      this.#connection.ask(
        "second:data:count",
        { ...asked, subscriptionId },
        { answered: ({ count, exact }) => answered({ count, exact }), failed },
      ),
    );
  }

  /** Counts, sums, averages, least and greatest values; asked again, at most once a second, while documents change. */
  liveAggregate(question: AggregateQuestion): Readable<Figures<AggregateAnswer>> {
    const key = selectionKey(question);
    const asked: RequestFields<"second:data:aggregate"> = JSON.parse(key);
    return this.#follow(this.#aggregates, key, (subscriptionId, { answered, failed }) =>
      this.#connection.ask(
        "second:data:aggregate",
        { ...asked, subscriptionId },
        { answered: ({ rows, exact }) => answered({ rows, exact }), failed },
      ),
    );
  }

  /** Shows at once. Resolves to the stored document, null for a removal. @throws SecondDataError */
  write(write: Write, options?: WriteOptions): Promise<AppDocument | null> {
    return this.#writes.write(write, options);
  }

  /**
   * The changes that the recipe names, as one: they show at once, and are stored together or not at all. Resolves to what
   * the recipe returned. @throws SecondDataError, or what the recipe threw
   */
  async mutate<R>(recipe: (tx: MutationTx) => R, options?: WriteOptions): Promise<R> {
    const { changes, result } = recordChanges(recipe);
    if (changes.length > 0) await this.#writes.batch(changes, options);
    return result;
  }

  /** Lets the shell tell people of a failure that the app did not, once. */
  report(error: SecondDataError, route: string): void {
    if (this.#reported.has(error)) return;
    this.#reported.add(error);
    const kind = `data:${error.code}`.slice(0, 80);
    const told = { kind, message: error.message.slice(0, 4000), route: route.slice(0, 2048) };
    this.#connection.tell({ type: "second:preview:error", ...told });
  }

  /** Called once, when the client closes. */
  onClose(callback: () => void): void {
    this.#onClose.push(callback);
  }

  close(): void {
    this.#shared.close();
    this.#counts.close();
    this.#aggregates.close();
    this.#connection.close();
    for (const callback of this.#onClose.splice(0)) callback();
  }

  #open(selection: Selection, query: Query): LiveResult {
    const result = new LiveResult(
      this.#newSubscriptionId(),
      { selection, query },
      {
        connection: this.#connection,
        pending: this.#pending,
        stored: (collection, docId) => this.#stored(collection, docId),
      },
    );
    result.open();
    result.refresh();
    return result;
  }

  #follow<A>(shares: Shares<LiveFigures<A>>, key: string, ask: Ask<A>): Readable<Figures<A>> {
    return {
      get: () => shares.get(key)?.snapshot.get() ?? loadingFigures,
      subscribe: (listener) => {
        const { item, release } = shares.hold(key, () => {
          const figures = new LiveFigures(this.#newSubscriptionId(), ask, this.#connection);
          figures.ask();
          return figures;
        });
        const unsubscribe = item.snapshot.subscribe(listener);
        return () => {
          unsubscribe();
          release();
        };
      },
    };
  }

  #figures(): LiveFigures<unknown>[] {
    return [...this.#counts.items(), ...this.#aggregates.items()];
  }

  #newSubscriptionId(): string {
    this.#subscriptions += 1;
    return `s${this.#subscriptions}`;
  }

  /** A post moves everything at once: first all rows, then all views. */
  #receive({ updates, settled = [] }: ResultPush): void {
    const byId = new Map(this.#shared.items().map((result) => [result.subscriptionId, result]));
    const collections = new Set<string>();
    for (const update of updates) {
      const result = byId.get(update.subscriptionId);
      result?.apply(update);
      if (result) collections.add(result.selection.collection);
      else
        this.#figures()
          .find(({ subscriptionId }) => subscriptionId === update.subscriptionId)
          ?.changed();
    }
    // After the rows, which take over the documents that answers gave.
    for (const collection of this.#pending.settle(settled)) collections.add(collection);
    this.#refresh(({ selection }) => collections.has(selection.collection));
  }

  #statusChanged(): void {
    if (this.#connection.status.get().status === "live") {
      for (const result of this.#shared.items()) if (result.isFailed) result.reopen();
      for (const figures of this.#figures()) figures.retry();
    }
    this.#refresh(() => true);
  }

  #refresh(isMeant: (result: LiveResult) => boolean): void {
    for (const result of this.#shared.items()) if (isMeant(result)) result.refresh();
  }

  #stored(collection: string, docId: string): AppDocument | undefined {
    let newest: AppDocument | undefined;
    for (const result of this.#shared.items()) {
      const doc = result.selection.collection === collection ? result.row(docId) : undefined;
      if (doc && (newest === undefined || doc._version > newest._version)) newest = doc;
    }
    return newest;
  }

  /** Behind no document that is known, so that a new one comes first whatever this device's clock says. */
  #createdAt(collection: string): string {
    let newestMs = 0;
    for (const result of this.#shared.items()) {
      if (result.selection.collection !== collection) continue;
      newestMs = Math.max(newestMs, result.newestMs());
    }
    for (const [, doc] of this.#pending.shown(collection, (docId) => this.#stored(collection, docId))) {
      newestMs = Math.max(newestMs, Date.parse(doc?._createdAt ?? "") || 0);
    }
    return new Date(Math.max(Date.now(), newestMs + 1)).toISOString();
  }
}

function queryOf({ docId, where, orderBy }: Selection): { where?: unknown; orderBy?: unknown } {
  return docId === undefined ? { where, orderBy } : { where: { _id: { eq: docId } } };
}

/** Equal for options that mean the same, however they were written. */
export function selectionKey(selection: Selection | AggregateQuestion): string {
  return JSON.stringify(selection, (_name, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

let current: SecondClient | null = null;

/** The frame's one client, made when first asked for. */
export function currentClient(): SecondClient {
  current ??= openClient();
  return current;
}

/** Puts another client in its place, or none: for tests. Answers the former one. */
export function setCurrentClient(client: SecondClient | null): SecondClient | null {
  const former = current;
  current = client;
  return former;
}

function openClient(): SecondClient {
  const client = new SecondClient(parentPort());
  const onUncaught = ({ reason }: PromiseRejectionEvent) => {
    const { pathname, search, hash } = window.location;
    if (isSecondDataError(reason)) client.report(reason, pathname + search + hash);
  };
  window.addEventListener("unhandledrejection", onUncaught);
  client.onClose(() => window.removeEventListener("unhandledrejection", onUncaught));
  return client;
}
