import { type Collection, type Db, MongoServerError } from "mongodb";
import type { Blobs } from "../blobs.ts";
import { blobSizeBytesMax } from "../blobs.ts";
import { checkBlob, isBlobName } from "../core/blob-names.ts";
import { translated } from "./mongo-errors.ts";

interface BlobHead {
  _id: string;
  chunks: number;
}

interface BlobChunk {
  _id: string;
  bytes: Uint8Array;
}

const chunkBytes = 4 * 1024 * 1024;
const chunksMax = blobSizeBytesMax / chunkBytes;
const duplicateKey = 11_000;

const chunkId = (sha256: string, index: number) => `${sha256}/${index}`;

/** Inserts unless it is there: names come from contents, so what is there is the same. */
async function insertOnce<D extends { _id: string }>(into: Collection<D>, document: D): Promise<void> {
  try {
    // The driver's type for inserting leaves out that `_id` is given here.
    await into.insertOne(document as Parameters<Collection<D>["insertOne"]>[0]);
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== duplicateKey) throw error;
  }
}

/** Chunks of 4 MB and a head written after them: a blob without head does not exist. */
export class MongoBlobs implements Blobs {
  readonly #heads: Collection<BlobHead>;
  readonly #chunks: Collection<BlobChunk>;

  constructor(db: Db) {
    this.#heads = db.collection("_blobs", { readConcern: { level: "majority" } });
    this.#chunks = db.collection("_blob_chunks", { readConcern: { level: "majority" } });
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    checkBlob(sha256, bytes);
    await translated(async () => {
      if (await this.#heads.findOne({ _id: sha256 })) return;
      const chunks = Math.ceil(bytes.byteLength / chunkBytes);
      for (let index = 0; index < chunks; index += 1) {
        const part = bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes);
        await insertOnce(this.#chunks, { _id: chunkId(sha256, index), bytes: part });
      }
      await insertOnce(this.#heads, { _id: sha256, chunks });
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

  async missing(hashes: readonly string[]): Promise<string[]> {
    const found = await translated(() =>
      this.#heads.find({ _id: { $in: hashes.filter(isBlobName) } }).toArray(),
    );
    const present = new Set(found.map(({ _id }) => _id));
    return hashes.filter((hash) => !present.has(hash));
  }

  async remove(hashes: readonly string[]): Promise<void> {
    const names = hashes.filter(isBlobName);
    const chunkIds = names.flatMap((name) =>
      Array.from({ length: chunksMax }, (_, index) => chunkId(name, index)),
    );
    await translated(async () => {
      await this.#heads.deleteMany({ _id: { $in: names } });
      await this.#chunks.deleteMany({ _id: { $in: chunkIds } });
    });
  }
}
