import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "@second/contracts";
import { type BlobBounds, isSha256, readBlobIndex } from "./blob-index.ts";
import { writing } from "./disk-full.ts";

export const blobSizeBytesMax = 32 * 1024 * 1024;

const defaultBounds: BlobBounds = { bytesMax: 2 * 1024 ** 3, countMax: 50_000, keepMs: 60 * 60_000 };
/** How stale a file's time of use on disk may get before it is written again. */
const touchAfterMs = 10 * 60_000;

/** Bytes named by their SHA-256 (lower-case hex) that web and worker exchange. A cache: it may lose what is old. */
export interface BlobCache {
  /**
   * Keeps the bytes. Repeating it is harmless. Throws `request.invalid` when they do not match their name,
   * `request.too_large` above 32 MB, `system.disk_full`.
   */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Null when unknown, or damaged on disk. */
  get(sha256: string): Promise<Uint8Array | null>;
  /** Whether the blob is here; asking counts as using it. */
  has(sha256: string): boolean;
  /** Those of `hashes` that are not here, without repetition. */
  missing(hashes: readonly string[]): string[];
}

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Opens the cache in `directory`, making it when it is new. One process at a time uses a directory. */
export async function openBlobCache(options: {
  directory: string;
  bounds?: Partial<BlobBounds>;
  now?: () => number;
}): Promise<BlobCache> {
  const { directory, now = Date.now } = options;
  const bounds = { ...defaultBounds, ...options.bounds };
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { index, strays } = await readBlobIndex(directory);
  await Promise.all(strays.map((path) => rm(path, { force: true })));

  const pathOf = (sha256: string) => join(directory, sha256.slice(0, 2), sha256);

  async function drop(sha256: string): Promise<void> {
    index.drop(sha256);
    await rm(pathOf(sha256), { force: true });
  }

  function use(sha256: string): boolean {
    const entry = index.get(sha256);
    if (entry === null) return false;
    const nowMs = now();
    if (nowMs - entry.usedAtMs > touchAfterMs) {
      // Only the order of eviction after a restart depends on it; a lost file shows when it is read.
      void utimes(pathOf(sha256), nowMs / 1000, nowMs / 1000).catch(() => undefined);
    }
    entry.usedAtMs = nowMs;
    return true;
  }

  async function write(sha256: string, bytes: Uint8Array): Promise<void> {
    const path = pathOf(sha256);
    const unfinished = `${path}.${randomUUID()}`;
    await mkdir(join(directory, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
    try {
      await writeFile(unfinished, bytes, { mode: 0o600 });
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  return {
    async put(sha256, bytes) {
      if (bytes.byteLength > blobSizeBytesMax) throw new Problem("request.too_large");
      if (!isSha256(sha256) || sha256Of(bytes) !== sha256) {
        throw new Problem("request.invalid", { detail: "The bytes do not match their hash." });
      }
      if (use(sha256)) return;
      await writing(() => write(sha256, bytes));
      index.add(sha256, { sizeBytes: bytes.byteLength, usedAtMs: now() });
      await Promise.all(index.excess(bounds, now()).map(drop));
    },
    async get(sha256) {
      if (!use(sha256)) return null;
      const bytes = await readFile(pathOf(sha256)).catch(() => null);
      if (bytes !== null && sha256Of(bytes) === sha256) return bytes;
      await drop(sha256);
      return null;
    },
    has: use,
    missing: (hashes) => [...new Set(hashes)].filter((sha256) => !use(sha256)),
  };
}
