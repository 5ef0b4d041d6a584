import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Blobs } from "../blobs.ts";
import { checkBlob, isBlobName } from "../core/blob-names.ts";
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

/** Files `ab/<sha256>` under one directory. They appear whole or not at all: written beside, synced, renamed. */
export class FileBlobs implements Blobs {
  readonly #directory: string;
  readonly #unfinished: string;

  private constructor(directory: string) {
    this.#directory = directory;
    this.#unfinished = join(directory, "unfinished");
  }

  static async open(directory: string): Promise<FileBlobs> {
    const blobs = new FileBlobs(directory);
    await mkdir(blobs.#unfinished, { recursive: true, mode: 0o700 });
    // What a killed process left half written.
    for (const name of await readdir(blobs.#unfinished))
      await rm(join(blobs.#unfinished, name), { force: true });
    return blobs;
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    checkBlob(sha256, bytes);
    if (await this.#has(sha256)) return;
    const temporary = join(this.#unfinished, randomUUID());
    try {
      const handle = await open(temporary, "wx", 0o600);
      try {
        await handle.writeFile(bytes);
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

  async missing(hashes: readonly string[]): Promise<string[]> {
    const found = await Promise.all(hashes.map((hash) => this.#has(hash)));
    return hashes.filter((_, index) => !found[index]);
  }

  async remove(hashes: readonly string[]): Promise<void> {
    try {
      for (const hash of hashes.filter(isBlobName)) await rm(this.#path(hash), { force: true });
    } catch (error) {
      throw storeErrorOf(error);
    }
  }

  #path(sha256: string): string {
    return join(this.#directory, sha256.slice(0, 2), sha256);
  }

  async #has(sha256: string): Promise<boolean> {
    if (!isBlobName(sha256)) return false;
    try {
      return (await stat(this.#path(sha256))).isFile();
    } catch (error) {
      if (isMissing(error)) return false;
      throw storeErrorOf(error);
    }
  }
}
