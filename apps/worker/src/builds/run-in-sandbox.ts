import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuildDiagnostic } from "@second/contracts";
import { z } from "zod";
import type { DependencySet } from "../dependencies/index.ts";
import { removeTree } from "../files/index.ts";
import type { Breach, Mount, Sandbox, SandboxEnd, SpawnLimits } from "../sandbox/index.ts";
import { readSmallFile } from "../workspaces/index.ts";
import { bundleErrorSchema, fromBundler, parseTypeErrors, withoutEchoes } from "./diagnostics.ts";
import { diagnostic } from "./structure.ts";

export const buildLimits: SpawnLimits = {
  residentBytesMax: 1.5 * 1024 ** 3,
  processesMax: 64,
  durationMsMax: 120_000,
};
const resultBytesMax = 4 * 1024 * 1024;

/** What check and bundle came to: all errors, those of types apart as well, or the limit that ended both. */
export type SandboxOutcome =
  | { kind: "finished"; typeErrors: BuildDiagnostic[]; errors: BuildDiagnostic[] }
  | { kind: "ended"; why: string };

const resultSchema = z.object({
  check: z.object({ exitCode: z.number().nullable(), text: z.string() }),
  bundle: z.array(bundleErrorSchema).nullable(),
});

/** Where builds and agents find a set; links in `node_modules` lead there. */
export const depsMount = (set: DependencySet): Mount => ({ source: set.directory, target: "/deps" });

/**
 * Checks types and bundles in one jail, without network. The bundle lies in `<output>/dist` afterwards. Kills the jail
 * and rejects with the signal's reason when it aborts.
 */
export async function runInSandbox(options: {
  sandbox: Sandbox;
  set: DependencySet;
  files: string;
  /** Kept from build to build. */
  cache: string;
  /** Emptied first. */
  output: string;
  limits: SpawnLimits;
  onChecked: () => void;
  signal?: AbortSignal;
}): Promise<SandboxOutcome> {
  const { sandbox, set, files, signal } = options;
  const deps = depsMount(set);
  const cache: Mount = { source: options.cache, target: "/cache" };
  const output: Mount = { source: options.output, target: "/output" };
  await removeTree(output.source);
  for (const mount of [cache, output]) await mkdir(mount.source, { recursive: true, mode: 0o700 });
  signal?.throwIfAborted();

  const root = sandbox.workspaceInside(files);
  const task = { root, cache: sandbox.inside(cache), output: sandbox.inside(output) };
  const process = sandbox.spawn({
    command: globalThis.process.execPath,
    args: [join(sandbox.inside(deps), "build.mjs"), JSON.stringify(task)],
    env: environment,
    mounts: { readOnly: [deps], writable: [cache, output] },
    workspacePath: files,
    network: "none",
    limits: options.limits,
  });
  const abort = () => process.kill();
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  process.stdin.end();
  process.stdout.once("data", options.onChecked);
  process.stdout.resume();
  const said = lastWords(process.stderr);
  const end = await process.ended;
  signal?.removeEventListener("abort", abort);
  signal?.throwIfAborted();

  const text = await readSmallFile(output.source, "result.json", resultBytesMax);
  const result = text === null ? null : parseResult(text);
  if (end.exitCode !== 0 || result === null) return { kind: "ended", why: endedBecause(end, said()) };
  const typeErrors = typeErrorsOf(result.check);
  const seen = { root, set: sandbox.inside(deps) };
  const bundleErrors = (result.bundle ?? []).map((error) => fromBundler(error, seen));
  return { kind: "finished", typeErrors, errors: withoutEchoes(typeErrors, bundleErrors) };
}

const environment = {
  PATH: `${dirname(globalThis.process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
  HOME: "/tmp",
  TMPDIR: "/tmp",
  LANG: "C.UTF-8",
  TZ: "UTC",
  NODE_ENV: "production",
};

function parseResult(text: string): z.infer<typeof resultSchema> | null {
  try {
    return resultSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function typeErrorsOf({ exitCode, text }: { exitCode: number | null; text: string }): BuildDiagnostic[] {
  const errors = parseTypeErrors(text);
  if (exitCode === 0 || errors.length > 0) return errors;
  return [diagnostic("", "tsc", `The type check ended unexpectedly. ${text.trim().slice(0, 1_000)}`)];
}

const breaches: Record<Breach, string> = {
  memory: "The build needed more than 1.5 GB of memory and was ended.",
  processes: "The build started too many processes and was ended.",
  duration: "The build took longer than 120 s and was ended.",
};

function endedBecause({ breach, exitCode, signal, startError }: SandboxEnd, said: string): string {
  if (breach !== null) return breaches[breach];
  if (startError !== null) return `The build could not be started: ${startError.message}`;
  return `The build ended unexpectedly (${signal ?? exitCode ?? "no result"}). ${said}`.trim();
}

/** The last 1,000 characters of a stream, read to its end. */
function lastWords(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.on("data", (chunk) => {
    text = `${text}${chunk}`.slice(-1_000);
  });
  return () => text.trim();
}
