const firstMs = 500;
const longestMs = 10_000;

/** Milliseconds before the next try after `failures` in a row (from 1): 0.5 s doubling to 10 s, half of it at random. */
export function backoffMs(failures: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random();
}
