import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { openBlobCache } from "../blobs/index.ts";
import type { Sandbox } from "../sandbox/index.ts";
import { asPlainUser } from "../testing/as-plain-user.ts";
import { openWorkspaces } from "../workspaces/index.ts";
import { createBuilds } from "./index.ts";

const app = { workspaceId: `ws_0${"a".repeat(25)}`, appId: `app_0${"a".repeat(25)}` };

async function write(directory: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

/** A sandbox whose builds succeed and leave directories with this mode and no compiler's memory behind. */
function playedSandbox(modeLeft: () => number): Sandbox {
  async function play(cache: string, output: string): Promise<void> {
    await chmod(join(cache, "inner"), 0o700).catch(() => undefined);
    await write(cache, { tsbuildinfo: "memory", "inner/file.txt": "x" });
    if (modeLeft() !== 0o700) await rm(join(cache, "tsbuildinfo"));
    const result = JSON.stringify({ check: { exitCode: 0, text: "" }, bundle: [] });
    await write(output, { "dist/index.html": "<main></main>", "result.json": result, "inner/file.txt": "x" });
    for (const closed of [join(cache, "inner"), join(output, "inner"), cache, output]) {
      await chmod(closed, modeLeft());
    }
  }
  return {
    report: () => ({ kind: "none", reason: null }),
    isolates: false,
    inside: ({ source }) => source,
    workspaceInside: (path) => path,
    spawn({ mounts }) {
      const [cache = "", output = ""] = mounts.writable.map(({ source }) => source);
      const end = { exitCode: 0, signal: null, breach: null, startError: null };
      return {
        ...{ pid: undefined, stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() },
        ended: play(cache, output).then(() => end),
        kill: () => undefined,
      };
    },
    close: () => undefined,
  };
}

it.each([
  ["for changes", 0o500, ["kept"]],
  // What cannot be measured is not kept.
  ["for readers", 0o300, []],
])("builds again after a build that closed its folders %s", (_, mode, kept) =>
  asPlainUser(async (home) => {
    let modeLeft = 0o700;
    await write(home, {
      "template/package.json": "{}",
      "template/index.html": "<main></main>",
      "template/src/main.tsx": "export {};",
    });
    const blobs = await openBlobCache({ directory: join(home, "blobs") });
    const workspaces = await openWorkspaces({
      directory: join(home, "workspaces"),
      blobs,
      templateDirectory: join(home, "template"),
    });
    const set = { key: "set", directory: join(home, "deps"), names: [] };
    const dependencies = { prepare: async () => set, prepareTemplate: async () => set };
    const builds = createBuilds({ workspaces, dependencies, blobs, sandbox: playedSandbox(() => modeLeft) });
    expect(await builds.warm()).toMatchObject({ status: "built" });
    await workspaces.sync(app, { fence: 1, manifest: null });
    modeLeft = mode;
    await builds.build(app);
    expect(await readdir(workspaces.cacheDirectory(app))).toEqual(kept);
    modeLeft = 0o700;
    expect(await builds.build(app)).toMatchObject({ status: "built" });
    await rm(home, { recursive: true });
  }),
);
