import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type BlobCache, openBlobCache } from "../../blobs/index.ts";
import { type DependencySets, openDependencySets } from "../../dependencies/index.ts";
import { buildSdk } from "../../dependencies/testing/built-sdk.ts";
import { removeTree } from "../../files/index.ts";
import { createSandbox, type Sandbox, type SpawnLimits } from "../../sandbox/index.ts";
import { type AppKey, openWorkspaces, templateDirectory, type Workspaces } from "../../workspaces/index.ts";
import { type Builds, createBuilds } from "../index.ts";

/** A whole builder in a data directory of its own, on the real template. */
export interface Builder {
  home: string;
  blobs: BlobCache;
  workspaces: Workspaces;
  dependencies: DependencySets;
  sandbox: Sandbox;
  builds: Builds;
  withLimits(limits: Partial<SpawnLimits>): Builds;
  /** A new app from the template, with these files changed; null removes one. */
  app(files?: Record<string, string | null>): Promise<AppKey>;
  /** Changes files of an app as an agent does. */
  write(app: AppKey, files: Record<string, string | null>): Promise<void>;
  read(app: AppKey, path: string): Promise<string>;
  close(): Promise<void>;
}

export async function openBuilder(options: { isolated: boolean }): Promise<Builder> {
  buildSdk();
  const home = await mkdtemp(join(tmpdir(), "second-builds-"));
  const blobs = await openBlobCache({ directory: join(home, "blobs") });
  const workspaces = await openWorkspaces({ directory: join(home, "workspaces"), blobs, templateDirectory });
  const dependencies = await openDependencySets({
    directory: join(home, "deps"),
    templateDirectory,
    environment: { PATH: "/usr/local/bin:/usr/bin:/bin", npm_config_registry: "http://127.0.0.1:9" },
  });
  await dependencies.prepareTemplate();
  const searchPath = options.isolated ? "/usr/local/bin:/usr/bin:/bin" : "/nowhere";
  const sandbox = await createSandbox({ mode: "auto", searchPath });
  const parts = { workspaces, dependencies, blobs, sandbox };
  const builds = createBuilds(parts);
  let made = 0;

  const write: Builder["write"] = async (app, files) => {
    for (const [path, text] of Object.entries(files)) {
      const file = join(workspaces.directory(app), path);
      await mkdir(dirname(file), { recursive: true });
      if (text === null) await rm(file, { recursive: true, force: true });
      else await writeFile(file, text);
    }
  };

  return {
    ...parts,
    home,
    builds,
    write,
    withLimits: (limits) => createBuilds({ ...parts, limits }),
    async app(files = {}) {
      made += 1;
      const app = { workspaceId: `ws_0${"a".repeat(25)}`, appId: `app_0${String(made).padStart(25, "0")}` };
      await workspaces.sync(app, { fence: 1, manifest: null });
      await write(app, files);
      return app;
    },
    read: (app, path) => readFile(join(workspaces.directory(app), path), "utf8"),
    async close() {
      sandbox.close();
      await removeTree(home);
    },
  };
}
