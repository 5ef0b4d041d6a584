import { type Manifest, Problem } from "@second/contracts";

export interface TreeLimits {
  fileBytesMax: number;
  totalBytesMax: number;
  filesMax: number;
}

const mebibyte = 1024 * 1024;
export const sourceLimits: TreeLimits = {
  fileBytesMax: mebibyte,
  totalBytesMax: 12 * mebibyte,
  filesMax: 2_000,
};
export const artifactLimits: TreeLimits = { ...sourceLimits, fileBytesMax: 4 * mebibyte };
const warningBytes = 8 * mebibyte;

/** Megabytes with one digit, as people read sizes here. */
const inMegabytes = (bytes: number): string => `${(bytes / mebibyte).toFixed(1)} MB`;

/** The sum of a manifest's sizes in bytes. */
export function totalBytes(manifest: Manifest): number {
  return Object.values(manifest).reduce((sum, file) => sum + file.sizeBytes, 0);
}

/** Throws `build.snapshot_limit` with path, size and limit when one file is too large. */
export function checkFileSize(path: string, sizeBytes: number, limits: TreeLimits): void {
  if (sizeBytes <= limits.fileBytesMax) return;
  throw new Problem("build.snapshot_limit", {
    detail: `${path} has ${inMegabytes(sizeBytes)}; a file may have ${inMegabytes(limits.fileBytesMax)}.`,
    extra: { path, sizeBytes, limitBytes: limits.fileBytesMax },
  });
}

/** Throws `build.snapshot_limit` when there are too many files or they are too large together. */
export function checkTotals(count: number, sizeBytes: number, limits: TreeLimits): void {
  if (count > limits.filesMax) {
    throw new Problem("build.snapshot_limit", {
      detail: `The app has more than ${limits.filesMax} files.`,
      extra: { count, limit: limits.filesMax },
    });
  }
  if (sizeBytes > limits.totalBytesMax) {
    throw new Problem("build.snapshot_limit", {
      detail: `The files have more than ${inMegabytes(limits.totalBytesMax)} together.`,
      extra: { sizeBytes, limitBytes: limits.totalBytesMax },
    });
  }
}

/** A sentence for people once source or artifact come near their limit, else null. */
export function sizeWarning(source: Manifest, artifact: Manifest): string | null {
  const largest = Math.max(totalBytes(source), totalBytes(artifact));
  if (largest < warningBytes) return null;
  const limit = inMegabytes(sourceLimits.totalBytesMax);
  return `The app has ${inMegabytes(largest)} of at most ${limit}. Move large files out of it soon.`;
}
