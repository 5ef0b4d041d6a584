import type { Platform } from "@second/domain";

export interface Taken {
  count: number;
  /** Until the window ends, at least 1. */
  retryAfterSeconds: number;
}

const sweepAbove = 10_000;

/** Counts in fixed windows that begin with a key's first use. */
export interface Windows {
  /** Counts in this process. */
  own(key: string, windowMs: number): Taken;
  /** Counts over all processes; in this one alone while the bus is down. */
  shared(key: string, windowMs: number): Promise<Taken>;
}

export function createWindows(platform: Pick<Platform, "bus" | "clock">): Windows {
  const running = new Map<string, { count: number; endsAtMs: number }>();

  const sweep = (nowMs: number) => {
    for (const [key, window] of running) if (window.endsAtMs <= nowMs) running.delete(key);
  };

  const own = (key: string, windowMs: number): Taken => {
    const nowMs = platform.clock.now();
    let window = running.get(key);
    if (!window || window.endsAtMs <= nowMs) {
      if (running.size >= sweepAbove) sweep(nowMs);
      window = { count: 0, endsAtMs: nowMs + windowMs };
      running.set(key, window);
    }
    window.count += 1;
    return { count: window.count, retryAfterSeconds: Math.ceil((window.endsAtMs - nowMs) / 1000) };
  };

  return {
    own,
    async shared(key, windowMs) {
      const taken = own(key, windowMs);
      try {
        const count = await platform.bus.count(key, windowMs);
        // This process may not have seen the window begin; then the whole of it is the honest answer.
        return {
          count,
          retryAfterSeconds: count === taken.count ? taken.retryAfterSeconds : windowMs / 1000,
        };
      } catch {
        return taken;
      }
    },
  };
}
