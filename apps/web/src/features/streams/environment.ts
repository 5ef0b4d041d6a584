import type { StreamFrame } from "@second/contracts";

/** One stream of the connection: `after` is the position to continue after, null for its natural beginning. */
export interface ChannelRequest {
  channel: string;
  path: string;
  after: string | null;
}

export type CloseReason =
  /** It ended or broke; another try may succeed. `retryAfterMs` is the server's own wish, else 0. */
  | { kind: "lost"; retryAfterMs: number }
  /** The session is over. */
  | { kind: "signed_out" };

export interface ConnectionEvents {
  onOpen(): void;
  onFrame(frame: StreamFrame): void;
  /** At most once, and never after `close()`. */
  onClose(reason: CloseReason): void;
}

export interface Connection {
  close(): void;
}

/** Everything the hub needs from a browser; tests bring their own. */
export interface HubEnvironment {
  connect(channels: readonly ChannelRequest[], events: ConnectionEvents): Connection;
  now(): number;
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, callback: () => void): () => void;
  random(): number;
  /** Makes a subscriber's own error visible without stopping the others. */
  report(error: unknown): void;
  /** A name no other tab has. */
  uniqueName(): string;
  /** What several tabs share; null where the browser lacks Web Locks or BroadcastChannel. */
  shared: SharedEnvironment | null;
  isVisible(): boolean;
  onVisibility(callback: () => void): () => void;
  /** The page got the focus, or the device its network back. */
  onWake(callback: () => void): () => void;
}

export interface SharedEnvironment {
  /** Queues for an exclusive lock of the whole browser. The answer withdraws while it is not granted. */
  lock(name: string, granted: (release: () => void) => void): () => void;
  /** Joins a named channel. Messages of one sender arrive in order, at all tabs but itself. */
  join(name: string, onMessage: (message: unknown) => void): { post(message: unknown): void; leave(): void };
}
