import type { Position } from "@second/store";
import type { ChangeRing, FeedItem } from "./change-ring.ts";

/** What a stream gets next. After `overflow` nothing follows. */
export type FeedNews =
  | { kind: "changes"; items: FeedItem[] }
  /** Changes were missed: read again. */
  | { kind: "reset"; reason: "position_expired" }
  | { kind: "overflow" };

export interface QueueLimits {
  itemsMax: number;
  bytesMax: number;
}

export const queueLimitsDefault: QueueLimits = { itemsMax: 1000, bytesMax: 4 * 1024 * 1024 };
const replayMax = 256;

/**
 * One stream's place in the changes of a scope. While it is behind it reads from the ring and holds nothing; once it has
 * caught up, changes are queued until taken.
 */
export class Subscription {
  readonly scope: string;
  readonly #ring: () => ChangeRing;
  readonly #limits: QueueLimits;
  readonly #onClose: () => void;
  #queue: FeedItem[] = [];
  #queueBytes = 0;
  /** Everything up to it was queued or taken. */
  #seen: Position;
  /** The last change that was taken, or the start. */
  #taken: Position;
  #isCaughtUp = false;
  #needsReset = false;
  #overflowed = false;
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(
    start: { scope: string; position: Position; needsReset: boolean },
    of: { ring: () => ChangeRing; limits: QueueLimits; onClose: () => void },
  ) {
    this.scope = start.scope;
    this.#seen = start.position;
    this.#taken = start.position;
    this.#needsReset = start.needsReset;
    this.#ring = of.ring;
    this.#limits = of.limits;
    this.#onClose = of.onClose;
  }

  /** Where the stream stands: everything up to it was taken. `head` is how far the feed has come. */
  position(head: Position): Position {
    const isDrained = this.#isCaughtUp && this.#queue.length === 0 && !this.#needsReset;
    return isDrained && head > this.#taken ? head : this.#taken;
  }

  /** What came since, as soon as there is something; null once closed. */
  async next(): Promise<FeedNews | null> {
    for (;;) {
      if (this.#closed) return null;
      if (this.#needsReset) {
        this.#needsReset = false;
        return { kind: "reset", reason: "position_expired" };
      }
      if (this.#overflowed) {
        this.close();
        return { kind: "overflow" };
      }
      const items = this.#isCaughtUp ? this.#takeQueue() : this.#replay();
      const last = items.at(-1);
      if (last !== undefined) {
        this.#taken = last.id;
        return { kind: "changes", items };
      }
      if (this.#overflowed) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Called by the feed, in commit order. */
  push(items: readonly FeedItem[]): void {
    if (this.#closed || this.#overflowed) return;
    if (this.#isCaughtUp) {
      for (const item of items) {
        if (item.id <= this.#seen) continue;
        this.#seen = item.id;
        this.#queue.push(item);
        this.#queueBytes += item.sizeBytes;
      }
      if (this.#queue.length > this.#limits.itemsMax || this.#queueBytes > this.#limits.bytesMax) {
        this.#overflowed = true;
        this.#dropQueue();
      }
    }
    this.#resume();
  }

  /** Forgets the place: the feed lost it. The stream goes on from `position`. */
  reset(position: Position): void {
    this.#dropQueue();
    this.#seen = position;
    this.#taken = position;
    this.#isCaughtUp = false;
    this.#needsReset = true;
    this.#resume();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#dropQueue();
    this.#onClose();
    this.#resume();
  }

  #replay(): FeedItem[] {
    const ring = this.#ring();
    if (this.#seen < ring.floor) {
      this.#overflowed = true;
      return [];
    }
    const items = ring.after(this.#seen, this.scope, replayMax);
    const last = items.at(-1);
    if (last === undefined) this.#isCaughtUp = true;
    else this.#seen = last.id;
    return items;
  }

  #takeQueue(): FeedItem[] {
    const items = this.#queue;
    this.#dropQueue();
    return items;
  }

  #dropQueue(): void {
    this.#queue = [];
    this.#queueBytes = 0;
  }

  #resume(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
