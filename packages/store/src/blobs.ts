/** Bytes named by their SHA-256 (lower-case hex), at most 32 MB each. */
export interface Blobs {
  /** Durable once it resolves. Repeating it is harmless. @throws {StoreError} when the bytes do not match. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | null>;
  /** Those of `hashes` that are not stored. */
  missing(hashes: readonly string[]): Promise<string[]>;
  /** Removes blobs; unknown ones are ignored. */
  remove(hashes: readonly string[]): Promise<void>;
}

export const blobSizeBytesMax = 32 * 1024 * 1024;
