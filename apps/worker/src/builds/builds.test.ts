import { lstat, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { BuildResult } from "@second/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppKey } from "../workspaces/index.ts";
import { createBuilds } from "./index.ts";
import { type Builder, openBuilder } from "./testing/builder.ts";

type Built = Extract<BuildResult, { status: "built" }>;
type Failed = Extract<BuildResult, { status: "failed" }>;

const built = (result: BuildResult): Built => {
  expect(result).toMatchObject({ status: "built" });
  return result as Built; // Just checked.
};
const failed = (result: BuildResult): Failed => {
  expect(result).toMatchObject({ status: "failed" });
  return result as Failed; // Just checked.
};
/** Code of the app that runs while it is bundled: Tailwind loads plugins that style sheets name. */
const plugin = (code: string) => ({
  "src/main.tsx": 'import "./plugin.css";\n',
  "src/plugin.css": '@import "tailwindcss";\n@plugin "./plugin.mjs";\n',
  "src/plugin.mjs": `import fs from "node:fs";\nimport net from "node:net";\n${code}\nexport default () => {};\n`,
});
/** What such code threw is the only way to hear of it. */
const heard = (result: BuildResult) =>
  failed(result)
    .errors.map((error) => error.message)
    .join("\n");

async function bytesBelow(directory: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(directory, { recursive: true })) {
    bytes += (await lstat(join(directory, entry))).size;
  }
  return bytes;
}

let builder: Builder;

describe("in a jail", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    builder = await openBuilder({ isolated: true });
    expect(builder.sandbox.report()).toEqual({ kind: "bwrap", reason: null });
  }, 120_000);
  afterAll(() => builder.close());

  it("[BLD-1] builds the template and keeps source and artifact as blobs", async () => {
    const app = await builder.app();
    const phases: string[] = [];
    const result = built(await builder.builds.build({ ...app, onPhase: (phase) => phases.push(phase) }));
    expect(phases).toEqual(["dependencies", "checking", "bundling", "done"]);
    expect(result.warning).toBeNull();
    expect(result.source).toEqual(await builder.workspaces.scan(app));
    const all = [...Object.values(result.source), ...Object.values(result.artifact)];
    expect(builder.blobs.missing(all.map((file) => file.sha256))).toEqual([]);

    const page = new TextDecoder().decode(
      (await builder.blobs.get(result.artifact["index.html"]?.sha256 ?? "")) ?? undefined,
    );
    expect(page).toMatch(/src="\.\/assets\/index-[\w-]+\.js"/);
    const scripts = Object.keys(result.artifact).filter((path) => path.endsWith(".js"));
    expect(scripts.every((path) => /^assets\/[\w.-]+-[\w-]{8}\.js$/.test(path))).toBe(true);
  });

  it("[WSP-2] lets every new app use the components and the SDK that really exist", async () => {
    const app = await builder.app();
    const source = await builder.workspaces.scan(app);
    expect(await builder.read(app, "src/lib/second-sdk.ts")).toContain('from "@second/app-sdk"');
    const components = Object.keys(source).filter((path) => /^src\/components\/[\w-]+\.tsx$/.test(path));
    expect(components.length).toBeGreaterThanOrEqual(20);
    const imports = components.map((path) => path.replace(/^src\/(.+)\.tsx$/, 'import "@/$1";\n'));
    const uses =
      'import { useCollection } from "@/lib/second-sdk";\nuseCollection<{ name: string }>("things").data[0]?.name.trim();\n';
    await builder.write(app, { "src/everything.ts": imports.join("") + uses });
    built(await builder.builds.build(app));
  });

  it("[HEAL-2] keeps a map beside the bundle that names the app's source and holds none of it", async () => {
    const { artifact } = built(await builder.builds.build(await builder.app()));
    const [path = ""] = Object.keys(artifact).filter((each) => each.endsWith(".js.map"));
    const bytes = await builder.blobs.get(artifact[path]?.sha256 ?? "");
    const map = JSON.parse(Buffer.from(bytes ?? []).toString()) as { sources: string[] };
    expect(map.sources).toContain("src/app.tsx");
    expect(
      map.sources.filter((each) => !/^(?:src|node_modules)\//.test(each) && !each.includes("\0")),
    ).toEqual([]);
    expect(map).not.toHaveProperty("sourcesContent");
  });

  it("[BLD-1] gives the same artifact for the same source, in whatever app", async () => {
    const [one, two] = [await builder.app(), await builder.app()];
    const [first, second] = await Promise.all([builder.builds.build(one), builder.builds.build(two)]);
    expect(built(first).artifact).toEqual(built(second).artifact);
    expect(built(first).source).toEqual(built(second).source);
  });

  it("[DEP-1] links what the app may import, costs little disk, and mends what an app did to it", async () => {
    const app = await builder.app();
    built(await builder.builds.build(app));
    const modules = join(builder.workspaces.directory(app), "node_modules");
    expect(await readlink(join(modules, "react"))).toBe("/deps/node_modules/react");
    expect(await readdir(join(modules, "@second"))).toEqual(["app-sdk"]);
    const beside = await bytesBelow(join(modules, "..", ".."));
    const own = Object.values(await builder.workspaces.scan(app)).reduce(
      (sum, file) => sum + file.sizeBytes,
      0,
    );
    expect(beside - own).toBeLessThan(2 * 1024 * 1024);

    const outside = join(builder.home, "outside");
    await writeFile(outside, "theirs");
    await builder.write(app, { "node_modules/react": null, "node_modules/planted/index.js": "x" });
    await symlink(outside, join(modules, "react"));
    built(await builder.builds.build(app));
    expect(await readlink(join(modules, "react"))).toBe("/deps/node_modules/react");
    expect(await readdir(modules)).not.toContain("planted");
    expect(await readFile(outside, "utf8")).toBe("theirs");
  });

  it("[BLD-1] reports type errors with file, line and column, and bundling errors elsewhere beside them", async () => {
    const app = await builder.app({
      "src/wrong.ts": 'export const count: number = "three";\n',
      "src/styles/broken.css": ".a { color: ",
      "src/main.tsx": 'import "./styles/broken.css";\nimport "./wrong.ts";\n',
    });
    const result = failed(await builder.builds.build(app));
    expect(result.stage).toBe("check");
    expect(result.errors[0]).toEqual({
      file: "src/wrong.ts",
      line: 1,
      column: 14,
      code: "TS2322",
      message: "Type 'string' is not assignable to type 'number'.",
    });
    expect(result.errors.map((error) => error.file)).toContain("src/styles/broken.css");
    expect(result.message).toBe("The app does not build: 1 type error and 1 bundling error.");
  });

  it("[BLD-1] reports an import that nothing provides", async () => {
    const app = await builder.app({ "src/main.tsx": 'import leftPad from "left-pad";\nleftPad("x");\n' });
    const result = failed(await builder.builds.build(app));
    expect(result.stage).toBe("check");
    expect(result.errors.map((error) => error.code)).toContain("TS2307");
    expect(JSON.stringify(result)).not.toContain(builder.home);
  });

  it("[BLD-1] reports what only the bundler finds", async () => {
    const app = await builder.app({ "index.html": '<script type="module" src="/src/gone.tsx"></script>' });
    expect(failed(await builder.builds.build(app))).toMatchObject({ stage: "bundle" });
    await builder.write(app, { "index.html": '<script type="module" src="/src/main.tsx"></script>' });
    built(await builder.builds.build(app));
  });

  it("[BLD-1] says which files every app needs", async () => {
    const app = await builder.app({ "index.html": null, "src/main.tsx": null });
    const result = failed(await builder.builds.build(app));
    expect(result.stage).toBe("structure");
    expect(result.errors.map((error) => error.file)).toEqual(["index.html", "src/main.tsx"]);
    const unreadable = await builder.app({ "package.json": "{" });
    expect(failed(await builder.builds.build(unreadable))).toMatchObject({
      stage: "structure",
      errors: [{ file: "package.json" }],
    });
  });

  it("[DEP-2] refuses a forbidden dependency", async () => {
    const app = await builder.app({ "package.json": '{"dependencies": {"react": "github:facebook/react"}}' });
    expect(failed(await builder.builds.build(app))).toMatchObject({
      stage: "dependencies",
      code: "build.dependency_refused",
      errors: [{ file: "package.json", message: expect.stringContaining("react") }],
    });
  });

  it("[SNAP-1] [SNAP-2] refuses links and files over the limit, and keeps nothing of them", async () => {
    const app = await builder.app();
    await symlink("/etc/passwd", join(builder.workspaces.directory(app), "src/users.txt"));
    expect(failed(await builder.builds.build(app))).toMatchObject({
      stage: "snapshot",
      code: "build.file_refused",
      errors: [{ file: "src/users.txt" }],
    });
    await builder.write(app, { "src/users.txt": null, "public/large.txt": "x".repeat(1024 * 1024 + 1) });
    expect(failed(await builder.builds.build(app))).toMatchObject({
      stage: "snapshot",
      code: "build.snapshot_limit",
      message: expect.stringContaining("public/large.txt"),
    });
  });

  it("[SNAP-1] refuses an artifact file of over 4 MB", async () => {
    const parts = Array.from({ length: 5 }, (_, part) => `part${part}`);
    const texts = parts.map((part) => [
      `src/${part}.ts`,
      `export const ${part} = "${"x".repeat(1_000_000)}";\n`,
    ]);
    const imports = parts.map((part) => `import { ${part} } from "./${part}";\ndocument.title += ${part};\n`);
    const app = await builder.app({ ...Object.fromEntries(texts), "src/main.tsx": imports.join("") });
    expect(failed(await builder.builds.build(app))).toMatchObject({
      stage: "snapshot",
      code: "build.snapshot_limit",
      message: expect.stringMatching(/^assets\/index-.*\.js has 4\.\d MB; a file may have 4\.0 MB\.$/),
    });
  });

  it("[BLD-1] fails when there is no page in the end", async () => {
    const app = await builder.app(plugin('process.on("exit", () => fs.rmSync("/output/dist/index.html"));'));
    expect(failed(await builder.builds.build(app))).toMatchObject({
      stage: "bundle",
      message: expect.stringContaining("dist/index.html"),
    });
  });

  it("[WSP-3] fails with system.disk_full when the artifact finds no room, and keeps nothing of it", async () => {
    const app = await builder.app();
    const { workspaces, dependencies, sandbox } = builder;
    const put = () => Promise.reject(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
    const full = createBuilds({ workspaces, dependencies, sandbox, blobs: { ...builder.blobs, put } });
    expect(failed(await full.build(app))).toMatchObject({ stage: "snapshot", code: "system.disk_full" });
    expect(await readdir(workspaces.cacheDirectory(app))).toEqual(["kept"]);
  });

  it("fails when files change while it builds, so that a version's artifact is always that of its source", async () => {
    const app = await builder.app(plugin('fs.writeFileSync("/workspace/src/late.ts", "export {};");'));
    expect(failed(await builder.builds.build(app))).toMatchObject({ stage: "snapshot", errors: [] });
  });

  it("reads no configuration of the app", async () => {
    const app = await builder.app({
      "vite.config.ts": 'throw new Error("read");',
      "postcss.config.js": 'throw new Error("read");',
      ".env": "VITE_PLANTED=planted",
      "tsconfig.json": '{"compilerOptions": {"strict": false}, "files": []}',
      "src/loose.ts": "export function loose(value) {\n  return value;\n}\n",
    });
    const result = failed(await builder.builds.build(app));
    expect(result.errors).toEqual([expect.objectContaining({ file: "src/loose.ts", code: "TS7006" })]);
    const uses = 'document.title = import.meta.env.VITE_PLANTED ?? "nothing is set";\n';
    await builder.write(app, { "src/main.tsx": 'import "./loose";\n', "src/loose.ts": uses });
    const text = await textOf(builder, built(await builder.builds.build(app)).artifact);
    expect(text).toContain("nothing is set");
    expect(text).not.toContain("planted");
  });

  it("[BLD-3] has no network and sees no other app, no secret and no environment of the worker", async () => {
    const other = await builder.app({ "src/private.ts": "export {};" });
    const secret = join(builder.home, "secrets.txt");
    await writeFile(secret, "secret");
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const attempts = `
  const seen = [];
  const attempt = async (name, work) => { try { await work(); seen.push(name); } catch {} };
  const connect = (port, host) => new Promise((resolve, reject) => {
    const socket = net.connect(port, host, resolve); socket.on("error", reject); socket.setTimeout(2000, reject);
  });
  await attempt("shadow", () => fs.readFileSync("/etc/shadow"));
  await attempt("secret", () => fs.readFileSync(${JSON.stringify(secret)}));
  await attempt("other app", () => fs.readdirSync(${JSON.stringify(builder.workspaces.directory(other))}));
  await attempt("data directory", () => fs.readdirSync(${JSON.stringify(builder.home)}));
  await attempt("write deps", () => fs.writeFileSync("/deps/node_modules/react/index.js", "x"));
  await attempt("loopback", () => connect(${port}, "127.0.0.1"));
  await attempt("address", () => connect(53, "1.1.1.1"));
  await attempt("processes", () => { if (fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length > 20) return; throw 0; });
  throw new Error("SEEN " + JSON.stringify({ seen, env: Object.keys(process.env).sort() }));`;
    const app = await builder.app(plugin(attempts));
    const said = heard(await builder.builds.build(app));
    server.close();
    const { seen, env } = JSON.parse(/SEEN (\{.*?\})/.exec(said)?.[1] ?? "{}");
    expect(seen).toEqual([]);
    expect(env).toEqual(expect.arrayContaining(["HOME", "NODE_ENV", "PATH"]));
    for (const name of env)
      expect(["HOME", "LANG", "NODE_ENV", "PATH", "PWD", "TMPDIR", "TZ"]).toContain(name);
  });

  it("[BLD-3] ends a build that needs too much memory or time, and goes on with the next", async () => {
    const hog = await builder.app(
      plugin(
        "const held = []; for (;;) { held.push(Buffer.alloc(2e7, 1)); await new Promise((r) => setTimeout(r, 20)); }",
      ),
    );
    const small = builder.withLimits({ residentBytesMax: 600 * 1024 * 1024 });
    expect(failed(await small.build(hog))).toMatchObject({
      stage: "bundle",
      message: expect.stringContaining("memory"),
    });
    const slow = await builder.app(plugin("await new Promise(() => setInterval(() => {}, 1000));"));
    const short = builder.withLimits({ durationMsMax: 2_500 });
    expect(failed(await short.build(slow))).toMatchObject({
      stage: "bundle",
      message: expect.stringContaining("120 s"),
    });
    await builder.write(hog, { "src/plugin.mjs": "export default function () {}" });
    built(await builder.builds.build(hog));
  });

  it("stops at once when it is cancelled, while waiting and while running, and leaves nothing behind", async () => {
    const app = await builder.app(plugin("await new Promise(() => setInterval(() => {}, 1000));"));
    const cancel = new AbortController();
    const running = builder.builds.build({
      ...app,
      signal: cancel.signal,
      onPhase: (phase) => phase === "bundling" && cancel.abort(new Error("stopped")),
    });
    const waiting = builder.builds.build({ ...app, signal: cancel.signal });
    await expect(running).rejects.toThrow("stopped");
    await expect(waiting).rejects.toThrow("stopped");
    expect(await readdir(builder.workspaces.cacheDirectory(app))).not.toContain("output");
  });

  it("[BLD-1] starts a new app from the type check of the template, without following what a build left there", async () => {
    expect(await builder.builds.warm()).toMatchObject({ status: "built" });
    const app = await builder.app();
    const outside = join(builder.home, "written-outside");
    const planted = plugin(`fs.rmSync("/cache/tsbuildinfo", { force: true });
  fs.symlinkSync(${JSON.stringify(outside)}, "/cache/tsbuildinfo");`);
    built(await builder.builds.build(app));
    await builder.write(app, planted);
    await builder.builds.build(app);
    await builder.builds.build(app);
    expect(await readdir(builder.home)).not.toContain("written-outside");
  });

  it("[DEP-1] readies a directory for an agent, with the template's packages when its own cannot be had", async () => {
    const app = await builder.app({ "package.json": '{"dependencies": {"react": "file:.."}}' });
    const mount = await builder.builds.attachDependencies(app, await builder.workspaces.scan(app));
    expect(mount).toEqual({
      source: (await builder.dependencies.prepareTemplate()).directory,
      target: "/deps",
    });
    const modules = join(builder.workspaces.directory(app), "node_modules");
    expect(await readdir(modules)).toContain("lucide-react");
  });
});

describe("without isolation", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    builder = await openBuilder({ isolated: false });
    expect(builder.sandbox.report().kind).toBe("none");
  }, 120_000);
  afterAll(() => builder.close());

  it("[BLD-1] builds as a plain process, on the real directories", async () => {
    const app = await builder.app();
    const { artifact } = built(await builder.builds.build(app));
    expect(Object.keys(artifact)).toContain("index.html");
    const set = await builder.dependencies.prepareTemplate();
    const modules = join(builder.workspaces.directory(app), "node_modules");
    expect(await readlink(join(modules, "react"))).toBe(join(set.directory, "node_modules/react"));
    const text = await textOf(builder, artifact);
    expect(text).not.toContain(builder.home);
  });

  it("[BLD-1] reports errors with the app's own paths", async () => {
    const app: AppKey = await builder.app({
      "src/wrong.ts": "export const count: number = '';\n",
      "src/main.tsx": 'import "./wrong";\nimport "./gone.css";\n',
    });
    const result = failed(await builder.builds.build(app));
    expect(result.errors.map((error) => error.file)).toContain("src/wrong.ts");
    expect(JSON.stringify(result)).not.toContain(builder.home);
  });
});

async function textOf({ blobs }: Builder, artifact: Built["artifact"]): Promise<string> {
  const texts = Object.entries(artifact)
    .filter(([path]) => /\.(html|js|css)$/.test(path))
    .map(async ([, file]) => new TextDecoder().decode((await blobs.get(file.sha256)) ?? undefined));
  return (await Promise.all(texts)).join("\n");
}
