import { type AppDocument, type BridgeError, documentLimits } from "@second/contracts";
import type { Query } from "@second/query";
import type { DataApi } from "./data-api.ts";
import type { BridgeEnvironment } from "./environment.ts";
import { isAfter } from "./position.ts";
import { ResultWindow } from "./result-window.ts";
import type { PlacedChange, ScopeFeed } from "./scope-feed.ts";

/** What is read: the query as it was asked, and as the evaluator has it. */
export interface ReadQuery {
  collection: string;
  asked: { where?: unknown; orderBy?: string[] };
  query: Query;
}

export interface ReadingNeeds {
  api: DataApi;
  feed: Pick<ScopeFeed, "position" | "join">;
  environment: Pick<BridgeEnvironment, "after" | "random">;
}

export interface ReadingEvents {
  /** After each page: the window as it is now. */
  onPage(window: ResultWindow, isDone: boolean): void;
  onRefused(error: BridgeError): void;
  /** A change showed that pages don't fit together: read again. */
  onTorn(): void;
}

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** A page after the first, which began behind a document that must not have moved in between. */
interface Seam {
  docId: string;
  after: string;
  upTo: string;
}

/**
 * One reading of a query's first documents, page by page, while changes go on. Changes are kept from its beginning and
 * laid over each page where they are newer; those that the first page contains are dropped. Passing failures are tried
 * again until it is cancelled.
 */
export class Reading {
  readonly #read: ReadQuery;
  readonly #needs: ReadingNeeds;
  readonly #events: ReadingEvents;
  readonly #window: ResultWindow;
  readonly #abort = new AbortController();
  readonly #heard: PlacedChange[] = [];
  readonly #seams: Seam[] = [];
  /** Everything up to it is in the first page. */
  #floor: string | null = null;
  #isOver = false;

  constructor(read: ReadQuery, limit: number, of: { needs: ReadingNeeds; events: ReadingEvents }) {
    this.#read = read;
    this.#needs = of.needs;
    this.#events = of.events;
    this.#window = new ResultWindow(read.query, limit);
  }

  /** Null until the first page is here. */
  get floor(): string | null {
    return this.#floor;
  }

  /** Every page is here, or it was refused. */
  get isOver(): boolean {
    return this.#isOver;
  }

  start(): void {
    void this.#run();
  }

  cancel(): void {
    this.#abort.abort();
  }

  /** To be told of every change from the beginning on, also when it is over: a late one may show that it was torn. */
  hear(placed: PlacedChange): void {
    if (!this.#isOver) this.#heard.push(placed);
    if (this.#isTornBy(placed)) this.#events.onTorn();
  }

  async #run(): Promise<void> {
    let cursor: string | undefined;
    let readAt = "";
    let lastId = "";
    for (;;) {
      const page = await this.#page(cursor);
      if (page === null) return;
      if (cursor === undefined) {
        if (!this.#needs.feed.join(page.position)) continue;
        this.#floor = page.position;
      } else {
        this.#addSeam({ docId: lastId, after: readAt, upTo: page.position });
        if (this.#heard.some((placed) => this.#isTornBy(placed))) {
          this.#events.onTorn();
          return;
        }
      }
      readAt = page.position;
      lastId = page.docs.at(-1)?._id ?? "";
      const isLast = page.nextCursor === null;
      this.#window.append(page.docs, isLast);
      for (const { change, position } of this.#heard) {
        if (isAfter(position, this.#floor ?? "")) this.#window.apply(change);
      }
      const isDone = isLast || this.#window.isOverfull || this.#window.room === 0;
      cursor = page.nextCursor ?? undefined;
      this.#isOver = isDone;
      this.#events.onPage(this.#window, isDone);
      if (isDone) return;
    }
  }

  #addSeam(seam: Seam): void {
    if (isAfter(seam.upTo, seam.after)) this.#seams.push(seam);
  }

  #isTornBy({ change, position }: PlacedChange): boolean {
    return this.#seams.some(
      ({ docId, after, upTo }) =>
        docId === change.docId && isAfter(position, after) && !isAfter(position, upTo),
    );
  }

  /** Null when it was cancelled or refused. */
  async #page(
    cursor: string | undefined,
  ): Promise<{ docs: AppDocument[]; nextCursor: string | null; position: string } | null> {
    const { api, feed, environment } = this.#needs;
    const { collection, asked } = this.#read;
    const { signal } = this.#abort;
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const position = feed.position;
      const called = await api.query(
        {
          collection,
          ...asked,
          // Changes may have filled it meanwhile.
          limit: Math.max(1, Math.min(this.#window.room, documentLimits.pageMax)),
          ...(cursor === undefined ? {} : { cursor }),
          ...(position === null ? {} : { minPosition: position }),
        },
        signal,
      );
      if (signal.aborted) return null;
      if (called.kind === "ok") return called.value;
      if (called.error.code === "query.cursor_invalid" && cursor !== undefined) {
        this.#events.onTorn();
        return null;
      }
      if (!called.error.retryable) {
        this.#isOver = true;
        this.#events.onRefused(called.error);
        return null;
      }
      const waitMs = Math.max(called.retryAfterMs, pause * (0.5 + environment.random() / 2));
      await this.#pause(waitMs);
      if (signal.aborted) return null;
    }
  }

  /** Ends early when the reading is cancelled. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.#abort.signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = this.#needs.environment.after(ms, done);
      this.#abort.signal.addEventListener("abort", done);
    });
  }
}
