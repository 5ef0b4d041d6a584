import { type BuildResult, withoutParticulars } from "@second/contracts";

/** Equal for failures of one cause: stage, and each error's code and words without numbers, ids and places. */
export function buildSignature(build: Extract<BuildResult, { status: "failed" }>): string {
  const words = build.errors.map(
    (error) => `${error.file} ${error.code} ${withoutParticulars(error.message)}`,
  );
  return [build.stage, ...words.sort()].join("\n").slice(0, 4000);
}
