export { type BlobCache, blobSizeBytesMax, openBlobCache, sha256Of } from "./blob-cache.ts";
export { isSha256 } from "./blob-index.ts";
export { isDiskFull, writing } from "./disk-full.ts";
