import type { AggregateRow } from "@second/contracts";
import type { Connection, Reply } from "./connection.ts";
import { Store } from "./store.ts";
import type { SecondDataError } from "./types.ts";

/** What an app wants to know of a collection as a whole. */
export interface Question {
  collection: string;
  where?: unknown;
}

export interface AggregateQuestion extends Question {
  groupBy?: readonly string[];
  /** Fields by operator: `sum, avg, min, max`. Every row has its count besides. */
  metrics?: { readonly [operator: string]: readonly string[] | undefined };
}

export interface Figures<A> {
  /** Null until the first answer. */
  answer: A | null;
  loading: boolean;
  error: SecondDataError | null;
}

export interface CountAnswer {
  count: number;
  /** False when there may be more. */
  exact: boolean;
}

export interface AggregateAnswer {
  rows: readonly AggregateRow[];
  /** False when there are more groups than rows. */
  exact: boolean;
}

/** Sends the question once. */
export type Ask<A> = (subscriptionId: string, reply: Pick<Reply<A>, "answered" | "failed">) => void;

export const loadingFigures: Figures<never> = { answer: null, loading: true, error: null };

/** Asked no more often than this while documents change. */
const askMsMin = 1000;
const pauseMsMax = 10_000;

/** One question, shared by all hooks that ask it: asked again after changes, and after failures that pass. */
export class LiveFigures<A> {
  readonly subscriptionId: string;
  readonly snapshot = new Store<Figures<A>>(loadingFigures);
  readonly #ask: Ask<A>;
  readonly #connection: Connection;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isAsking = false;
  #isOld = false;
  #isFailed = false;
  #isClosed = false;
  #askedAt = 0;
  #pauseMs = askMsMin;

  constructor(subscriptionId: string, ask: Ask<A>, connection: Connection) {
    this.subscriptionId = subscriptionId;
    this.#ask = ask;
    this.#connection = connection;
  }

  /** Asks the host, now. */
  ask(): void {
    this.#cancel();
    if (this.#isAsking || this.#isClosed) return;
    this.#isAsking = true;
    this.#isOld = false;
    this.#askedAt = Date.now();
    this.#ask(this.subscriptionId, {
      answered: (answer) => this.#answered(answer),
      failed: (error) => this.#refused(error),
    });
  }

  /** Something in the collection has changed. */
  changed(): void {
    this.#isOld = true;
    this.#askAfter(askMsMin);
  }

  /** The connection is back: what failed before may not now. */
  retry(): void {
    if (this.#isFailed) this.ask();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    const { subscriptionId } = this;
    // Nothing hangs on the answer.
    this.#connection.request("second:data:unsubscribe", { subscriptionId }).catch(() => undefined);
  }

  #answered(answer: A): void {
    this.#isAsking = false;
    this.#isFailed = false;
    this.#pauseMs = askMsMin;
    const { answer: former } = this.snapshot.get();
    const isSame = JSON.stringify(former) === JSON.stringify(answer);
    this.#set({ answer: isSame ? former : answer, loading: false, error: null });
    if (this.#isOld) this.#askAfter(askMsMin);
  }

  #refused(error: SecondDataError): void {
    this.#isAsking = false;
    this.#isFailed = true;
    if (error.retryable) {
      this.#askAfter(Math.max(this.#pauseMs, error.retryAfterMs ?? 0));
      this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMsMax);
    } else this.#set({ ...this.snapshot.get(), loading: false, error });
  }

  #set(next: Figures<A>): void {
    const { answer, loading, error } = this.snapshot.get();
    if (answer !== next.answer || loading !== next.loading || error !== next.error) this.snapshot.set(next);
  }

  /** Asks when so much time has passed since it asked last. */
  #askAfter(ms: number): void {
    if (this.#isClosed || this.#isAsking || this.#timer !== null) return;
    const restMs = Math.max(0, this.#askedAt + ms - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.ask();
    }, restMs);
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
