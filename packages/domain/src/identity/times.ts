import type { Platform } from "../platform.ts";

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

export function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}

/** The present minute, to which last uses are rounded. */
export function minuteOf(ms: number): string {
  return isoAt(ms - (ms % minuteMs));
}

/** A session whose last use is before this has been idle for too long. */
export function idleLimit(platform: Pick<Platform, "clock" | "config">): string {
  return isoAt(platform.clock.now() - platform.config.sessionIdleMinutes * minuteMs);
}
