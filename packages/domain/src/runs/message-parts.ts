import { createHash } from "node:crypto";
import type { StoredMessage } from "@second/contracts";
import type { Blobs } from "@second/store";

type Part = StoredMessage["parts"][number];
const inlineBytesMax = 64 * 1024;
const outlined = "second-blob";

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Parts as they are stored: those over 64 KiB become blobs, durable before the record that names them. */
export async function packParts(blobs: Blobs, parts: readonly Part[]): Promise<Part[]> {
  return Promise.all(
    parts.map(async (part) => {
      const text = JSON.stringify(part);
      if (text.length <= inlineBytesMax) return part;
      const bytes = Buffer.from(text);
      const sha256 = sha256Of(bytes);
      await blobs.put(sha256, bytes);
      return { type: outlined, sha256 };
    }),
  );
}

/** The blobs that packed parts name. */
export const blobsOfParts = (parts: readonly Part[]): string[] =>
  parts.filter((part) => part.type === outlined).map((part) => String(part.sha256));

/** The reverse of {@link packParts}. A blob that is gone or damaged leaves a note in its place. */
export async function unpackParts(blobs: Blobs, parts: readonly Part[]): Promise<Part[]> {
  if (!parts.some((part) => part.type === outlined)) return [...parts];
  return Promise.all(
    parts.map(async (part) => {
      if (part.type !== outlined) return part;
      const bytes = await blobs.get(String(part.sha256));
      if (!bytes || sha256Of(bytes) !== part.sha256)
        return { type: "text", text: "(This part is no longer kept.)" };
      return JSON.parse(Buffer.from(bytes).toString()) as Part; // written by packParts
    }),
  );
}
