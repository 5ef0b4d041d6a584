import type { StreamFrame } from "@second/contracts";
import type { ChannelRequest } from "./environment.ts";

export interface Want {
  path: string;
  /** Continue after this position; null takes the stream where it is. */
  after: string | null;
}

interface Channel {
  name: string;
  path: string;
  position: string | null;
  /** The subscribers that have received exactly what lies up to `position`. */
  keys: Set<string>;
}

/** The server takes no more in one connection; further channels wait for room, oldest first. */
const channelsMax = 40;

/**
 * Who listens to which stream, and how far each has come. Equal streams at equal positions are one channel; a
 * subscriber that is behind gets its own until it has caught up. Pure: no connection, no time.
 */
export class ChannelTable {
  readonly #channels = new Map<string, Channel>();
  readonly #channelOf = new Map<string, Channel>();
  #made = 0;

  /** Answers the channel's name. A key that is already attached stays where it is. */
  attach(key: string, want: Want): string {
    const present = this.#channelOf.get(key);
    if (present) return present.name;
    const channel = this.#findAt(want) ?? this.#create(want);
    channel.keys.add(key);
    this.#channelOf.set(key, channel);
    return channel.name;
  }

  detach(key: string): void {
    this.#channelOf.get(key)?.keys.delete(key);
    this.#channelOf.delete(key);
  }

  /** What a new connection has to ask for now. Channels that nobody wants are forgotten. */
  take(): ChannelRequest[] {
    for (const channel of this.#channels.values()) {
      if (channel.keys.size === 0) this.#channels.delete(channel.name);
    }
    return this.wanted().map(({ name, path, position }) => ({ channel: name, path, after: position }));
  }

  /** True when a connection that carries `carried` lacks a wanted channel. */
  lacks(carried: ReadonlySet<string>): boolean {
    return this.wanted().some((channel) => !carried.has(channel.name));
  }

  /** True when a connection that carries `carried` has a channel that nobody wants any more. */
  exceeds(carried: ReadonlySet<string>): boolean {
    const wanted = new Set(this.wanted().map((channel) => channel.name));
    return [...carried].some((name) => !wanted.has(name));
  }

  wanted(): { name: string; path: string; position: string | null; keys: ReadonlySet<string> }[] {
    return [...this.#channels.values()].filter((channel) => channel.keys.size > 0).slice(0, channelsMax);
  }

  keysOf(name: string): string[] {
    return [...(this.#channels.get(name)?.keys ?? [])];
  }

  /** Moves the channel on and answers who gets the frame. */
  receive(frame: StreamFrame): string[] {
    const channel = this.#channels.get(frame.channel);
    if (!channel) return [];
    const keys = [...channel.keys];
    if (frame.id !== undefined) {
      channel.position = frame.id;
      this.#joinEqual(channel);
    }
    return keys;
  }

  /** The stream is over for all of its subscribers. */
  finish(name: string): void {
    for (const key of this.keysOf(name)) this.#channelOf.delete(key);
    this.#channels.delete(name);
  }

  #findAt({ path, after }: Want): Channel | undefined {
    for (const channel of this.#channels.values()) {
      if (channel.path === path && (after === null || channel.position === after)) return channel;
    }
    return undefined;
  }

  #create({ path, after }: Want): Channel {
    this.#made += 1;
    const channel = { name: `c${this.#made}`, path, position: after, keys: new Set<string>() };
    this.#channels.set(channel.name, channel);
    return channel;
  }

  /** Two channels of one stream at one position have delivered the same: the younger one's subscribers move over. */
  #joinEqual(moved: Channel): void {
    for (const other of this.#channels.values()) {
      if (other === moved || other.path !== moved.path || other.position !== moved.position) continue;
      const [older, younger] = this.#isOlder(other, moved) ? [other, moved] : [moved, other];
      if (older.keys.size === 0) continue;
      for (const key of younger.keys) {
        older.keys.add(key);
        this.#channelOf.set(key, older);
      }
      younger.keys.clear();
      return;
    }
  }

  #isOlder(one: Channel, than: Channel): boolean {
    for (const channel of this.#channels.values()) {
      if (channel === one) return true;
      if (channel === than) return false;
    }
    return false;
  }
}
