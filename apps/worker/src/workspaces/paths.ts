const pathBytesMax = 512;
const segmentBytesMax = 255;

/** Why a source path cannot be kept, in words that follow the path; null when it can. Pure. */
export function pathFault(path: string): string | null {
  if (path === "") return "is empty";
  if (Buffer.byteLength(path) > pathBytesMax) return `is longer than ${pathBytesMax} bytes`;
  for (const segment of path.split("/")) {
    if (segment === "" || segment === "." || segment === "..") return "is not a plain relative path";
    if (Buffer.byteLength(segment) > segmentBytesMax) return `has a name of over ${segmentBytesMax} bytes`;
    // A name that is not UTF-8 reads back with the replacement character and cannot be opened again.
    if (/[\\\p{Cc}\uFFFD]/u.test(segment)) return "has a character that names of files may not have";
    if (segment === "__proto__") return "has a name that files may not have";
  }
  return null;
}

const excludedAnywhere = new Set(["node_modules", "__pycache__"]);
const excludedOnTop = new Set(["attachments", "dist", "coverage"]);

/**
 * True for what belongs to no version: dot-files, installed packages, outputs, caches and attachments. Answers for an
 * entry of a directory whose parents are not excluded themselves. Pure.
 */
export function isExcluded(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.startsWith(".") || excludedAnywhere.has(name) || name.endsWith(".tsbuildinfo")) return true;
  return name === path && excludedOnTop.has(name);
}

/** True when the path or a directory on the way to it is excluded. Pure. */
export function isExcludedBelow(path: string): boolean {
  const segments = path.split("/");
  return segments.some((_, index) => isExcluded(segments.slice(0, index + 1).join("/")));
}
