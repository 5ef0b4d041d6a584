import { toolNames } from "./blocks.ts";
import type { Call } from "./transcript.ts";

/** The content that a whole `Read` of a file gave in this turn, the first time; null when it has none. */
export function contentOf(calls: readonly Call[], file: string): string | null {
  const call = calls.find(
    (each) =>
      each.name === toolNames.read && each.input.file_path === file && each.input.offset === undefined,
  );
  if (!call?.result || call.result.isError) return null;
  return withoutNumbers(call.result.text);
}

/** Runtimes show a file with numbered lines, and may add notices for models. */
function withoutNumbers(shown: string): string {
  const plain = shown.replaceAll(/\n*<system-reminder>[\s\S]*?(<\/system-reminder>|$)/g, "");
  const lines = plain.split("\n");
  const numbered = lines.every(
    (line, index) => /^\s*\d+(→|\t)/.test(line) || (index === lines.length - 1 && line === ""),
  );
  const bare = numbered ? lines.map((line) => line.replace(/^\s*\d+(→|\t)/, "")) : lines;
  return bare.join("\n");
}

/** True when two files differ in nothing but the end of their last line, which reading does not tell. */
export const isSame = (left: string, right: string): boolean =>
  left.replace(/\n+$/, "") === right.replace(/\n+$/, "");

/** The paths below the working directory that a `Glob` of this turn found; null before it has an answer. */
export function foundPaths(calls: readonly Call[], folder: string): string[] | null {
  const call = calls.find((each) => each.name === toolNames.find);
  if (!call?.result) return null;
  if (call.result.isError) return [];
  return call.result.text
    .split("\n")
    .map((line) => line.trim().replace(`${folder}/`, ""))
    .filter((path) => path.startsWith("src/features/"))
    .sort();
}
