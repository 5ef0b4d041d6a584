import type { HubEnvironment } from "./environment.ts";
import { Leader, type StreamEvent, type StreamState } from "./leader.ts";
import { readTabMessage, type TabMessage } from "./messages.ts";

export interface Subscription {
  /** Address of one of the product's streaming GETs. */
  path: string;
  /**
   * Continue after this position, without loss or repeat. Without one the stream is taken where it is, and a
   * `resync` event says each time that what was read before may be old.
   */
  after?: string | null;
  /** `error` and `end` are the last event of a subscription. */
  onEvent: (event: StreamEvent) => void;
}

interface Subscriber {
  path: string;
  after: string | null;
  onEvent: (event: StreamEvent) => void;
  key: string;
}

const parkAfterMs = 30_000;
const handOverAfterMs = 1_000;

/**
 * A tab's door to all live streams. Of all tabs of one browser and person one holds the connection, under a Web Lock,
 * and passes events on; a hidden holder hands over to a visible tab. Each subscriber's position lives in its own tab,
 * so that it goes on exactly there whoever leads. Tabs hidden for 30 s give their channels up until they are shown.
 */
export class StreamHub {
  readonly #environment: HubEnvironment;
  readonly #scope: string;
  readonly #tab: string;
  readonly #subscribers = new Map<number, Subscriber>();
  readonly #visibleTabs = new Set<string>();
  readonly #watchedTabs = new Map<string, () => void>();
  readonly #stateListeners = new Set<() => void>();
  #cleanups: (() => void)[] = [];
  #channel: { post(message: unknown): void; leave(): void } | null = null;
  #leader: Leader | null = null;
  #releaseLead: (() => void) | null = null;
  #withdraw: (() => void) | null = null;
  /** The term of leadership this tab follows, or its own. */
  #term: string | null = null;
  #terms = 0;
  #attachment = 0;
  #made = 0;
  #isParked = false;
  #state: StreamState = "idle";
  #cancelSync: (() => void) | null = null;
  #cancelPark: (() => void) | null = null;
  #cancelHandOver: (() => void) | null = null;

  /** `person` keeps the tabs of different people in one browser apart. */
  constructor(environment: HubEnvironment, person: string) {
    this.#environment = environment;
    this.#scope = `second-streams:${person}`;
    this.#tab = environment.uniqueName();
  }

  get state(): StreamState {
    return this.#state;
  }

  onState(listener: () => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  subscribe({ path, after = null, onEvent }: Subscription): () => void {
    this.#made += 1;
    const id = this.#made;
    this.#subscribers.set(id, { path, after, onEvent, key: this.#keyOf(id) });
    this.#syncSoon();
    return () => {
      if (this.#subscribers.delete(id)) this.#syncSoon();
    };
  }

  /** Begins to take part. Subscriptions may come before. */
  start(): void {
    const { shared } = this.#environment;
    this.#cleanups = [
      this.#environment.onVisibility(() => this.#visibilityChanged()),
      this.#environment.onWake(() => this.#wake()),
    ];
    if (!shared) {
      this.#lead(() => {});
      this.#visibilityChanged();
      return;
    }
    // While it is held, this tab is there: who waits for it learns of its end, however it comes.
    this.#cleanups.push(
      shared.lock(`${this.#scope}:tab:${this.#tab}`, (release) => {
        if (this.#cleanups.length === 0) return release();
        this.#cleanups.push(release);
        this.#channel = shared.join(this.#scope, (message) => this.#heard(readTabMessage(message)));
        this.#post({ kind: "hello", tab: this.#tab });
        this.#visibilityChanged();
      }),
    );
  }

  /** Leaves, so that the next tab takes over at once. Subscriptions stay and go on with the next `start`. */
  stop(): void {
    this.#post({ kind: "bye", tab: this.#tab });
    this.#stopLeading();
    this.#withdraw?.();
    this.#withdraw = null;
    for (const cancel of [this.#cancelSync, this.#cancelPark, this.#cancelHandOver]) cancel?.();
    this.#cancelSync = this.#cancelPark = this.#cancelHandOver = null;
    this.#channel?.leave();
    this.#channel = null;
    this.#term = null;
    this.#reattach(); // What is sent to it while it is away is lost, what arrives later would leave a gap.
    const cleanups = this.#cleanups;
    this.#cleanups = [];
    for (const cleanup of cleanups) cleanup();
  }

  #keyOf(id: number): string {
    return `${this.#tab}/${id}/${this.#attachment}`;
  }

  #post(message: TabMessage): void {
    this.#channel?.post(message);
  }

  /** New keys: events that still travel under old ones are ignored, and come again from each subscriber's position. */
  #reattach(): void {
    this.#attachment += 1;
    for (const [id, subscriber] of this.#subscribers) subscriber.key = this.#keyOf(id);
    this.#sync();
  }

  #syncSoon(): void {
    this.#cancelSync ??= this.#environment.after(0, () => this.#sync());
  }

  #sync(): void {
    this.#cancelSync?.();
    this.#cancelSync = null;
    const wants = this.#isParked
      ? []
      : [...this.#subscribers.values()].map(({ key, path, after }) => ({ key, path, after }));
    if (this.#leader) this.#leader.setWants(this.#tab, wants);
    else if (this.#term) {
      const isVisible = this.#environment.isVisible();
      this.#post({ kind: "wants", term: this.#term, tab: this.#tab, isVisible, wants });
    }
  }

  #visibilityChanged(): void {
    this.#cancelPark?.();
    this.#cancelPark = null;
    if (this.#environment.isVisible()) {
      this.#cancelHandOver?.();
      this.#cancelHandOver = null;
      this.#standForLead();
      const wasParked = this.#isParked;
      this.#isParked = false;
      if (wasParked) this.#reattach();
      else this.#syncSoon();
      return;
    }
    this.#withdraw?.();
    this.#withdraw = null;
    this.#cancelPark = this.#environment.after(parkAfterMs, () => this.#park());
    this.#considerHandOver();
    this.#syncSoon();
  }

  #park(): void {
    this.#isParked = true;
    this.#sync();
    if (this.#environment.shared) this.#stopLeading();
  }

  #standForLead(): void {
    const { shared } = this.#environment;
    if (!shared || !this.#channel || this.#leader || this.#withdraw) return;
    this.#withdraw = shared.lock(this.#scope, (release) => {
      this.#withdraw = null;
      if (this.#channel && this.#environment.isVisible()) this.#lead(release);
      else release();
    });
  }

  #lead(release: () => void): void {
    this.#releaseLead = release;
    this.#terms += 1;
    const term = `${this.#tab}.${this.#terms}`;
    this.#term = term;
    this.#leader = new Leader(this.#environment, {
      deliver: (keys, event) => this.#pass(keys, event),
      onState: (state) => {
        this.#setState(state);
        this.#post({ kind: "state", state });
      },
    });
    this.#post({ kind: "lead", term, to: null });
    this.#reattach();
  }

  #stopLeading(): void {
    this.#cancelHandOver?.();
    this.#cancelHandOver = null;
    if (this.#leader) this.#term = null;
    this.#leader?.stop();
    this.#leader = null;
    for (const unwatch of this.#watchedTabs.values()) unwatch();
    this.#watchedTabs.clear();
    this.#visibleTabs.clear();
    this.#releaseLead?.();
    this.#releaseLead = null;
  }

  #considerHandOver(): void {
    if (!this.#leader || this.#environment.isVisible() || this.#visibleTabs.size === 0) return;
    this.#cancelHandOver ??= this.#environment.after(handOverAfterMs, () => {
      this.#cancelHandOver = null;
      if (!this.#environment.isVisible() && this.#visibleTabs.size > 0) this.#stopLeading();
    });
  }

  #wake(): void {
    if (this.#leader) this.#leader.wake();
    else this.#post({ kind: "wake" });
  }

  #heard(message: TabMessage | null): void {
    if (!message) return;
    if (this.#leader) this.#heardAsLeader(this.#leader, message);
    else this.#heardAsFollower(message);
  }

  #heardAsLeader(leader: Leader, message: TabMessage): void {
    if (message.kind === "hello") {
      this.#tellLead(message.tab);
      this.#post({ kind: "state", state: leader.state });
    } else if (message.kind === "wants" && message.term !== this.#term) {
      // A former holder's word may reach a tab after this one's.
      this.#tellLead(message.tab);
    } else if (message.kind === "wants") {
      if (message.isVisible) this.#visibleTabs.add(message.tab);
      else this.#visibleTabs.delete(message.tab);
      this.#watch(message.tab);
      leader.setWants(message.tab, message.wants);
      this.#considerHandOver();
    } else if (message.kind === "wake") leader.wake();
    else if (message.kind === "bye") this.#drop(message.tab);
  }

  #tellLead(tab: string): void {
    if (this.#term) this.#post({ kind: "lead", term: this.#term, to: tab });
  }

  #heardAsFollower(message: TabMessage): void {
    if (message.kind === "lead" && (message.to === null || message.to === this.#tab)) {
      if (this.#term === message.term) return;
      this.#term = message.term;
      this.#reattach();
    } else if (message.kind === "event") this.#deliver(message.keys, message.event);
    else if (message.kind === "state") this.#setState(message.state);
  }

  #watch(tab: string): void {
    if (this.#watchedTabs.has(tab)) return;
    const unwatch = this.#environment.shared?.lock(`${this.#scope}:tab:${tab}`, (release) => {
      release();
      this.#drop(tab);
    });
    if (unwatch) this.#watchedTabs.set(tab, unwatch);
  }

  #drop(tab: string): void {
    this.#visibleTabs.delete(tab);
    this.#watchedTabs.get(tab)?.();
    this.#watchedTabs.delete(tab);
    this.#leader?.setWants(tab, []);
  }

  #pass(keys: string[], event: StreamEvent): void {
    const isOwn = (key: string) => key.startsWith(`${this.#tab}/`);
    const others = keys.filter((key) => !isOwn(key));
    if (others.length > 0) this.#post({ kind: "event", keys: others, event });
    this.#deliver(keys.filter(isOwn), event);
  }

  #deliver(keys: readonly string[], event: StreamEvent): void {
    for (const [id, subscriber] of this.#subscribers) {
      if (!keys.includes(subscriber.key)) continue;
      if (event.id !== undefined) subscriber.after = event.id;
      if (event.event === "heartbeat") continue;
      if (event.event === "error" || event.event === "end") this.#subscribers.delete(id);
      try {
        subscriber.onEvent(event);
      } catch (error) {
        this.#environment.report(error);
      }
    }
  }

  #setState(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}
