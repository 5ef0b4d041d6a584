import { type Collection, type Db, MongoServerError } from "mongodb";
import type { Blobs } from "../blobs.ts";
import { blobSizeBytesMax } from "../blobs.ts";
import { checkBlob, isBlobName } from "../core/blob-names.ts";
import { translated } from "./mongo-errors.ts";

interface BlobHead {
  _id: string;
  chunks: number;
  /** When it was last put or claimed, in ms since the epoch. */
  usedAt: number;
}

interface BlobChunk {
  _id: string;
  bytes: Uint8Array;
  /** When it was last put. */
  usedAt: number;
}

const chunkBytes = 4 * 1024 * 1024;
const chunksMax = blobSizeBytesMax / chunkBytes;
const duplicateKey = 11_000;
/** A use within this time of the noted one is not noted again. */
const notedToMs = 60 * 60 * 1000;

const chunkId = (sha256: string, index: number) => `${sha256}/${index}`;

/** Whoever else writes it at once writes the same: names come from contents. */
async function unlessThere(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== duplicateKey) throw error;
  }
}

/**
 * Chunks of 4 MB and a head written after them: a blob without head does not exist. Each carries the time of its use,
 * and goes only while that is old: what is put again while it is swept, even by a process that slept, stays.
 */
export class MongoBlobs implements Blobs {
  readonly #heads: Collection<BlobHead>;
  readonly #chunks: Collection<BlobChunk>;
  readonly #now: () => number;

  constructor(db: Db, now: () => number = Date.now) {
    this.#now = now;
    this.#heads = db.collection("_blobs", { readConcern: { level: "majority" } });
    this.#chunks = db.collection("_blob_chunks", { readConcern: { level: "majority" } });
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    checkBlob(sha256, bytes);
    if ((await this.claim([sha256])).length === 0) return;
    await translated(async () => {
      const usedAt = this.#now();
      const chunks = Math.ceil(bytes.byteLength / chunkBytes);
      for (let index = 0; index < chunks; index += 1) {
        const part = bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes);
        const change = { $max: { usedAt }, $setOnInsert: { bytes: part } };
        await unlessThere(() =>
          this.#chunks.updateOne({ _id: chunkId(sha256, index) }, change, { upsert: true }),
        );
      }
      await unlessThere(() => this.#heads.insertOne({ _id: sha256, chunks, usedAt }));
    });
  }

  async get(sha256: string): Promise<Uint8Array | null> {
    if (!isBlobName(sha256)) return null;
    return translated(async () => {
      const head = await this.#heads.findOne({ _id: sha256 });
      if (!head) return null;
      const parts: Uint8Array[] = [];
      for (let index = 0; index < head.chunks; index += 1) {
        const chunk = await this.#chunks.findOne({ _id: chunkId(sha256, index) }, { promoteBuffers: true });
        // It is being removed.
        if (!chunk) return null;
        parts.push(chunk.bytes);
      }
      return Buffer.concat(parts);
    });
  }

  async claim(hashes: readonly string[]): Promise<string[]> {
    const usedAt = this.#now();
    const names = hashes.filter(isBlobName);
    return translated(async () => {
      await this.#heads.updateMany(
        { _id: { $in: names }, usedAt: { $lt: usedAt - notedToMs } },
        { $max: { usedAt } },
      );
      return this.#without(hashes);
    });
  }

  async list({ after, limit }: { after: string; limit: number }): Promise<string[]> {
    return translated(async () => {
      const page = { projection: { _id: 1 }, sort: { _id: 1 } } as const;
      const heads = this.#heads.find({ _id: { $gt: after } }, { ...page, limit });
      const names = (await heads.toArray()).map(({ _id }) => _id);
      // What a killed process left without its head goes in the same way.
      const last = names.length < limit ? "g" : (names.at(-1) ?? "");
      const range = { $gt: `${after}0`, $lt: `${last}0`, $regex: /\/0$/ };
      const firsts = this.#chunks.find({ _id: range }, { ...page, limit });
      const parts = (await firsts.toArray()).map(({ _id }) => _id.slice(0, _id.indexOf("/")));
      return [...new Set([...names, ...parts])].sort().slice(0, limit);
    });
  }

  async sweep(hashes: readonly string[], unusedSince: number): Promise<string[]> {
    const names = hashes.filter(isBlobName);
    const isOld = { $lt: unusedSince };
    return translated(async () => {
      await this.#heads.deleteMany({ _id: { $in: names }, usedAt: isOld });
      const gone = await this.#without(names);
      const chunkIds = gone.flatMap((name) =>
        Array.from({ length: chunksMax }, (_, index) => chunkId(name, index)),
      );
      await this.#chunks.deleteMany({ _id: { $in: chunkIds }, usedAt: isOld });
      return gone;
    });
  }

  /** Those of `hashes` that are not stored. */
  async #without(hashes: readonly string[]): Promise<string[]> {
    const found = await this.#heads
      .find({ _id: { $in: hashes.filter(isBlobName) } }, { projection: { _id: 1 } })
      .toArray();
    const present = new Set(found.map(({ _id }) => _id));
    return hashes.filter((hash) => !present.has(hash));
  }
}
