import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { CommittedChange, Position } from "@second/store";
import type { Platform } from "../../platform.ts";
import { type ChangeRecord, documentChangesCollection } from "../collections.ts";
import { changeText, scopeKey } from "../document.ts";
import { sameEpoch } from "../position-wait.ts";
import { ChangeRing, type FeedItem, type RingLimits, ringLimitsDefault } from "./change-ring.ts";
import { FanOut } from "./fan-out.ts";
import { type FeedNews, type QueueLimits, queueLimitsDefault, Subscription } from "./subscription.ts";

/** A stream's hold on the feed. */
export interface FeedSubscription {
  /** Every change after it will come, or a `reset` first. */
  readonly start: Position;
  next(): Promise<FeedNews | null>;
  /** Everything up to it was handed out; moves on while nothing happens in the scope. */
  position(): Position;
  close(): void;
}

export interface FeedLimits {
  ring: RingLimits;
  queue: QueueLimits;
  /** How long the store's feed stays open without subscribers. */
  lingerMs: number;
}

const limitsDefault: FeedLimits = { ring: ringLimitsDefault, queue: queueLimitsDefault, lingerMs: 60_000 };
const retryMs = 500;
/** Transactions handled before other work gets its turn, so that a long replay blocks nobody. */
const turnEvery = 200;

type Needs = Pick<Platform, "db" | "log">;

/** The process's one feed of document changes: open from the first subscriber until a minute after the last. */
export class DataFeed {
  readonly #platform: Needs;
  readonly #limits: FeedLimits;
  readonly #fanOut = new FanOut();
  #ring = new ChangeRing("");
  #head: Position = "";
  #running: { abort: AbortController; done: Promise<void> } | null = null;
  #starting: Promise<void> | null = null;
  #linger: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(platform: Needs, limits: Partial<FeedLimits> = {}) {
    this.#platform = platform;
    this.#limits = { ...limitsDefault, ...limits };
  }

  /** Whether the store's feed is open. */
  get isOpen(): boolean {
    return this.#running !== null;
  }

  /** Joins the changes of a scope, after a position or from now. */
  async subscribe(scope: Parameters<typeof scopeKey>[0], after: Position | null): Promise<FeedSubscription> {
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#linger = null;
    while (this.#running === null) {
      this.#starting ??= this.#start(after).finally(() => {
        this.#starting = null;
      });
      await this.#starting;
    }
    const continues = after !== null && (await this.#canContinue(after));
    const position = continues && after !== null ? after : this.#head;
    const subscription: Subscription = new Subscription(
      { scope: scopeKey(scope), position, needsReset: after !== null && !continues },
      {
        ring: () => this.#ring,
        limits: this.#limits.queue,
        onClose: () => {
          this.#fanOut.remove(subscription);
          this.#lingerIfUnused();
        },
      },
    );
    this.#fanOut.add(subscription);
    if (this.#closed) subscription.close();
    return {
      start: position,
      next: () => subscription.next(),
      position: () => subscription.position(this.#fanOut.isGathering(subscription.scope) ? "" : this.#head),
      close: () => subscription.close(),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const subscription of [...this.#fanOut.all()]) subscription.close();
    await this.#stop();
  }

  async #start(after: Position | null): Promise<void> {
    const present = await this.#platform.db.position();
    const from = after !== null && sameEpoch(after, present) && after <= present ? after : present;
    this.#restartAt(from);
    const abort = new AbortController();
    this.#running = { abort, done: this.#run(abort.signal) };
  }

  #restartAt(position: Position): void {
    this.#ring = new ChangeRing(position, this.#limits.ring);
    this.#head = position;
  }

  async #canContinue(after: Position): Promise<boolean> {
    if (!sameEpoch(after, this.#head) || after < this.#ring.floor) return false;
    return after <= this.#head || after <= (await this.#platform.db.position());
  }

  /** Follows the store until aborted. What it cannot continue after, it leaves to be read again. */
  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#recover(error, signal);
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let transactions = 0;
    for await (const transaction of this.#platform.db.changes([documentChangesCollection], {
      after: this.#head,
      signal,
    })) {
      this.#take(transaction);
      if (++transactions % turnEvery === 0) await nextTurn();
    }
  }

  #take(transaction: readonly CommittedChange[]): void {
    const byScope = new Map<string, FeedItem[]>();
    for (const [index, change] of transaction.entries()) {
      const item = toItem(change, index === transaction.length - 1);
      this.#ring.add(item);
      const items = byScope.get(item.scope);
      if (items === undefined) byScope.set(item.scope, [item]);
      else items.push(item);
    }
    for (const [scope, items] of byScope) this.#fanOut.deliver(scope, items);
    this.#head = transaction.at(-1)?.position ?? this.#head;
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    this.#platform.log.warn("data.feed_interrupted", { error: String(error) });
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
    try {
      if (code === "store.position_expired") {
        this.#restartAt(await this.#platform.db.position());
        for (const subscription of this.#fanOut.all()) subscription.reset(this.#head);
        return;
      }
    } catch (again) {
      this.#platform.log.warn("data.feed_interrupted", { error: String(again) });
    }
    await sleep(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
  }

  #lingerIfUnused(): void {
    if (this.#fanOut.size > 0 || this.#closed || this.#running === null) return;
    if (this.#linger !== null) clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      if (this.#fanOut.size === 0) void this.#stop();
    }, this.#limits.lingerMs).unref();
  }

  async #stop(): Promise<void> {
    if (this.#linger !== null) clearTimeout(this.#linger);
    const running = this.#running;
    this.#running = null;
    running?.abort.abort();
    await running?.done;
  }
}

export const openDataFeed = (platform: Needs, limits?: Partial<FeedLimits>) => new DataFeed(platform, limits);

function toItem(change: CommittedChange, isLast: boolean): FeedItem {
  // The collection feeds whole records, and nothing but changes is fed here.
  const record = change.record as ChangeRecord;
  const data = changeText(record, isLast);
  return {
    event: "change",
    id: change.position,
    data,
    scope: scopeKey(record),
    sizeBytes: Buffer.byteLength(data) + change.position.length,
  };
}
