import type { WorkspaceEvent } from "@second/contracts";
import type { Database } from "@second/store";
import type { Platform } from "../platform.ts";
import { hintTopic } from "./hints.ts";

export interface NumberedHint {
  /** `<process>.<number>`: means nothing to another process. */
  id: string;
  event: WorkspaceEvent;
  /** JSON text, made once. */
  text: string;
  at: number;
}

const keptMax = 1000;
const keptMs = 24 * 3_600_000;
const lingerMs = 60_000;
const sizeBytesMax = 1024;

type Listener = (hint: NumberedHint) => void;

interface Topic {
  hints: NumberedHint[];
  /** Number of the newest hint that is no longer kept. */
  dropped: number;
  last: number;
  listeners: Set<Listener>;
  unsubscribe: Promise<() => Promise<void>>;
  linger: NodeJS.Timeout | null;
}

/** One subscription to each workspace's hints, shared by all its open pages, with the latest kept for those that return. */
export class WorkspaceHints {
  readonly #platform: Platform;
  readonly #process: string;
  readonly #topics = new Map<string, Topic>();

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#process = platform.ids.ulid();
  }

  /**
   * Joins a workspace's hints after the one with this id, or from now. `missed` is null when what came since is not
   * known any more: everything must be refetched. Once `ready` resolves no hint is missed; it rejects without a bus.
   */
  join(
    workspaceId: string,
    { after, listener }: { after: string | null; listener: Listener },
  ): { missed: NumberedHint[] | null; ready: Promise<void>; position: () => string; leave: () => void } {
    const topic = this.#topic(workspaceId);
    if (topic.linger !== null) clearTimeout(topic.linger);
    topic.linger = null;
    topic.listeners.add(listener);
    const leave = () => this.#leave(workspaceId, topic, listener);
    const ready = topic.unsubscribe.then(
      () => undefined,
      (error: unknown) => {
        topic.listeners.delete(listener);
        if (this.#topics.get(workspaceId) === topic) this.#topics.delete(workspaceId);
        throw error;
      },
    );
    return {
      missed: this.#missed(topic, after),
      ready,
      position: () => `${this.#process}.${topic.last}`,
      leave,
    };
  }

  async close(): Promise<void> {
    for (const [workspaceId, topic] of this.#topics) {
      if (topic.linger !== null) clearTimeout(topic.linger);
      this.#topics.delete(workspaceId);
      await (await topic.unsubscribe)();
    }
  }

  #topic(workspaceId: string): Topic {
    const known = this.#topics.get(workspaceId);
    if (known !== undefined) return known;
    const topic: Topic = {
      hints: [],
      dropped: 0,
      last: 0,
      listeners: new Set(),
      linger: null,
      unsubscribe: this.#platform.bus.subscribe(hintTopic(workspaceId), (message) => {
        // Only publishHint writes to this topic.
        this.#take(topic, message as WorkspaceEvent);
      }),
    };
    this.#topics.set(workspaceId, topic);
    return topic;
  }

  #take(topic: Topic, event: WorkspaceEvent): void {
    const text = JSON.stringify(event);
    if (text.length > sizeBytesMax) {
      this.#platform.log.warn("events.hint_too_large", { type: event.type });
      return;
    }
    const at = this.#platform.clock.now();
    const hint = { id: `${this.#process}.${++topic.last}`, event, text, at };
    topic.hints.push(hint);
    while (topic.hints.length > keptMax || (topic.hints[0]?.at ?? at) < at - keptMs) {
      topic.hints.shift();
      topic.dropped++;
    }
    for (const listener of topic.listeners) listener(hint);
  }

  #missed(topic: Topic, after: string | null): NumberedHint[] | null {
    if (after === null) return [];
    const number = Number(after.slice(after.indexOf(".") + 1));
    const isOurs = after === `${this.#process}.${number}` && number >= topic.dropped && number <= topic.last;
    return isOurs ? topic.hints.slice(number - topic.dropped) : null;
  }

  #leave(workspaceId: string, topic: Topic, listener: Listener): void {
    topic.listeners.delete(listener);
    if (topic.listeners.size > 0 || topic.linger !== null) return;
    topic.linger = setTimeout(() => {
      if (this.#topics.get(workspaceId) === topic) this.#topics.delete(workspaceId);
      topic.unsubscribe
        .then((unsubscribe) => unsubscribe())
        .catch((error: unknown) => {
          this.#platform.log.warn("events.unsubscribe_failed", { error: String(error) });
        });
    }, lingerMs).unref();
  }
}

const open = new WeakMap<Database, WorkspaceHints>();

/** Ends the process's subscriptions to hints. */
export async function closeWorkspaceHints({ db }: Platform): Promise<void> {
  const hints = open.get(db);
  open.delete(db);
  await hints?.close();
}

/** The process's one hub of hints. */
export function workspaceHints(platform: Platform): WorkspaceHints {
  const known = open.get(platform.db);
  if (known !== undefined) return known;
  const fresh = new WorkspaceHints(platform);
  open.set(platform.db, fresh);
  return fresh;
}
