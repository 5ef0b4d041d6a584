import { BusError, type LogBatch, type LogCursor, type LogEntry, logBytesMax } from "../bus.ts";

interface MemoryLog {
  /** Tells this log from an earlier one of the same name, so that a cursor of the lost one is not taken for ours. */
  era: string;
  entries: LogEntry[];
  keys: Set<string>;
  bytes: number;
  fence: number;
  closed: boolean;
  /** Clock time at which it is forgotten. */
  expiresAt: number;
  /** Followers that have read everything. */
  waiting: Set<() => void>;
  gone: boolean;
}

const start: LogCursor = "0";
const batchEntriesMax = 1000;
/** A log that nobody closed is forgotten after this long without an append. */
const idleMsMax = 24 * 3_600_000;
const sweepEveryMs = 60_000;

/** Replayable logs in this process's memory. Followers are woken in a microtask of the append. */
export function openMemoryLogs(clock: { now(): number }) {
  const logs = new Map<string, MemoryLog>();
  let eras = 0;
  let sweptAt = clock.now();

  const wake = (log: MemoryLog) => {
    const waiting = [...log.waiting];
    log.waiting.clear();
    for (const resume of waiting) resume();
  };

  const forget = (name: string, log: MemoryLog) => {
    logs.delete(name);
    log.gone = true;
    wake(log);
  };

  const find = (name: string): MemoryLog | null => {
    const log = logs.get(name);
    if (log === undefined) return null;
    if (log.expiresAt > clock.now()) return log;
    forget(name, log);
    return null;
  };

  const sweep = () => {
    const now = clock.now();
    if (now - sweptAt < sweepEveryMs) return;
    sweptAt = now;
    for (const [name, log] of logs) if (log.expiresAt <= now) forget(name, log);
  };

  const create = (name: string): MemoryLog => {
    sweep();
    const log: MemoryLog = {
      era: `${clock.now().toString(36)}-${(++eras).toString(36)}`,
      entries: [],
      keys: new Set(),
      bytes: 0,
      fence: 0,
      closed: false,
      expiresAt: clock.now() + idleMsMax,
      waiting: new Set(),
      gone: false,
    };
    logs.set(name, log);
    return log;
  };

  /** How many entries lie up to `cursor`, or null when it is not one of this log's. */
  const indexAfter = (log: MemoryLog, cursor: LogCursor): number | null => {
    if (cursor === start) return 0;
    const count = Number.parseInt(cursor.slice(cursor.lastIndexOf(".") + 1), 16);
    return log.entries[count - 1]?.cursor === cursor ? count : null;
  };

  const batch = (log: MemoryLog, from: number, limit: number): LogBatch => {
    const entries = log.entries.slice(from, from + limit);
    return { entries, closed: log.closed && from + entries.length === log.entries.length };
  };

  return {
    append(
      name: string,
      entries: readonly { key: string; value: unknown }[],
      fence: number | undefined,
    ): LogCursor {
      const log = find(name) ?? create(name);
      if (fence !== undefined) {
        if (fence < log.fence) throw new BusError("bus.fenced", `A newer writer owns the log ${name}.`);
        log.fence = fence;
      }
      const fresh = new Map<string, unknown>();
      let bytes = 0;
      for (const { key, value } of entries) {
        if (log.keys.has(key) || fresh.has(key)) continue;
        fresh.set(key, value);
        bytes += sizeOf(value);
      }
      if (fresh.size > 0) {
        if (log.closed) throw new BusError("bus.fenced", `The log ${name} is closed.`);
        if (log.bytes + bytes > logBytesMax) {
          throw new BusError("bus.log_full", `The log ${name} would pass ${logBytesMax} bytes.`);
        }
        log.bytes += bytes;
        for (const [key, value] of fresh) {
          log.keys.add(key);
          const place = (log.entries.length + 1).toString(16).padStart(8, "0");
          log.entries.push({ cursor: `${log.era}.${place}`, value });
        }
        log.expiresAt = clock.now() + idleMsMax;
        wake(log);
      }
      return log.entries.at(-1)?.cursor ?? start;
    },

    read(name: string, after: LogCursor, limit = batchEntriesMax): LogBatch | null {
      const log = find(name);
      const from = log === null ? null : indexAfter(log, after);
      return log === null || from === null ? null : batch(log, from, limit);
    },

    async *follow(name: string, after: LogCursor, signal: AbortSignal): AsyncGenerator<LogBatch, void> {
      const log = find(name);
      let from = log === null ? null : indexAfter(log, after);
      if (log === null || from === null) return;
      while (!signal.aborted && !log.gone) {
        if (from < log.entries.length || log.closed) {
          const next = batch(log, from, batchEntriesMax);
          from += next.entries.length;
          yield next;
          if (next.closed) return;
        } else {
          await news(log, signal);
        }
      }
    },

    close(name: string, ttlMs: number): void {
      const log = find(name) ?? create(name);
      log.closed = true;
      log.expiresAt = clock.now() + ttlMs;
      wake(log);
    },

    remove(name: string): void {
      const log = logs.get(name);
      if (log !== undefined) forget(name, log);
    },

    clear(): void {
      for (const [name, log] of logs) forget(name, log);
    },
  };
}

/** Resolves at the next append, close, removal or abort. */
function news(log: MemoryLog, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      log.waiting.delete(done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    log.waiting.add(done);
    signal.addEventListener("abort", done, { once: true });
  });
}

/** Bytes of the JSON text. */
function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}
