import type { StreamFrame } from "@second/contracts";
import { isRecord } from "../session/problem.ts";
import { backoffMs } from "./backoff.ts";
import { ChannelTable, type Want } from "./channel-table.ts";
import type { ChannelRequest, CloseReason, Connection, HubEnvironment } from "./environment.ts";

/** An event as a subscriber gets it. */
export type StreamEvent = Omit<StreamFrame, "channel">;

/**
 * - `idle`: nobody listens · `connecting`: on its way · `open`
 * - `waiting`: lost; the next try follows by itself · `signed_out`: the session is over
 */
export type StreamState = "idle" | "connecting" | "open" | "waiting" | "signed_out";

/** One subscriber's wish. */
export interface KeyedWant extends Want {
  key: string;
}

export interface LeaderEvents {
  deliver(keys: string[], event: StreamEvent): void;
  onState(state: StreamState): void;
}

/** Gathers what several tabs ask for at once. */
const gatherMs = 25;
const looseMs = 5_000;
const steadyMs = 5_000;
const resync: StreamEvent = { event: "resync", data: {} };

interface Link {
  connection: Connection | null;
  asked: readonly ChannelRequest[];
  openedAt: number;
}

/**
 * Holds the one connection and keeps it equal to what is wanted. A changed list opens a new connection first; what
 * the old one still brings meanwhile is held back, and dropped once the new one, which begins at the same positions,
 * is open. So nothing is lost or repeated, whichever server answers.
 */
export class Leader {
  readonly #environment: HubEnvironment;
  readonly #events: LeaderEvents;
  readonly #table = new ChannelTable();
  readonly #wants = new Map<string, Set<string>>();
  #current: Link | null = null;
  #pending: Link | null = null;
  #held: StreamFrame[] = [];
  /** Took a stream without a position: what they read before it is live may already be old. */
  readonly #owed = new Set<string>();
  #carried = new Set<string>();
  #failures = 0;
  #timer: { kind: "gather" | "loose" | "retry"; cancel: () => void } | null = null;
  #state: StreamState = "idle";
  #isStopped = false;

  constructor(environment: HubEnvironment, events: LeaderEvents) {
    this.#environment = environment;
    this.#events = events;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Replaces everything one tab listens to. */
  setWants(tab: string, wants: readonly KeyedWant[]): void {
    const before = this.#wants.get(tab) ?? new Set();
    const keys = new Set(wants.map((want) => want.key));
    for (const key of before) {
      if (keys.has(key)) continue;
      this.#table.detach(key);
      this.#owed.delete(key);
    }
    for (const want of wants) {
      if (before.has(want.key)) continue;
      const name = this.#table.attach(want.key, want);
      if (want.after !== null) continue;
      if (this.#carried.has(name)) this.#events.deliver([want.key], resync);
      else this.#owed.add(want.key);
    }
    if (keys.size > 0) this.#wants.set(tab, keys);
    else this.#wants.delete(tab);
    this.#follow();
  }

  /** Tries again at once, if it is waiting to. */
  wake(): void {
    if (this.#timer?.kind === "retry" || this.#state === "signed_out") this.#open();
  }

  stop(): void {
    this.#isStopped = true;
    this.#clearTimer();
    this.#current?.connection?.close();
    this.#pending?.connection?.close();
    this.#current = null;
    this.#pending = null;
  }

  /** Brings the connection after the table: additions at once, removals in a while. */
  #follow(): void {
    if (this.#isStopped || this.#pending || this.#timer?.kind === "retry" || this.#state === "signed_out")
      return;
    if (this.#table.lacks(this.#carried)) this.#schedule("gather", gatherMs);
    else if (this.#table.exceeds(this.#carried)) this.#schedule("loose", looseMs);
    else this.#clearTimer();
  }

  #schedule(kind: "gather" | "loose" | "retry", ms: number): void {
    if (this.#timer?.kind === kind) return;
    this.#clearTimer();
    this.#timer = { kind, cancel: this.#environment.after(ms, () => this.#open()) };
  }

  #clearTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #open(): void {
    this.#clearTimer();
    if (this.#isStopped || this.#pending) return;
    const asked = this.#table.take();
    if (asked.length === 0) {
      this.#current?.connection?.close();
      this.#current = null;
      this.#carried = new Set();
      this.#setState("idle");
      return;
    }
    if (!this.#current) this.#setState("connecting");
    const link: Link = { connection: null, asked, openedAt: 0 };
    this.#pending = link;
    link.connection = this.#environment.connect(asked, {
      onOpen: () => this.#opened(link),
      onFrame: (frame) => this.#arrived(link, frame),
      onClose: (reason) => this.#closed(link, reason),
    });
  }

  #opened(link: Link): void {
    if (this.#pending !== link) return;
    this.#current?.connection?.close();
    this.#pending = null;
    this.#current = link;
    this.#held = [];
    link.openedAt = this.#environment.now();
    this.#carried = new Set(link.asked.map(({ channel }) => channel));
    this.#setState("open");
    for (const { channel, after } of link.asked) {
      const keys = this.#table.keysOf(channel).filter((key) => after === null || this.#owed.has(key));
      for (const key of keys) this.#owed.delete(key);
      if (keys.length > 0) this.#events.deliver(keys, resync);
    }
    this.#follow();
  }

  #arrived(link: Link, frame: StreamFrame): void {
    if (this.#current !== link) return;
    if (this.#pending) this.#held.push(frame);
    else this.#receive(frame);
  }

  #closed(link: Link, reason: CloseReason): void {
    if (this.#isStopped) return;
    if (this.#pending === link) {
      this.#pending = null;
      const held = this.#held;
      this.#held = [];
      for (const frame of held) this.#receive(frame);
    } else if (this.#current === link) {
      this.#current = null;
      this.#carried = new Set();
      if (this.#environment.now() - link.openedAt >= steadyMs) this.#failures = 0;
      if (this.#pending) {
        this.#setState("connecting");
        return;
      }
    } else return;
    if (reason.kind === "signed_out") {
      this.#clearTimer();
      this.#setState("signed_out");
      return;
    }
    this.#retryLater(reason.retryAfterMs);
    if (!this.#current) this.#setState("waiting");
  }

  #retryLater(leastMs: number): void {
    if (this.#current && this.#environment.now() - this.#current.openedAt >= steadyMs) this.#failures = 0;
    this.#failures += 1;
    this.#schedule("retry", Math.max(leastMs, backoffMs(this.#failures, this.#environment.random)));
  }

  #receive(frame: StreamFrame): void {
    const { channel, ...event } = frame;
    if (channel === "") {
      this.#receiveOwn(frame);
      return;
    }
    if (frame.event === "error" && isPassing(frame.data)) {
      this.#carried.delete(channel);
      this.#retryLater(0);
      return;
    }
    const keys = this.#table.receive(frame);
    if (frame.event === "error" || frame.event === "end") {
      this.#table.finish(channel);
      this.#carried.delete(channel);
    }
    if (keys.length > 0) this.#events.deliver(keys, event);
    this.#follow();
  }

  /** The connection's own frames: where each channel stands by now, and the wish to connect anew. */
  #receiveOwn({ event, data }: StreamFrame): void {
    if (event === "heartbeat") {
      for (const [channel, id] of positionsOf(data)) {
        const keys = this.#table.receive({ channel, event, id, data: {} });
        if (keys.length > 0) this.#events.deliver(keys, { event, id, data: {} });
      }
    } else if (event === "bye") this.#schedule("retry", retryMsOf(data));
  }

  #setState(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.onState(state);
  }
}

/** A refusal that a later try may lift: the channel stays and is asked for again. */
function isPassing(problem: unknown): boolean {
  return isRecord(problem) && problem.retry === "later";
}

const byeRetryMs = 1_000;

function positionsOf(data: unknown): [string, string][] {
  if (!isRecord(data) || !isRecord(data.positions)) return [];
  return Object.entries(data.positions).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
}

function retryMsOf(data: unknown): number {
  return isRecord(data) && typeof data.retryMs === "number" && data.retryMs >= 0 ? data.retryMs : byeRetryMs;
}
