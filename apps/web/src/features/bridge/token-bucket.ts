import type { BridgeEnvironment } from "./environment.ts";

/** Lets `burst` through at once and `perSecond` in the long run. */
export function openBucket(
  { now }: Pick<BridgeEnvironment, "now">,
  { perSecond, burst }: { perSecond: number; burst: number },
) {
  let tokens = burst;
  let at = now();
  return {
    /** False when there is none left. */
    take(): boolean {
      const present = now();
      tokens = Math.min(burst, tokens + ((present - at) / 1000) * perSecond);
      at = present;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
