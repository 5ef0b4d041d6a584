import type { Call, StreamRouteName } from "../handler.ts";

/** Data of the last event of a chat stream, as the AI SDK's protocol ends one. The only data that is not JSON. */
export const doneData = "[DONE]";

/** One event of a stream. Streams of the same things share the objects: never change one. */
export interface ChannelEvent {
  /** The SSE event name; `message` is the default and is not written by a GET. */
  readonly event: string;
  /** A position to continue after. */
  readonly id?: string;
  /** JSON text, made once however many receive it; or `doneData`. */
  readonly data: string;
}

export interface ChannelBatch {
  readonly events: readonly ChannelEvent[];
  /** After these events the channel is over, or the whole connection must be opened anew; null while it goes on. */
  readonly over: "channel" | "connection" | null;
}

/**
 * A source of events that a GET carries alone and the stream hub among others. It is pulled: what nobody takes stays
 * with the source, which bounds what it keeps.
 */
export interface Channel {
  /** What came since, as soon as there is something. Not called again while it waits or once it is over. */
  next(): Promise<ChannelBatch>;
  /** Up to where everything was handed out, for heartbeats; null when positions come with events only. */
  position(): string | null;
  /** Frees what the channel holds. A waiting `next` resolves. */
  close(): void;
}

/** Opens the stream of a guarded GET; null when there is nothing to stream (204). @throws the GET's problem */
export type ChannelOpener<N extends StreamRouteName> = (call: Call<N>) => Promise<Channel | null>;

/** A channel over batches that come from an async iterable, which ends when `signal` aborts. */
export function channelOf(batches: (signal: AbortSignal) => AsyncIterable<readonly ChannelEvent[]>): Channel {
  const abort = new AbortController();
  const iterator = batches(abort.signal)[Symbol.asyncIterator]();
  return {
    async next() {
      const { done, value } = await iterator.next();
      return done === true ? { events: [], over: "channel" } : { events: value, over: null };
    },
    position: () => null,
    close: () => abort.abort(),
  };
}
