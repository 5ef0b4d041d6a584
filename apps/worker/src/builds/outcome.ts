import { type BuildResult, Problem, problemOf } from "@second/contracts";
import { isDiskFull } from "../blobs/index.ts";
import { diagnosticsMax, limitDiagnostics } from "./diagnostics.ts";
import { diagnostic } from "./structure.ts";

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** A result before its duration is known. */
export type Outcome = Without<BuildResult, "durationMs">;
type Failed = Extract<Outcome, { status: "failed" }>;

/** A failed outcome whose errors fit what is passed on. */
export function failed(failure: Omit<Failed, "status">): Failed {
  return { status: "failed", ...failure, errors: limitDiagnostics(failure.errors) };
}

const stages: Partial<Record<Problem["code"], string>> = {
  "build.dependency_refused": "dependencies",
  "build.dependencies_unavailable": "dependencies",
  "build.snapshot_limit": "snapshot",
  "build.file_refused": "snapshot",
  "system.disk_full": "snapshot",
};

/** Problems of the app's own making, and a full disk, are results; everything else stays an error. */
export function asFailure(error: unknown): Failed {
  const problem = isDiskFull(error) ? new Problem("system.disk_full") : problemOf(error);
  const stage = problem === null ? undefined : stages[problem.code];
  if (problem === null || stage === undefined) throw error;
  const { code, message, details } = problem;
  const path = details.extra?.path;
  const file = typeof path === "string" ? path : stage === "dependencies" ? "package.json" : "";
  return failed({ stage, code, errors: [diagnostic(file, code, message)], message });
}

/** One sentence for people about what was found. */
export function summary(typeErrors: number, bundleErrors: number): string {
  const count = (errors: number, what: string) =>
    errors === 0 ? [] : [`${errors} ${what}${errors === 1 ? "" : "s"}`];
  const found = [...count(typeErrors, "type error"), ...count(bundleErrors, "bundling error")].join(" and ");
  const shown = typeErrors + bundleErrors > diagnosticsMax ? ` The first ${diagnosticsMax} are listed.` : "";
  return `The app does not build: ${found}.${shown}`;
}
