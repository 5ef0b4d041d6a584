import { join } from "node:path";
import { type BuildResult, type Manifest, problemOf, type WorkerEvent } from "@second/contracts";
import type { BlobCache } from "../blobs/index.ts";
import { type DependencySet, type DependencySets, linkModules } from "../dependencies/index.ts";
import { openForOwner, removeTree } from "../files/index.ts";
import type { Mount, Sandbox, SpawnLimits } from "../sandbox/index.ts";
import { createSlots } from "../slots/index.ts";
import { type AppKey, createKeyedMutex, sizeWarning, type Workspaces } from "../workspaces/index.ts";
import { abortable } from "./abortable.ts";
import { bytesBelow, readArtifact } from "./artifact.ts";
import { asFailure, failed, type Outcome, summary } from "./outcome.ts";
import { buildLimits, depsMount, runInSandbox } from "./run-in-sandbox.ts";
import { diagnostic, structureFaults } from "./structure.ts";
import { createTypeSeed } from "./type-seed.ts";

export type BuildPhase = Extract<WorkerEvent, { type: "build" }>["phase"];

export interface Builds {
  /**
   * Checks and bundles the app's files as they are. An app's own faults are a `failed` result. Rejects with the
   * signal's reason when it aborts, with `sandbox.missing`, and when this machine fails.
   */
  build(input: {
    workspaceId: string;
    appId: string;
    /** Told as each phase starts, with the milliseconds since the build did. */
    onPhase?: (phase: BuildPhase, durationMs: number) => void;
    signal?: AbortSignal;
  }): Promise<BuildResult>;
  /**
   * Links the packages that the app declares into its `node_modules` and says which mount makes the links lead
   * somewhere in a jail. Falls back to the template's when what it declares cannot be had. `source` is the app's scan.
   * Rejects with the signal's reason when it aborts. Takes milliseconds when nothing is to be installed.
   */
  attachDependencies(app: AppKey, source: Manifest, signal?: AbortSignal): Promise<Mount>;
  /**
   * Builds the template. Call it when the worker starts: new apps then begin with its type check instead of none, and
   * the result tells whether building works here.
   */
  warm(): Promise<BuildResult>;
}

/** Where the template is built for {@link Builds.warm}; no app has these ids, which count from 1970. */
const templateApp: AppKey = { workspaceId: `ws_${"0".repeat(26)}`, appId: `app_${"0".repeat(26)}` };

/** What an app may keep on disk to make its next build faster. */
const cacheBytesMax = 1024 * 1024;

export function createBuilds(options: {
  workspaces: Workspaces;
  dependencies: DependencySets;
  blobs: BlobCache;
  sandbox: Sandbox;
  /** Builds at once on this worker. */
  buildsMax?: number;
  limits?: Partial<SpawnLimits>;
}): Builds {
  const { workspaces, dependencies, blobs, sandbox } = options;
  const slots = createSlots(options.buildsMax ?? 2);
  const limits = { ...buildLimits, ...options.limits };
  const mutex = createKeyedMutex();
  const seed = createTypeSeed();

  async function link(app: AppKey, set: DependencySet): Promise<void> {
    const target = join(sandbox.inside(depsMount(set)), "node_modules");
    const beside = workspaces.cacheDirectory(app);
    await linkModules({ files: workspaces.directory(app), beside, target, names: set.names });
  }

  async function buildNow(
    app: AppKey,
    tell: (phase: BuildPhase) => void,
    signal?: AbortSignal,
  ): Promise<Outcome> {
    const source = await workspaces.scan(app);
    const missing = structureFaults(source);
    if (missing.length > 0) {
      const message = `Files that every app needs are missing: ${missing.map((each) => each.file).join(", ")}.`;
      return failed({ stage: "structure", errors: missing, message });
    }
    tell("dependencies");
    const packageJson = await readPackageJson(source);
    if (packageJson === null) {
      const errors = [diagnostic("package.json", "structure", "package.json is not valid JSON.")];
      return failed({ stage: "structure", errors, message: "package.json is not valid JSON." });
    }
    const set = await abortable(dependencies.prepare(packageJson), signal);
    await link(app, set);
    tell("checking");
    const cache = join(workspaces.cacheDirectory(app), "kept");
    const output = join(workspaces.cacheDirectory(app), "output");
    await openForOwner(cache);
    await seed.plant(cache, set.key);
    try {
      const outcome = await runInSandbox({
        ...{ sandbox, set, files: workspaces.directory(app), cache, output, limits },
        onChecked: () => tell("bundling"),
        ...(signal === undefined ? {} : { signal }),
      });
      if (outcome.kind === "ended") return failed({ stage: "bundle", errors: [], message: outcome.why });
      const { typeErrors, errors } = outcome;
      if (errors.length > 0) {
        const message = summary(typeErrors.length, errors.length - typeErrors.length);
        return failed({ stage: typeErrors.length > 0 ? "check" : "bundle", errors, message });
      }
      const artifact = await readArtifact(output, blobs);
      if (artifact === null) {
        const message = "The bundle has no dist/index.html. Keep index.html in the app's main folder.";
        return failed({ stage: "bundle", errors: [], message });
      }
      if (!sameFiles(source, await workspaces.scan(app))) {
        const message = "Files changed while the app was built. Build again once nothing writes to it.";
        return failed({ stage: "snapshot", errors: [], message });
      }
      if (app === templateApp) await seed.take(cache, set.key);
      return { status: "built", source, artifact, warning: sizeWarning(source, artifact) };
    } finally {
      await removeTree(output);
      if ((await bytesBelow(cache)) > cacheBytesMax) await removeTree(cache);
    }
  }

  /** From the blobs, so that it is the very file that the manifest names. */
  async function readPackageJson(source: Manifest): Promise<unknown> {
    const bytes = await blobs.get(source["package.json"]?.sha256 ?? "");
    try {
      return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return null;
    }
  }

  async function build(
    app: AppKey,
    onPhase?: (phase: BuildPhase, durationMs: number) => void,
    signal?: AbortSignal,
  ): Promise<BuildResult> {
    const startedMs = performance.now();
    const durationMs = () => Math.round(performance.now() - startedMs);
    const tell = (phase: BuildPhase) => onPhase?.(phase, durationMs());
    const leave = workspaces.occupy(app);
    try {
      const outcome = await mutex.run(`${app.workspaceId}/${app.appId}`, async () => {
        const free = await slots.take(app.workspaceId, signal);
        return buildNow(app, tell, signal).catch(asFailure).finally(free);
      });
      tell(outcome.status === "built" ? "done" : "failed");
      return { ...outcome, durationMs: durationMs() };
    } finally {
      leave();
    }
  }

  return {
    build: ({ workspaceId, appId, onPhase, signal }) => build({ workspaceId, appId }, onPhase, signal),
    async warm() {
      await workspaces.sync(templateApp, { fence: 0, manifest: null });
      return build(templateApp);
    },
    async attachDependencies(app, source, signal) {
      const set = await readPackageJson(source)
        .then((packageJson) => abortable(dependencies.prepare(packageJson), signal))
        .catch((error) => {
          if (problemOf(error) === null) throw error;
          return abortable(dependencies.prepareTemplate(), signal);
        });
      await link(app, set);
      return depsMount(set);
    },
  };
}

const sameFiles = (a: Manifest, b: Manifest): boolean => JSON.stringify(a) === JSON.stringify(b);
