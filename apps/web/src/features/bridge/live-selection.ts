import type { AppDocument, BridgeError, SubscriptionUpdate } from "@second/contracts";
import { isDeniedStatus } from "./bridge-error.ts";
import { isAfter } from "./position.ts";
import { Reading, type ReadingNeeds, type ReadQuery } from "./reading.ts";
import type { ResultChange, ResultWindow } from "./result-window.ts";
import type { PlacedChange } from "./scope-feed.ts";

/** The most documents that one subscription gets. */
export const rowsMax = 10_000;
/** How far a result without a limit of its own may shrink before it is read anew. */
const unlimitedSlack = 500;

interface SelectionAnswer {
  docs: AppDocument[];
  hasMore: boolean;
}

/** Called in the very moment, so that no change can come between the rows and their answer. */
export interface SelectionReply {
  rows: (answer: SelectionAnswer) => void;
  refused: (error: BridgeError) => void;
}

export interface SelectionNeeds extends ReadingNeeds {
  /** Something happened beside a transaction: a further page, a refill, a result read anew. */
  emit: (update: SubscriptionUpdate) => void;
  /** The whole result goes out in an answer: what waits for it is old. */
  supersede: () => void;
}

/**
 * One subscription of a frame: the query's first documents, kept as the changes say. What only the server knows, such as
 * the row that follows when one leaves a full result, is read again.
 */
export class LiveSelection {
  readonly subscriptionId: string;
  readonly collection: string;
  readonly #read: ReadQuery;
  readonly #needs: SelectionNeeds;
  /** Null asks for as many as there may be. */
  #limit: number | null;
  #window: ResultWindow | null = null;
  /** What the frame has of it: versions by id. */
  #told = new Map<string, number>();
  /** Changes up to it are in the window. */
  #floor = "";
  #reading: Reading | null = null;
  #opening: SelectionReply | null = null;
  #extending: (SelectionReply & { limit: number }) | null = null;
  /** The window is from before a reset: it is to be replaced whole, however it differs. */
  #isOld = false;
  #onRenewed: (() => void) | null = null;

  constructor(subscriptionId: string, read: ReadQuery, of: { limit: number | null; needs: SelectionNeeds }) {
    this.subscriptionId = subscriptionId;
    this.collection = read.collection;
    this.#read = read;
    this.#limit = of.limit;
    this.#needs = of.needs;
  }

  /** Replies with the first page; the rest follows by itself. */
  open(reply: SelectionReply): void {
    this.#opening = reply;
    this.#readAgain();
  }

  /** Replies with the whole result of up to `limit` documents. */
  extend(limit: number, reply: SelectionReply): void {
    this.#extending?.refused(superseded);
    this.#extending = { ...reply, limit };
    this.#readAgain();
  }

  /** What a transaction does to the result; null for nothing. */
  take(changes: readonly PlacedChange[]): SubscriptionUpdate | null {
    const own = changes.filter(({ change }) => change.collection === this.collection);
    if (own.length === 0) return null;
    const window = this.#window;
    const hadMore = window?.hasMore ?? false;
    const effects = own.flatMap((placed) => {
      this.#reading?.hear(placed);
      return window && isAfter(placed.position, this.#floor) ? window.apply(placed.change) : [];
    });
    if (!window) return null;
    this.#note(effects);
    this.#refillIfShort(window);
    const hasMore = window.hasMore === hadMore ? {} : { hasMore: window.hasMore };
    if (effects.length === 0 && window.hasMore === hadMore) return null;
    return { subscriptionId: this.subscriptionId, changes: effects, ...hasMore };
  }

  /** Reads everything again; the old rows stay until the new ones replace them. `onRenewed` is called then. */
  reset(onRenewed: () => void): void {
    this.#isOld = this.#window !== null;
    this.#onRenewed?.();
    this.#onRenewed = onRenewed;
    this.#readAgain();
  }

  close(): void {
    this.#reading?.cancel();
    this.#reading = null;
    this.#window = null;
    this.#renewed();
    this.#opening?.refused(superseded);
    this.#extending?.refused(superseded);
  }

  #readAgain(): void {
    this.#reading?.cancel();
    const reading = new Reading(this.#read, this.#extending?.limit ?? this.#limit ?? rowsMax, {
      needs: this.#needs,
      events: {
        onPage: (window, isDone) => this.#page(reading, { window, isDone }),
        onRefused: (error) => {
          if (this.#reading === reading) this.#refused(error);
        },
        onTorn: () => {
          if (this.#reading === reading) this.#readAgain();
        },
      },
    });
    this.#reading = reading;
    reading.start();
  }

  #page(reading: Reading, { window, isDone }: { window: ResultWindow; isDone: boolean }): void {
    if (this.#reading !== reading) return;
    const isOpening = this.#opening !== null;
    if (isOpening) this.#opened(reading, window);
    if (this.#extending) {
      if (isDone) this.#extended(reading, window);
    } else if (this.#window !== window) {
      if (isDone) this.#replace(reading, window);
    } else if (!isOpening) this.#emitDifference(window, isDone ? "live" : "partial");
    if (!this.#isOld) this.#renewed();
    if (isDone) this.#refillIfShort(window);
  }

  #opened(reading: Reading, window: ResultWindow): void {
    this.#adopt(reading, window);
    this.#opening?.rows(answerOf(window));
    this.#opening = null;
  }

  #extended(reading: Reading, window: ResultWindow): void {
    if (this.#limit !== null) this.#limit = this.#extending?.limit ?? this.#limit;
    this.#needs.supersede();
    this.#adopt(reading, window);
    this.#extending?.rows(answerOf(window));
    this.#extending = null;
  }

  #replace(reading: Reading, window: ResultWindow): void {
    if (this.#isOld) {
      this.#adopt(reading, window);
      const { docs, hasMore } = answerOf(window);
      const { subscriptionId } = this;
      this.#needs.emit({ subscriptionId, changes: [], docs, hasMore, status: "live" });
      return;
    }
    this.#window = window;
    this.#floor = reading.floor ?? this.#floor;
    this.#emitDifference(window, "live");
  }

  /** The frame gets the whole of this window, now or in this turn. */
  #adopt(reading: Reading, window: ResultWindow): void {
    this.#window = window;
    this.#floor = reading.floor ?? this.#floor;
    this.#told = new Map(window.docs.map((doc) => [doc._id, doc._version]));
    this.#isOld = false;
  }

  #emitDifference(window: ResultWindow, status: "live" | "partial"): void {
    const changes = window.changesFrom(this.#told);
    this.#note(changes);
    this.#needs.emit({ subscriptionId: this.subscriptionId, changes, hasMore: window.hasMore, status });
  }

  #note(changes: readonly ResultChange[]): void {
    for (const { type, docId, version } of changes) {
      if (type === "delete") this.#told.delete(docId);
      else this.#told.set(docId, version);
    }
  }

  #refused(error: BridgeError): void {
    const reply = this.#opening ?? this.#extending;
    if (this.#opening) this.#opening = null;
    else this.#extending = null;
    if (reply) reply.refused(error);
    else {
      const status = isDeniedStatus(error.status) ? "denied" : "error";
      this.#needs.emit({ subscriptionId: this.subscriptionId, changes: [], status, error });
    }
    this.#renewed();
  }

  #renewed(): void {
    this.#onRenewed?.();
    this.#onRenewed = null;
  }

  #refillIfShort(window: ResultWindow): void {
    if ((this.#reading && !this.#reading.isOver) || !window.hasMore) return;
    if (window.room > (this.#limit === null ? unlimitedSlack : 0)) this.#readAgain();
  }
}

const answerOf = ({ docs, hasMore }: ResultWindow): SelectionAnswer => ({ docs: [...docs], hasMore });

const superseded: BridgeError = {
  code: "request.invalid",
  title: "This is not asked for any more.",
  status: 400,
  retryable: false,
};
