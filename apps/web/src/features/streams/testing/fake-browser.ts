import type { StreamFrame } from "@second/contracts";
import type { ChannelRequest, ConnectionEvents, HubEnvironment, SharedEnvironment } from "../environment.ts";

/** Virtual time: callbacks run in order of their moment, and of their making within one. */
export class FakeClock {
  #now = 0;
  #made = 0;
  readonly #due = new Map<number, { at: number; callback: () => void }>();

  now = () => this.#now;

  after = (ms: number, callback: () => void): (() => void) => {
    this.#made += 1;
    const id = this.#made;
    this.#due.set(id, { at: this.#now + ms, callback });
    return () => this.#due.delete(id);
  };

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = [...this.#due].sort(([a, one], [b, two]) => one.at - two.at || a - b)[0];
      if (!next || next[1].at > until) break;
      this.#due.delete(next[0]);
      this.#now = next[1].at;
      next[1].callback();
    }
    this.#now = until;
  }
}

interface Entry {
  id: string;
  data: unknown;
}

interface OpenConnection {
  requests: readonly ChannelRequest[];
  events: ConnectionEvents;
  isOpen: boolean;
  isClosed: boolean;
  /** Frames on their way arrive in order. */
  busyUntil: number;
}

/** Streams as numbered logs, served to any number of connections with a travel time. */
export class FakeServer {
  readonly logs = new Map<string, Entry[]>();
  readonly connections: OpenConnection[] = [];
  /** Requests of every connection that was tried. */
  readonly tried: (readonly ChannelRequest[])[] = [];
  isDown = false;
  isSignedOut = false;
  /** Paths that answer with an `error` frame of this problem. */
  readonly refused = new Map<string, unknown>();
  readonly #clock: FakeClock;
  readonly #travelMs: () => number;

  constructor(clock: FakeClock, travelMs: () => number) {
    this.#clock = clock;
    this.#travelMs = travelMs;
  }

  get open(): OpenConnection[] {
    return this.connections.filter((connection) => connection.isOpen && !connection.isClosed);
  }

  append(path: string): string {
    const log = this.#log(path);
    const id = String(log.length + 1).padStart(6, "0");
    const entry = { id, data: `${path}#${id}` };
    log.push(entry);
    for (const connection of this.open) {
      for (const { channel, path: asked } of connection.requests) {
        if (asked === path && !this.refused.has(path)) this.#send(connection, frameOf(channel, entry));
      }
    }
    return id;
  }

  /** Tells every connection where its channels stand. */
  beat(): void {
    for (const connection of this.open) {
      const positions = Object.fromEntries(
        connection.requests.map(({ channel, path }) => [channel, this.#log(path).at(-1)?.id ?? "000000"]),
      );
      this.#send(connection, { channel: "", event: "heartbeat", data: { positions } });
    }
  }

  /** Asks every connection to connect anew. */
  sayBye(retryMs: number): void {
    for (const connection of this.open)
      this.#send(connection, { channel: "", event: "bye", data: { retryMs } });
  }

  /** Breaks every connection, as a restarting server does. */
  breakAll(): void {
    for (const connection of this.open) this.#close(connection, { kind: "lost", retryAfterMs: 0 });
  }

  connect(requests: readonly ChannelRequest[], events: ConnectionEvents) {
    this.tried.push(requests);
    const connection = { requests, events, isOpen: false, isClosed: false, busyUntil: 0 };
    this.connections.push(connection);
    this.#clock.after(this.#travelMs(), () => {
      if (connection.isClosed) return;
      if (this.isSignedOut) return this.#close(connection, { kind: "signed_out" });
      if (this.isDown) return this.#close(connection, { kind: "lost", retryAfterMs: 0 });
      connection.isOpen = true;
      connection.busyUntil = this.#clock.now();
      events.onOpen();
      for (const { channel, path, after } of requests) {
        const problem = this.refused.get(path);
        if (problem) this.#send(connection, { channel, event: "error", data: problem });
        else if (after !== null) {
          const missed = this.#log(path).filter((entry) => entry.id > after);
          for (const entry of missed) this.#send(connection, frameOf(channel, entry));
        }
      }
    });
    return {
      close() {
        connection.isClosed = true;
      },
    };
  }

  #log(path: string): Entry[] {
    const log = this.logs.get(path) ?? [];
    this.logs.set(path, log);
    return log;
  }

  #send(connection: OpenConnection, frame: StreamFrame): void {
    const at = Math.max(connection.busyUntil, this.#clock.now() + this.#travelMs());
    connection.busyUntil = at;
    this.#clock.after(at - this.#clock.now(), () => {
      if (!connection.isClosed) connection.events.onFrame(frame);
    });
  }

  #close(connection: OpenConnection, reason: Parameters<ConnectionEvents["onClose"]>[0]): void {
    if (connection.isClosed) return;
    connection.isClosed = true;
    connection.events.onClose(reason);
  }
}

const frameOf = (channel: string, { id, data }: Entry): StreamFrame => ({ channel, event: "item", id, data });

interface Holder {
  tab: FakeTab;
  granted: (release: () => void) => void;
  /** Once its holder knows, it can only be released. */
  isTold: boolean;
}

/** Locks and message channels of one browser, with travel times between its tabs. */
export class FakeBrowser {
  readonly clock: FakeClock;
  readonly server: FakeServer;
  readonly tabs: FakeTab[] = [];
  readonly #travelMs: () => number;
  readonly #queues = new Map<string, Holder[]>();

  constructor(clock: FakeClock, server: FakeServer, travelMs: () => number) {
    this.clock = clock;
    this.server = server;
    this.#travelMs = travelMs;
  }

  openTab(options: { isVisible: boolean; isShared?: boolean }): FakeTab {
    const tab = new FakeTab(this, `tab${this.tabs.length + 1}`, options);
    this.tabs.push(tab);
    return tab;
  }

  lock(tab: FakeTab, name: string, granted: Holder["granted"]): () => void {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    const holder = { tab, granted, isTold: false };
    queue.push(holder);
    if (queue[0] === holder) this.#grant(name, holder);
    return () => {
      if (holder.isTold) return;
      if (queue[0] === holder) this.#pass(name, holder);
      else remove(queue, holder);
    };
  }

  /** A tab that is gone holds nothing and waits for nothing. */
  releaseAll(tab: FakeTab): void {
    for (const [name, queue] of this.#queues) {
      const held = queue[0]?.tab === tab ? queue[0] : undefined;
      for (const holder of queue.filter((each) => each.tab === tab && each !== held)) remove(queue, holder);
      if (held) this.#pass(name, held);
    }
  }

  send(from: FakeTab, name: string, message: unknown): void {
    for (const to of this.tabs)
      if (to !== from) to.arrive(from, name, structuredClone(message), this.#travelMs());
  }

  #grant(name: string, holder: Holder): void {
    this.clock.after(this.#travelMs(), () => {
      if (this.#queues.get(name)?.[0] !== holder) return;
      holder.isTold = true;
      holder.granted(() => this.#pass(name, holder));
    });
  }

  #pass(name: string, holder: Holder): void {
    const queue = this.#queues.get(name) ?? [];
    if (queue[0] !== holder) return;
    queue.shift();
    const next = queue[0];
    if (next) this.#grant(name, next);
  }
}

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}

/** One tab: what its page sees of the browser. A closed tab runs nothing more. */
export class FakeTab {
  readonly name: string;
  readonly environment: HubEnvironment;
  readonly reported: unknown[] = [];
  isVisible: boolean;
  isClosed = false;
  readonly #browser: FakeBrowser;
  readonly #joined = new Map<string, (message: unknown) => void>();
  readonly #arrivals = new Map<FakeTab, number>();
  readonly #visibility = new Set<() => void>();
  readonly #wake = new Set<() => void>();

  constructor(browser: FakeBrowser, name: string, options: { isVisible: boolean; isShared?: boolean }) {
    this.#browser = browser;
    this.name = name;
    this.isVisible = options.isVisible;
    const { clock, server } = browser;
    const shared: SharedEnvironment = {
      lock: (lockName, granted) => browser.lock(this, lockName, this.#alive(granted)),
      join: (channel, onMessage) => {
        this.#joined.set(channel, onMessage);
        return {
          post: (message) => browser.send(this, channel, message),
          leave: () => this.#joined.delete(channel),
        };
      },
    };
    this.environment = {
      connect: (requests, events) =>
        server.connect(requests, {
          onOpen: this.#alive(events.onOpen),
          onFrame: this.#alive(events.onFrame),
          onClose: this.#alive(events.onClose),
        }),
      now: clock.now,
      after: (ms, callback) => clock.after(ms, this.#alive(callback)),
      random: () => 0.5,
      report: (error) => this.reported.push(error),
      uniqueName: () => name,
      shared: (options.isShared ?? true) ? shared : null,
      isVisible: () => this.isVisible,
      onVisibility: (callback) => subscribe(this.#visibility, callback),
      onWake: (callback) => subscribe(this.#wake, callback),
    };
  }

  show(isVisible: boolean): void {
    if (this.isClosed || this.isVisible === isVisible) return;
    this.isVisible = isVisible;
    for (const callback of this.#visibility) callback();
  }

  focus(): void {
    for (const callback of this.#wake) callback();
  }

  /** The tab is gone without a word, as when its process ends. */
  kill(): void {
    this.isClosed = true;
    this.#browser.releaseAll(this);
  }

  arrive(from: FakeTab, channel: string, message: unknown, travelMs: number): void {
    const { clock } = this.#browser;
    const at = Math.max(this.#arrivals.get(from) ?? 0, clock.now() + travelMs);
    this.#arrivals.set(from, at);
    clock.after(at - clock.now(), () => {
      if (!this.isClosed) this.#joined.get(channel)?.(message);
    });
  }

  #alive<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      if (!this.isClosed) callback(...args);
    };
  }
}

function subscribe(set: Set<() => void>, callback: () => void): () => void {
  set.add(callback);
  return () => set.delete(callback);
}
