import { randomBytes, randomFillSync } from "node:crypto";
import type { Ids } from "@second/domain";
import { monotonicFactory } from "ulid";

const poolBytes = 4_096;

/** Ids of this process. Their random part is drawn from a pool that the system's generator fills at once. */
export function createIds(): Ids {
  const pool = new Uint8Array(poolBytes);
  let used = poolBytes;
  const ulid = monotonicFactory(() => {
    if (used === poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    const byte = pool[used] ?? 0;
    pool[used] = 0;
    used += 1;
    return byte / 256;
  });
  return { ulid: () => ulid().toLowerCase(), bytes: (count) => randomBytes(count) };
}
