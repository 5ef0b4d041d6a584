import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Blobs } from "../blobs.ts";
import { checkBlob, isBlobName } from "../core/blob-names.ts";
import { Mutex } from "./mutex.ts";
import { storeErrorOf } from "./sqlite-errors.ts";

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Files `ab/<sha256>` under one directory. They appear whole or not at all: written beside, synced, renamed. A file's
 * time is that of its last use.
 */
export class FileBlobs implements Blobs {
  readonly #directory: string;
  readonly #unfinished: string;
  readonly #now: () => number;
  /** Nothing is noted as used between the look at its time and its removal. */
  readonly #turns = new Mutex();

  private constructor(directory: string, now: () => number) {
    this.#directory = directory;
    this.#unfinished = join(directory, "unfinished");
    this.#now = now;
  }

  static async open(directory: string, now: () => number = Date.now): Promise<FileBlobs> {
    const blobs = new FileBlobs(directory, now);
    await mkdir(blobs.#unfinished, { recursive: true, mode: 0o700 });
    // What a killed process left half written.
    for (const name of await readdir(blobs.#unfinished))
      await rm(join(blobs.#unfinished, name), { force: true });
    return blobs;
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    checkBlob(sha256, bytes);
    if ((await this.claim([sha256])).length === 0) return;
    const temporary = join(this.#unfinished, randomUUID());
    try {
      const handle = await open(temporary, "wx", 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.utimes(this.#now() / 1000, this.#now() / 1000);
        await handle.sync();
      } finally {
        await handle.close();
      }
      const shelf = join(this.#directory, sha256.slice(0, 2));
      if (await mkdir(shelf, { recursive: true, mode: 0o700 })) await syncDirectory(this.#directory);
      await rename(temporary, this.#path(sha256));
      await syncDirectory(shelf);
    } catch (error) {
      await rm(temporary, { force: true });
      throw storeErrorOf(error);
    }
  }

  async get(sha256: string): Promise<Uint8Array | null> {
    if (!isBlobName(sha256)) return null;
    try {
      return await readFile(this.#path(sha256));
    } catch (error) {
      if (isMissing(error)) return null;
      throw storeErrorOf(error);
    }
  }

  claim(hashes: readonly string[]): Promise<string[]> {
    return this.#turns.run(async () => {
      const found = await Promise.all(hashes.map((hash) => this.#use(hash)));
      return hashes.filter((_, index) => !found[index]);
    });
  }

  async list({ after, limit }: { after: string; limit: number }): Promise<string[]> {
    try {
      const shelves = (await readdir(this.#directory)).filter((name) => name.length === 2).sort();
      const names: string[] = [];
      for (const shelf of shelves) {
        if (names.length >= limit) break;
        if (shelf < after.slice(0, 2)) continue;
        const stored = (await readdir(join(this.#directory, shelf))).filter(isBlobName).sort();
        names.push(...stored.filter((name) => name > after));
      }
      return names.slice(0, limit);
    } catch (error) {
      throw storeErrorOf(error);
    }
  }

  sweep(hashes: readonly string[], unusedSince: number): Promise<string[]> {
    return this.#turns.run(async () => {
      const gone: string[] = [];
      try {
        for (const hash of hashes.filter(isBlobName)) {
          const usedAt = await this.#usedAt(hash);
          if (usedAt !== null && usedAt >= unusedSince) continue;
          await rm(this.#path(hash), { force: true });
          gone.push(hash);
        }
      } catch (error) {
        throw storeErrorOf(error);
      }
      return gone;
    });
  }

  #path(sha256: string): string {
    return join(this.#directory, sha256.slice(0, 2), sha256);
  }

  /** False when it is not stored. */
  async #use(sha256: string): Promise<boolean> {
    if (!isBlobName(sha256)) return false;
    try {
      await utimes(this.#path(sha256), this.#now() / 1000, this.#now() / 1000);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw storeErrorOf(error);
    }
  }

  async #usedAt(sha256: string): Promise<number | null> {
    try {
      return (await stat(this.#path(sha256))).mtimeMs;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}
