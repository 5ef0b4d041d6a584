import { createHash } from "node:crypto";
import { blobSizeBytesMax } from "../blobs.ts";
import { misuse } from "./misuse.ts";

const form = /^[0-9a-f]{64}$/;

export const isBlobName = (sha256: string): boolean => form.test(sha256);

/** @throws {StoreError} `store.misuse` unless the bytes are small enough and have this hash. */
export function checkBlob(sha256: string, bytes: Uint8Array): void {
  if (!isBlobName(sha256)) throw misuse("A blob is named by its SHA-256 in lower-case hex.");
  if (bytes.byteLength > blobSizeBytesMax) throw misuse("A blob has at most 32 MB.");
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw misuse(`The bytes of blob ${sha256} do not match its name.`);
  }
}
