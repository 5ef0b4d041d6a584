import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * What the compiler remembers of the template, given to apps that have no memory of their own yet. It holds paths and
 * hashes of the template alone, so nothing of one app reaches another.
 */
export interface TypeSeed {
  /** Keeps the memory of a finished build of the template with this dependency set. */
  take(cache: string, setKey: string): Promise<void>;
  /** Puts it where an app's first build looks, if it is for the same set. */
  plant(cache: string, setKey: string): Promise<void>;
}

export function createTypeSeed(): TypeSeed {
  let seed: { setKey: string; bytes: Uint8Array } | null = null;
  const fileIn = (cache: string) => join(cache, "tsbuildinfo");
  return {
    async take(cache, setKey) {
      seed = { setKey, bytes: await readFile(fileIn(cache)) };
    },
    async plant(cache, setKey) {
      if (seed?.setKey !== setKey) return;
      await mkdir(cache, { recursive: true, mode: 0o700 });
      // Exclusive creation also leaves alone what an earlier build may have put there, links included.
      await writeFile(fileIn(cache), seed.bytes, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
    },
  };
}
