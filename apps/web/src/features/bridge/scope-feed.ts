import type { BridgeError, DocumentChange } from "@second/contracts";
import { isRecord } from "../session/problem.ts";
import type { StreamEvent, StreamState } from "../streams/leader.ts";
import { bridgeError, isDeniedStatus } from "./bridge-error.ts";
import type { BridgeEnvironment } from "./environment.ts";
import { isAfter } from "./position.ts";

/** Follows the scope's live stream after a position. The answer ends it. */
export type OpenStream = (stream: {
  after: string;
  onEvent: (event: StreamEvent) => void;
  onState: (state: StreamState) => void;
}) => () => void;

/** A change with its place in the order of all. */
export interface PlacedChange {
  change: DocumentChange;
  position: string;
}

export interface FeedEvents {
  /** The changes of one transaction, whole. */
  onTransaction(changes: readonly PlacedChange[]): void;
  /** Changes were missed: everything is to be read again, and the first reading opens the feed anew. */
  onReset(): void;
  onState(state: StreamState): void;
  onDenied(error: BridgeError): void;
}

const reopenMs = 1000;

/**
 * The changes of the scope, transaction by transaction. It opens where the first reading ends, so nothing lies between;
 * a later reading must come at least as far as the feed has.
 */
export class ScopeFeed {
  readonly #openStream: OpenStream;
  readonly #events: FeedEvents;
  readonly #environment: Pick<BridgeEnvironment, "after">;
  #close: (() => void) | null = null;
  #cancelReopen: (() => void) | null = null;
  /** Where the stream was opened; null while it is not. */
  #openedAfter: string | null = null;
  #position: string | null = null;
  #transaction: PlacedChange[] = [];

  constructor(openStream: OpenStream, events: FeedEvents, environment: Pick<BridgeEnvironment, "after">) {
    this.#openStream = openStream;
    this.#events = events;
    this.#environment = environment;
  }

  /** Every change up to it was handed out; null while the feed is closed. */
  get position(): string | null {
    return this.#position;
  }

  /** Joins a reading to the feed. False when changes between the two were missed: read again, at least up to `position`. */
  join(readAt: string): boolean {
    if (this.#openedAfter === null) {
      this.#openedAfter = readAt;
      this.#position = readAt;
      this.#open(readAt);
      return true;
    }
    return !isAfter(this.#openedAfter, readAt);
  }

  close(): void {
    this.#close?.();
    this.#close = null;
    this.#cancelReopen?.();
    this.#cancelReopen = null;
    this.#openedAfter = null;
    this.#position = null;
    this.#transaction = [];
  }

  #open(after: string): void {
    let isOver = false;
    const end = this.#openStream({
      after,
      onEvent: (event) => {
        if (!isOver) this.#receive(event);
      },
      onState: (state) => {
        if (!isOver) this.#events.onState(state);
      },
    });
    this.#close = () => {
      isOver = true;
      end();
    };
  }

  #receive({ event, id, data }: StreamEvent): void {
    switch (event) {
      case "change":
        // Our own server's event; its id is its position.
        if (id !== undefined) this.#take({ change: data as DocumentChange, position: id });
        break;
      case "reset":
        this.close();
        this.#events.onReset();
        break;
      case "end":
        this.#ended(codeOf(data));
        break;
      case "error":
        this.#refused(data);
        break;
    }
  }

  #take(placed: PlacedChange): void {
    const [first] = this.#transaction;
    // The end of a transaction may lie in another scope; what begins the next one closes it.
    if (first && first.change.txn !== placed.change.txn) this.#handOut();
    this.#transaction.push(placed);
    if (placed.change.last) this.#handOut();
  }

  #handOut(): void {
    const whole = this.#transaction;
    this.#transaction = [];
    this.#position = whole.at(-1)?.position ?? this.#position;
    this.#events.onTransaction(whole);
  }

  /** Without a reason the server only let go; the stream continues after what came. */
  #ended(code: string | null): void {
    if (code !== null) {
      this.close();
      this.#events.onDenied(bridgeError("access.lost"));
      return;
    }
    const after = this.#position;
    this.#close?.();
    this.#close = null;
    this.#transaction = [];
    this.#cancelReopen = this.#environment.after(reopenMs, () => {
      if (after !== null) this.#open(after);
    });
  }

  #refused(problem: unknown): void {
    const isRefusal = isRecord(problem) && isDeniedStatus(problem.status);
    this.#ended(isRefusal ? "access.lost" : null);
  }
}

function codeOf(data: unknown): string | null {
  return isRecord(data) && typeof data.code === "string" ? data.code : null;
}
