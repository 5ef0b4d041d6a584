import type { Manifest } from "@second/contracts";

export interface FileChange {
  path: string;
  kind: "added" | "changed" | "removed";
  /** Of the larger side. */
  sizeBytes: number;
}

/** Files that differ between two versions, by path. */
export function compareManifests(before: Manifest, after: Manifest): FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return paths.flatMap((path) => {
    const old = before[path];
    const now = after[path];
    if (old?.sha256 === now?.sha256) return [];
    const sizeBytes = Math.max(old?.sizeBytes ?? 0, now?.sizeBytes ?? 0);
    return [{ path, kind: !old ? "added" : !now ? "removed" : "changed", sizeBytes }];
  });
}

/** "391 KB": sizes of versions, in binary units. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${Math.round(kib)} KB` : `${(kib / 1024).toFixed(1)} MB`;
}
