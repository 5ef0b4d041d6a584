import type { AppSpec } from "../spec/app-spec.ts";
import { appFile } from "../write/app-file.ts";
import { featureFiles } from "../write/files.ts";
import { type Block, doneBuilding, read, text, toolNames } from "./blocks.ts";
import { type BuildResult, readBuildResult } from "./build-result.ts";
import { type FileWork, isReadOf, progressOf } from "./file-work.ts";
import { appPath, type Project, restoring } from "./project.ts";
import type { Call, Transcript } from "./transcript.ts";

/** Files that are mended after a failed build. */
const filesMax = 5;

/** A change of files and what is said about it. */
export interface Job {
  work: readonly FileWork[];
  spec: AppSpec;
  project: Project;
  /** Names the change, for the build and for the case that it is left out. */
  summary: string;
  /** Said when it stands. */
  closing: string;
}

/**
 * Does the work, builds, and ends with a sentence. A failed build: the named lines are read and those files written
 * anew; when it fails again all files go back to what they were, and what was left out is said.
 */
export function finish(job: Job, { current, folder }: Transcript): Block[] {
  const { calls } = current;
  const builds = calls
    .map((call, index) => ({ call, index }))
    .filter(({ call }) => call.name === toolNames.done);
  const stages = stagesOf(job, builds[0]?.call);
  const last = builds.at(-1);
  const done = stages[builds.length - 1]?.name;
  const result = last ? readBuildResult(last.call) : null;
  if (result?.kind === "waiting") return [];
  if (result?.kind === "complete") return [text(done === "restore" ? leftOut(job) : job.closing)];
  if (result?.kind === "refused") return [text(`I could not build the app: ${result.message}`)];

  const stage = stages[builds.length];
  if (!stage) return [text(`The app does not build, even as it was before: ${errorIn(result)}`)];
  const place = { folder, from: (last?.index ?? -1) + 1 };
  const reads = stage.name === "mend" && result ? linesToRead(result, calls, place) : [];
  if (reads.length > 0) return [text("It does not build yet, so I read the lines that are named."), ...reads];
  const progress = progressOf(stage.work, calls, place);
  if (progress.kind === "stopped")
    return [text(`${progress.path} could not be changed, so I stopped there.`)];
  if (progress.kind === "done") {
    return [
      doneBuilding(stage.name === "restore" ? `Back to what it was, without: ${job.summary}` : job.summary),
    ];
  }
  return progress.blocks;
}

interface Stage {
  name: "work" | "mend" | "restore";
  work: readonly FileWork[];
}

/** Each ends with a build; the next begins when that fails. Without a file of the demo's to mend, none is mended. */
function stagesOf(job: Job, firstBuild: Call | undefined): Stage[] {
  const mend = mending(job, firstBuild);
  return [
    { name: "work", work: job.work },
    ...(mend.length > 0 ? [{ name: "mend" as const, work: mend }] : []),
    { name: "restore", work: restoring(job.work, job.project) },
  ];
}

/** The files that errors name, written anew from the spec; empty when they are none of the demo's. */
function mending({ spec, project }: Job, build: Call | undefined): FileWork[] {
  const result = build ? readBuildResult(build) : null;
  if (result?.kind !== "failed") return [];
  const files = featureFiles(spec);
  const app = appFile(project.get(appPath) ?? "", spec);
  if (app !== null) files.set(appPath, app);
  const named = [...new Set(result.errors.map(({ file }) => file))].slice(0, filesMax);
  return named.flatMap((path): FileWork[] => {
    const content = files.get(path);
    return content === undefined ? [] : [{ kind: "write", path, content }];
  });
}

function linesToRead(
  result: BuildResult,
  calls: readonly Call[],
  place: { folder: string; from: number },
): Block[] {
  if (result.kind !== "failed") return [];
  const since = calls.slice(place.from);
  const firsts = result.errors.filter(
    ({ file }, index) => file !== "" && result.errors.findIndex((other) => other.file === file) === index,
  );
  return firsts
    .slice(0, filesMax)
    .filter(({ file }) => !since.some((call) => isReadOf(call, `${place.folder}/${file}`)))
    .map(({ file, line }) => read(`${place.folder}/${file}`, { offset: Math.max(1, line - 5), limit: 20 }));
}

const leftOut = ({ summary }: Job): string =>
  `It did not build with “${summary}”, so I left that out: the files are as they were before.`;

function errorIn(result: BuildResult | null): string {
  if (result?.kind !== "failed") return "the build gave no answer.";
  const [error] = result.errors;
  return error ? `${error.file} line ${error.line}: ${error.message}` : result.message;
}
