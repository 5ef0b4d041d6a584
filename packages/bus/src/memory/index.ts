import { setImmediate } from "node:timers";
import { type Bus, BusError, type Lease } from "../bus.ts";
import { openMemoryLogs } from "./logs.ts";
import { openTopics } from "./topics.ts";

export interface MemoryBusOptions {
  /** Time source; the system's when absent. */
  clock?: { now(): number };
}

/** Entries above which stale counters or leases are swept out. */
const sweepAbove = 10_000;

/** The bus of a single process. Appended log values are held as given: whoever appends must not change them later. */
export function openMemoryBus(options: MemoryBusOptions = {}): Bus {
  const clock = options.clock ?? { now: () => Date.now() };
  const topics = openTopics();
  const logs = openMemoryLogs(clock);
  const counts = new Map<string, { count: number; expiresAt: number }>();
  const leases = new Map<string, { expiresAt: number }>();
  let closed = false;

  const open = () => {
    if (closed) throw new BusError("bus.unavailable", "The bus is closed.");
  };

  const sweep = (entries: Map<string, { expiresAt: number }>) => {
    if (entries.size < sweepAbove) return;
    const now = clock.now();
    for (const [key, entry] of entries) if (entry.expiresAt <= now) entries.delete(key);
  };

  return {
    async publish(topic, message) {
      open();
      topics.publish(topic, message);
    },
    async subscribe(topic, listener) {
      open();
      return topics.subscribe(topic, listener);
    },
    log: {
      async append(log, entries, fence) {
        open();
        return logs.append(log, entries, fence);
      },
      async read(log, after, limit) {
        open();
        return logs.read(log, after, limit);
      },
      follow(log, after, signal) {
        open();
        return logs.follow(log, after, signal);
      },
      async close(log, ttlMs) {
        open();
        logs.close(log, ttlMs);
      },
      async remove(log) {
        open();
        logs.remove(log);
      },
    },
    async count(key, windowMs) {
      open();
      const now = clock.now();
      const running = counts.get(key);
      if (running !== undefined && running.expiresAt > now) return ++running.count;
      sweep(counts);
      counts.set(key, { count: 1, expiresAt: now + windowMs });
      return 1;
    },
    async lease(key, ttlMs) {
      open();
      const held = leases.get(key);
      if (held !== undefined && held.expiresAt > clock.now()) return null;
      sweep(leases);
      const mine = { expiresAt: clock.now() + ttlMs };
      leases.set(key, mine);
      const isMine = () => leases.get(key) === mine && mine.expiresAt > clock.now();
      const lease: Lease = {
        async renew(forMs) {
          if (!isMine()) return false;
          mine.expiresAt = clock.now() + forMs;
          return true;
        },
        async release() {
          if (isMine()) leases.delete(key);
        },
      };
      return lease;
    },
    async ping() {
      open();
      await new Promise<void>((resolve) => setImmediate(resolve));
    },
    async close() {
      closed = true;
      topics.clear();
      logs.clear();
    },
  };
}
