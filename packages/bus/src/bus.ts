/** A place in a log: opaque, increasing. `"0"` is before the first entry. */
export type LogCursor = string;

export interface LogEntry<T = unknown> {
  cursor: LogCursor;
  value: T;
}

export interface LogBatch<T = unknown> {
  entries: LogEntry<T>[];
  /** True once the log is closed and this batch reaches its end. */
  closed: boolean;
}

/** Short-lived coordination. May lose everything at any time; nothing durable depends on it. */
export interface Bus {
  /** Hints, never data. */
  publish(topic: string, message: unknown): Promise<void>;
  /** Calls `listener` for messages published from now on. Returns the unsubscriber. */
  subscribe(topic: string, listener: (message: unknown) => void): Promise<() => Promise<void>>;
  readonly log: Log;
  /** Adds one and returns how many were counted under `key` in the running window. */
  count(key: string, windowMs: number): Promise<number>;
  /** Holds `key` for `ttlMs`; null when someone else does. */
  lease(key: string, ttlMs: number): Promise<Lease | null>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Lease {
  renew(ttlMs: number): Promise<boolean>;
  release(): Promise<void>;
}

/** Replayable logs, one for each key. Entries are JSON. */
export interface Log {
  /**
   * Appends in order and returns the cursor of the last. Entries whose `key` the log already has are skipped, so that
   * translating again adds nothing. Entries of a lower fence than the highest seen are refused (`bus.fenced`).
   */
  append(
    log: string,
    entries: readonly { key: string; value: unknown }[],
    fence?: number,
  ): Promise<LogCursor>;
  /** Null when the log does not exist or `after` is not one of its cursors: it was lost or has expired. */
  read(log: string, after: LogCursor, limit?: number): Promise<LogBatch | null>;
  /** Batches after `after`, then live, until closed. Ends at once when the log does not exist. */
  follow(log: string, after: LogCursor, signal: AbortSignal): AsyncIterable<LogBatch>;
  /** No further entries; it expires `ttlMs` later. */
  close(log: string, ttlMs: number): Promise<void>;
  remove(log: string): Promise<void>;
}

/** Failures of a bus. Recognise by `code`. */
export class BusError extends Error {
  readonly code: "bus.fenced" | "bus.log_full" | "bus.unavailable";
  constructor(code: BusError["code"], message: string) {
    super(message);
    this.name = "BusError";
    this.code = code;
  }
}

/** Bytes of one log's entries; appending beyond it is `bus.log_full`. */
export const logBytesMax = 32 * 1024 * 1024;
