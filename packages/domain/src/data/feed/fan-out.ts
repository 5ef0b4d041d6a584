import type { FeedItem } from "./change-ring.ts";
import type { Subscription } from "./subscription.ts";

/** Deliveries per second that go out at once; beyond it changes of a scope wait for each other a moment. */
const promptPerSecond = 20_000;
const promptBurst = 2_000;
const gatherMsMin = 15;
const gatherMsMax = 100;
/** A round of deliveries takes at most a fifth of the process's time. */
const restPerRound = 4;

interface ScopeStreams {
  subscriptions: Set<Subscription>;
  waiting: FeedItem[];
  timer: NodeJS.Timeout | null;
}

/**
 * Brings changes to the subscriptions of one scope each. A quiet process delivers at once; a busy one gathers changes for
 * 15 ms and more, since a delivery costs the same for one change or ten, and writes need their share of the time.
 */
export class FanOut {
  readonly #scopes = new Map<string, ScopeStreams>();
  #prompt = promptBurst;
  #promptAt = performance.now();
  #roundMs = 0;
  #count = 0;

  get size(): number {
    return this.#count;
  }

  add(subscription: Subscription): void {
    const scope = this.#scopes.get(subscription.scope) ?? {
      subscriptions: new Set(),
      waiting: [],
      timer: null,
    };
    this.#scopes.set(subscription.scope, scope);
    scope.subscriptions.add(subscription);
    this.#count++;
  }

  remove(subscription: Subscription): void {
    const scope = this.#scopes.get(subscription.scope);
    if (scope === undefined || !scope.subscriptions.delete(subscription)) return;
    this.#count--;
    if (scope.subscriptions.size > 0) return;
    if (scope.timer !== null) clearTimeout(scope.timer);
    this.#scopes.delete(subscription.scope);
  }

  /** True while changes of this scope are held back. */
  isGathering(scope: string): boolean {
    return (this.#scopes.get(scope)?.waiting.length ?? 0) > 0;
  }

  /** Changes of one scope and transaction, in commit order. */
  deliver(scopeKey: string, items: readonly FeedItem[]): void {
    const scope = this.#scopes.get(scopeKey);
    if (scope === undefined) return;
    scope.waiting.push(...items);
    if (scope.timer !== null) return;
    if (this.#mayBePrompt(scope.subscriptions.size)) this.#flush(scope);
    else {
      scope.timer = setTimeout(() => {
        scope.timer = null;
        this.#prompt = Math.max(-promptBurst, this.#prompt - scope.subscriptions.size);
        this.#flush(scope);
      }, this.#gatherMs());
    }
  }

  /** All subscriptions, of whatever scope. */
  *all(): Generator<Subscription> {
    for (const { subscriptions } of this.#scopes.values()) yield* subscriptions;
  }

  #flush(scope: ScopeStreams): void {
    const startedAt = performance.now();
    const items = scope.waiting;
    scope.waiting = [];
    for (const subscription of scope.subscriptions) subscription.push(items);
    if (scope.subscriptions.size < promptBurst / 20) return;
    // Streams take what they got in microtasks: by the next turn of the loop all have written it to their sockets.
    setImmediate(() => {
      this.#roundMs = (this.#roundMs + performance.now() - startedAt) / 2;
    });
  }

  #gatherMs(): number {
    return Math.min(gatherMsMax, Math.max(gatherMsMin, this.#roundMs * restPerRound));
  }

  #mayBePrompt(deliveries: number): boolean {
    const now = performance.now();
    this.#prompt = Math.min(promptBurst, this.#prompt + ((now - this.#promptAt) / 1000) * promptPerSecond);
    this.#promptAt = now;
    if (this.#prompt < deliveries) return false;
    this.#prompt -= deliveries;
    return true;
  }
}
