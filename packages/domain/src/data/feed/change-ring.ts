import type { Position } from "@second/store";

/** One committed change as streams carry it. Every stream of its scope shares the object. */
export interface FeedItem {
  readonly event: "change";
  /** Its position. */
  readonly id: Position;
  /** JSON text, made once. */
  readonly data: string;
  readonly scope: string;
  readonly sizeBytes: number;
}

export interface RingLimits {
  itemsMax: number;
  bytesMax: number;
}

export const ringLimitsDefault: RingLimits = { itemsMax: 10_000, bytesMax: 64 * 1024 * 1024 };

/** The latest changes of all scopes in commit order, for streams that continue after a position. */
export class ChangeRing {
  readonly #limits: RingLimits;
  #items: FeedItem[] = [];
  /** Index of the oldest kept item: dropping moves it, and the array is cut now and then. */
  #start = 0;
  #bytes = 0;
  #floor: Position;

  constructor(floor: Position, limits: RingLimits = ringLimitsDefault) {
    this.#floor = floor;
    this.#limits = limits;
  }

  /** Every change after it is here. */
  get floor(): Position {
    return this.#floor;
  }

  add(item: FeedItem): void {
    this.#items.push(item);
    this.#bytes += item.sizeBytes;
    while (this.#items.length - this.#start > this.#limits.itemsMax || this.#bytes > this.#limits.bytesMax) {
      const dropped = this.#items[this.#start];
      if (dropped === undefined) break;
      this.#start++;
      this.#bytes -= dropped.sizeBytes;
      this.#floor = dropped.id;
    }
    if (this.#start > this.#limits.itemsMax) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Up to `limit` changes of a scope after a position, oldest first. */
  after(position: Position, scope: string, limit: number): FeedItem[] {
    const found: FeedItem[] = [];
    for (let i = this.#firstAfter(position); i < this.#items.length && found.length < limit; i++) {
      const item = this.#items[i];
      if (item?.scope === scope) found.push(item);
    }
    return found;
  }

  #firstAfter(position: Position): number {
    let low = this.#start;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#items[middle]?.id ?? "") > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
