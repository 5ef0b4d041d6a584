import type { BridgePush, SubscriptionUpdate } from "@second/contracts";
import type { BridgeEnvironment } from "./environment.ts";

export type ResultPost = Extract<BridgePush, { type: "second:data:subscription" }>;

/**
 * What happened to the frame's subscriptions, in posts. What finds the queue idle goes at once; what follows before the
 * next painted frame goes in one post with it. What is added together is never parted.
 */
export class Outbox {
  readonly #post: (push: ResultPost) => void;
  readonly #environment: Pick<BridgeEnvironment, "nextFrame">;
  #updates: SubscriptionUpdate[] = [];
  #settled: string[] = [];
  #holds = 0;
  #cancelFrame: (() => void) | null = null;

  constructor(post: (push: ResultPost) => void, environment: Pick<BridgeEnvironment, "nextFrame">) {
    this.#post = post;
    this.#environment = environment;
  }

  /** `settled` are requests whose changes are in these updates or before them. */
  add(updates: readonly SubscriptionUpdate[], settled: readonly string[] = []): void {
    for (const update of updates) this.#merge(update);
    this.#settled.push(...settled);
    this.#postIfIdle();
  }

  /** Forgets what waits for a subscription: it gets its whole result in another way. */
  supersede(subscriptionId: string): void {
    this.#updates = this.#updates.filter((update) => update.subscriptionId !== subscriptionId);
  }

  /** Nothing is posted until the answer is called. */
  hold(): () => void {
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      this.#postIfIdle();
    };
  }

  close(): void {
    this.#cancelFrame?.();
    this.#updates = [];
    this.#settled = [];
    this.#holds = Number.POSITIVE_INFINITY;
  }

  #merge(update: SubscriptionUpdate): void {
    if (update.docs) this.supersede(update.subscriptionId);
    const at = this.#updates.findLastIndex((one) => one.subscriptionId === update.subscriptionId);
    const former = this.#updates[at];
    if (!former || former.docs) this.#updates.push(update);
    else this.#updates[at] = { ...former, ...update, changes: [...former.changes, ...update.changes] };
  }

  #postIfIdle(): void {
    if (this.#cancelFrame || this.#holds > 0) return;
    if (this.#updates.length === 0 && this.#settled.length === 0) return;
    const updates = this.#updates;
    const settled = this.#settled;
    this.#updates = [];
    this.#settled = [];
    this.#cancelFrame = this.#environment.nextFrame(() => {
      this.#cancelFrame = null;
      this.#postIfIdle();
    });
    this.#post({
      source: "second-platform",
      type: "second:data:subscription",
      updates,
      ...(settled.length === 0 ? {} : { settled }),
    });
  }
}
