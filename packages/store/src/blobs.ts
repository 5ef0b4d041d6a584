/**
 * Bytes named by their SHA-256 (lower-case hex), at most 32 MB each. Who is about to name some in a record puts or
 * claims them first, so that none is swept in between.
 */
export interface Blobs {
  /** Durable once it resolves. Repeating it is harmless. @throws {StoreError} when the bytes do not match. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | null>;
  /** Notes that `hashes` are used now; answers those that are not stored. */
  claim(hashes: readonly string[]): Promise<string[]>;
  /** Names of what is stored, in order, after `after`. */
  list(page: { after: string; limit: number }): Promise<string[]>;
  /**
   * Removes those of `hashes` that nobody has put or claimed since `unusedSince` (ms since the epoch), and answers
   * which are gone. Uses are noted to the hour: what was claimed up to an hour after it may go, too.
   */
  sweep(hashes: readonly string[], unusedSince: number): Promise<string[]>;
}

export const blobSizeBytesMax = 32 * 1024 * 1024;
