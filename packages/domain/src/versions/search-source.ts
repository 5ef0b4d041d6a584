import type { FoundFile, FoundLine, SourceSearchView } from "@second/contracts";
import type { AppAccess } from "../access/access.ts";
import type { Platform } from "../platform.ts";
import { readManifest, type SourcePlace } from "./read-source.ts";

const fileBytesMax = 512 * 1024;
const linesMax = 300;
const linesOfFileMax = 50;
const textLengthMax = 200;
const textBefore = 40;
const atOnce = 16;

/**
 * Lines of a source's text files that contain the words, whatever their case, by path. Bounded: what is left out is
 * told. It runs here and not in the browser, which would have to fetch every file first.
 * @throws `resource.not_found` for a version of another app
 */
export async function searchSource(
  platform: Platform,
  access: AppAccess,
  { words, ...place }: SourcePlace & { words: string },
): Promise<SourceSearchView> {
  const manifest = await readManifest(platform, access, place);
  const small = Object.entries(manifest).filter(([, { sizeBytes }]) => sizeBytes <= fileBytesMax);
  const paths = small.map(([path]) => path).sort();
  const found: FoundFile[] = [];
  let left = linesMax;
  for (let start = 0; start < paths.length && left > 0; start += atOnce) {
    const batch = paths.slice(start, start + atOnce);
    const texts = await Promise.all(batch.map((path) => textOf(platform, manifest[path]?.sha256 ?? "")));
    for (const [index, path] of batch.entries()) {
      const lines = linesWith(texts[index] ?? "", words).slice(0, Math.min(left, linesOfFileMax));
      left -= lines.length;
      if (lines.length > 0) found.push({ path, lines });
    }
  }
  return {
    files: found,
    isCut: left === 0 || found.some(({ lines }) => lines.length === linesOfFileMax),
    filesSkipped: Object.keys(manifest).length - small.length,
  };
}

/** Null for what is no text. */
async function textOf(platform: Platform, sha256: string): Promise<string | null> {
  const bytes = await platform.blobs.get(sha256);
  return !bytes || bytes.includes(0) ? null : Buffer.from(bytes).toString();
}

/** The lines of a text that contain the words, each cut around the first place. Pure. */
export function linesWith(text: string, words: string): FoundLine[] {
  const wanted = words.toLowerCase();
  return text.split(/\r?\n/).flatMap((line, index): FoundLine[] => {
    const column = line.toLowerCase().indexOf(wanted);
    if (column < 0) return [];
    const indent = line.length - line.trimStart().length;
    const start = Math.min(column, Math.max(indent, column - textBefore));
    const shown = line.slice(start, start + textLengthMax);
    return [{ line: index + 1, column: column + 1, text: shown, at: column - start }];
  });
}
