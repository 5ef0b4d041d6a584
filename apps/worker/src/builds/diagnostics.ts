import { stripVTControlCharacters } from "node:util";
import type { BuildDiagnostic } from "@second/contracts";
import { z } from "zod";
import { diagnostic } from "./structure.ts";

export const diagnosticsMax = 50;
const diagnosticsBytesMax = 200 * 1024;
const messageLengthMax = 4_000;

const located = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;
const general = /^error (TS\d+): (.*)$/;

/** Reads what `tsc --pretty false` prints; further lines of a message are indented. Pure. */
export function parseTypeErrors(text: string): BuildDiagnostic[] {
  const found: BuildDiagnostic[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, file, row, column, code, message] = located.exec(line) ?? [];
    if (file !== undefined && code !== undefined && message !== undefined) {
      found.push({ file, line: Number(row), column: Number(column), code, message });
      continue;
    }
    const [, generalCode, generalMessage] = general.exec(line) ?? [];
    const last = found.at(-1);
    if (generalCode !== undefined && generalMessage !== undefined) {
      found.push(diagnostic("", generalCode, generalMessage));
    } else if (last !== undefined && /^\s+\S/.test(line)) {
      last.message += `\n${line.trimEnd()}`;
    }
  }
  return found;
}

export const bundleErrorSchema = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  plugin: z.string(),
  message: z.string(),
});

/** A bundler's error with colours and the builder's own paths taken out. `root` is the workspace as the build saw it. */
export function fromBundler(
  error: z.infer<typeof bundleErrorSchema>,
  { root, set }: { root: string; set: string },
): BuildDiagnostic {
  const clean = (text: string) =>
    stripVTControlCharacters(text).replaceAll(`${root}/`, "").replaceAll(`${set}/`, "");
  const message = clean(error.message).trim();
  const file = clean(error.file).replace(/^\0/, "").replace(/\?.*$/, "");
  const [, shownFile = "", line, column] = /╭─\[ (.+?):(\d+):(\d+) \]/.exec(message) ?? [];
  if (file === "" && shownFile !== "") {
    return { file: shownFile, line: Number(line), column: Number(column), code: error.plugin, message };
  }
  return { file, line: error.line, column: error.column, code: error.plugin, message };
}

/** Type errors, then what the bundler found elsewhere: both stumble over the same line of broken syntax. Pure. */
export function withoutEchoes(
  typeErrors: readonly BuildDiagnostic[],
  bundleErrors: readonly BuildDiagnostic[],
): BuildDiagnostic[] {
  const seen = new Set(typeErrors.map(({ file, line }) => `${file}:${line}`));
  return [...typeErrors, ...bundleErrors.filter(({ file, line }) => !seen.has(`${file}:${line}`))];
}

/** At most 50 of them and 200 KB together, each message at most 4,000 characters. Pure. */
export function limitDiagnostics(all: readonly BuildDiagnostic[]): BuildDiagnostic[] {
  const kept: BuildDiagnostic[] = [];
  let bytes = 0;
  for (const each of all.slice(0, diagnosticsMax)) {
    const message =
      each.message.length > messageLengthMax ? `${each.message.slice(0, messageLengthMax)}…` : each.message;
    bytes += Buffer.byteLength(JSON.stringify({ ...each, message }));
    if (bytes > diagnosticsBytesMax) break;
    kept.push({ ...each, message });
  }
  return kept;
}
