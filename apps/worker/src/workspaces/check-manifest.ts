import { type Manifest, Problem } from "@second/contracts";
import { isSha256 } from "../blobs/index.ts";
import { isExcludedBelow, pathFault } from "./paths.ts";
import { checkFileSize, checkTotals, sourceLimits, totalBytes } from "./tree-limits.ts";

/**
 * Refuses a manifest that no scan could have made: unusable or excluded paths, a file that is also a directory, bad
 * hashes (`request.invalid`), or one beyond the source limits (`build.snapshot_limit`). Pure.
 */
export function checkManifest(manifest: Manifest): void {
  const paths = new Set(Object.keys(manifest));
  for (const path of paths) {
    const fault = pathFault(path) ?? (isExcludedBelow(path) ? "is never part of an app" : null);
    if (fault !== null) invalid(path, fault);
    const parent = parentsOf(path).find((directory) => paths.has(directory));
    if (parent !== undefined) invalid(path, `lies below ${parent}, which is a file`);
  }
  for (const [path, file] of Object.entries(manifest)) {
    if (!isSha256(file.sha256)) invalid(path, "has no SHA-256");
    if (file.sizeBytes < 0) invalid(path, "has a negative size");
    checkFileSize(path, file.sizeBytes, sourceLimits);
  }
  checkTotals(paths.size, totalBytes(manifest), sourceLimits);
}

/** `a/b/c` → `a`, `a/b`. */
export function parentsOf(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}

function invalid(path: string, why: string): never {
  throw new Problem("request.invalid", { detail: `${path} ${why}.`, extra: { path } });
}
