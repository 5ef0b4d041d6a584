/**
 * Measures builds of the template app as `done_building` runs them, in a fresh data directory:
 * `npm run bench build`. A new app is scaffolded and built; then one file of it is
 * edited and it is built again. Prints the median and 95th percentile in milliseconds.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBlobCache } from "../../apps/worker/src/blobs/index.ts";
import { createBuilds } from "../../apps/worker/src/builds/index.ts";
import { openDependencySets } from "../../apps/worker/src/dependencies/index.ts";
import { createSandbox } from "../../apps/worker/src/sandbox/index.ts";
import { openWorkspaces } from "../../apps/worker/src/workspaces/index.ts";
import { row } from "./figures.ts";

const runs = Number(process.argv[2] ?? 9);
const templateDirectory = fileURLToPath(new URL("../../packages/app-template/template", import.meta.url));
const home = await mkdtemp(join(tmpdir(), "second-bench-"));
const samples: Record<"new app" | "edit" | "unchanged scan", number[]> = {
  "new app": [],
  edit: [],
  "unchanged scan": [],
};

try {
  const blobs = await openBlobCache({ directory: join(home, "blobs") });
  const workspaces = await openWorkspaces({ directory: join(home, "workspaces"), blobs, templateDirectory });
  const sandbox = await createSandbox({ mode: "auto", searchPath: "/usr/local/bin:/usr/bin:/bin" });
  const environment = process.env;
  const dependencies = await openDependencySets({
    directory: join(home, "deps"),
    templateDirectory,
    environment,
  });
  await measure("prepare the template's set", () => dependencies.prepareTemplate());
  const builds = createBuilds({ workspaces, dependencies, blobs, sandbox });
  await measure("build the template when the worker starts", () => builds.warm());

  for (let run = 0; run < runs; run += 1) {
    const app = { workspaceId: `ws_0${"a".repeat(25)}`, appId: `app_0${String(run).padStart(25, "0")}` };
    samples["new app"].push(
      await timed(async () => {
        await workspaces.sync(app, { fence: 1, manifest: null });
        await mustBuild(app);
      }),
    );
    const page = join(workspaces.directory(app), "src/app.tsx");
    await writeFile(page, `${await readFile(page, "utf8")}\n// edited\nexport const edited = ${run};\n`);
    samples.edit.push(await timed(() => mustBuild(app)));
    await workspaces.scan(app);
    samples["unchanged scan"].push(await timed(() => workspaces.scan(app)));
  }
  for (const [name, values] of Object.entries(samples)) row(name, values, "ms");

  async function mustBuild(app: { workspaceId: string; appId: string }): Promise<void> {
    const result = await builds.build(app);
    if (result.status !== "built") throw new Error(JSON.stringify(result, null, 2));
  }
} finally {
  await rm(home, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  row(name, [await timed(work)], "ms");
}
