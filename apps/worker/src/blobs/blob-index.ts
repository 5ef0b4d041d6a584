import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export interface BlobEntry {
  sizeBytes: number;
  usedAtMs: number;
}

export interface BlobBounds {
  bytesMax: number;
  countMax: number;
  /** Blobs used more recently than this are never dropped: web may still be about to fetch them. */
  keepMs: number;
}

/** What is in the cache, held in memory so that asking for it costs no disk access. */
export class BlobIndex {
  readonly #entries = new Map<string, BlobEntry>();
  #bytes = 0;

  get(sha256: string): BlobEntry | null {
    return this.#entries.get(sha256) ?? null;
  }

  add(sha256: string, entry: BlobEntry): void {
    this.drop(sha256);
    this.#entries.set(sha256, entry);
    this.#bytes += entry.sizeBytes;
  }

  drop(sha256: string): void {
    const entry = this.#entries.get(sha256);
    if (entry === undefined) return;
    this.#entries.delete(sha256);
    this.#bytes -= entry.sizeBytes;
  }

  /** The blobs to drop, least recently used first, so that the rest fills at most four fifths of the bounds. */
  excess(bounds: BlobBounds, nowMs: number): string[] {
    if (this.#bytes <= bounds.bytesMax && this.#entries.size <= bounds.countMax) return [];
    let bytes = this.#bytes - bounds.bytesMax * 0.8;
    let count = this.#entries.size - bounds.countMax * 0.8;
    const dropped: string[] = [];
    for (const [sha256, entry] of [...this.#entries].sort((a, b) => a[1].usedAtMs - b[1].usedAtMs)) {
      if ((bytes <= 0 && count <= 0) || nowMs - entry.usedAtMs < bounds.keepMs) break;
      dropped.push(sha256);
      bytes -= entry.sizeBytes;
      count -= 1;
    }
    return dropped;
  }
}

const hashPattern = /^[0-9a-f]{64}$/;

/** True for a SHA-256 in lower-case hexadecimal. */
export const isSha256 = (value: string): boolean => hashPattern.test(value);

/** Lists what an earlier process left. Files with other names (unfinished writes) are returned as strays. */
export async function readBlobIndex(directory: string): Promise<{ index: BlobIndex; strays: string[] }> {
  const index = new BlobIndex();
  const strays: string[] = [];
  for (const shelf of await readdir(directory)) {
    for (const name of await readdir(join(directory, shelf)).catch(() => [])) {
      const path = join(directory, shelf, name);
      if (!isSha256(name)) strays.push(path);
      else {
        const { size, mtimeMs } = await stat(path);
        index.add(name, { sizeBytes: size, usedAtMs: mtimeMs });
      }
    }
  }
  return { index, strays };
}
