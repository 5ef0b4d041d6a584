import type { BuildError } from "./blocks.ts";

/** Errors grouped by their file in the order of its first one, those of a file by line. */
export function errorsByFile(
  errors: readonly BuildError[],
): { file: string; errors: readonly BuildError[] }[] {
  const files = new Map<string, BuildError[]>();
  for (const error of errors) files.set(error.file, [...(files.get(error.file) ?? []), error]);
  return [...files].map(([file, ofFile]) => ({
    file,
    errors: ofFile.sort((a, b) => a.line - b.line || a.column - b.column),
  }));
}

const stages: Record<string, string> = {
  structure: "Project files",
  dependencies: "Packages",
  check: "Type check",
  bundle: "Bundle",
  snapshot: "Size of the app",
};

/** The step that a build failed in, as people read it; empty for one that has no name. */
export const stageName = (stage: string): string => stages[stage] ?? "";
