import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Manifest } from "@second/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BlobCache, openBlobCache, sha256Of } from "../blobs/index.ts";
import { type AppKey, openWorkspaces, type Workspaces } from "./index.ts";

const id = (prefix: string, letter: string) => `${prefix}_0${letter.repeat(25)}`;
const app: AppKey = { workspaceId: id("ws", "a"), appId: id("app", "a") };
const appNumber = (letter: string): AppKey => ({ workspaceId: id("ws", "a"), appId: id("app", letter) });

let home: string;
let blobs: BlobCache;
let workspaces: Workspaces;
const bytesOf = (text: string) => new TextEncoder().encode(text);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "second-workspaces-"));
  await write(join(home, "template"), {
    "index.html": "<html></html>",
    "src/main.tsx": "main",
    "CLAUDE.md": "How to work here",
    "src/.gitkeep": "",
    "node_modules/react/index.js": "installed",
  });
  blobs = await openBlobCache({ directory: join(home, "blobs") });
  workspaces = await open();
});
afterEach(() => rm(home, { recursive: true, force: true }));

const open = (options: Partial<Parameters<typeof openWorkspaces>[0]> = {}) =>
  openWorkspaces({
    directory: join(home, "workspaces"),
    blobs,
    templateDirectory: join(home, "template"),
    ...options,
  });

async function write(directory: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

async function manifestOf(files: Record<string, string>): Promise<Manifest> {
  const manifest: Manifest = {};
  for (const [path, text] of Object.entries(files)) {
    const bytes = bytesOf(text);
    await blobs.put(sha256Of(bytes), bytes);
    manifest[path] = { sha256: sha256Of(bytes), sizeBytes: bytes.byteLength };
  }
  return manifest;
}

const sync = async (files: Record<string, string>, key = app) =>
  workspaces.sync(key, { fence: 1, manifest: await manifestOf(files) });
const inApp = (path: string, key = app) => join(workspaces.directory(key), path);

describe("a new app", () => {
  it("[WSP-2] starts as a clean copy of the template, with one guide under both names", async () => {
    expect(await workspaces.sync(app, { fence: 1, manifest: null })).toEqual({ missing: [] });
    const manifest = await workspaces.scan(app);
    expect(Object.keys(manifest)).toEqual(["AGENTS.md", "CLAUDE.md", "index.html", "src/main.tsx"]);
    expect(manifest["AGENTS.md"]).toEqual(manifest["CLAUDE.md"]);
    expect(await readdir(workspaces.directory(app))).not.toContain("node_modules");
  });

  it("[WSP-1] gets a directory that only the worker's user may enter", async () => {
    await workspaces.sync(app, { fence: 1, manifest: null });
    expect((await stat(workspaces.directory(app))).mode & 0o777).toBe(0o700);
  });
});

describe("sync", () => {
  it("[WSP-1] replaces what differs, removes what is not named and leaves the rest untouched", async () => {
    await sync({ "src/a.ts": "a", "src/b.ts": "b", "old/deep/c.ts": "c", file: "now a file" });
    const before = await stat(inApp("src/a.ts"));
    await write(workspaces.directory(app), { "src/b.ts": "edited", "src/extra.ts": "x" });
    await sync({ "src/a.ts": "a", "src/b.ts": "b", "file/inside.ts": "now a directory" });
    expect(Object.keys(await workspaces.scan(app))).toEqual(["file/inside.ts", "src/a.ts", "src/b.ts"]);
    expect(await readFile(inApp("src/b.ts"), "utf8")).toBe("b");
    expect((await stat(inApp("src/a.ts"))).ino).toBe(before.ino);
    expect(await readdir(workspaces.directory(app))).toEqual(["file", "src"]);
  });

  it("[WSP-1] leads from any tree to any other", async () => {
    const name = fc.constantFrom("a", "b", "c", "d.ts");
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
    const tree = fc
      .dictionary(path, fc.constantFrom("one", "two", ""), { maxKeys: 6 })
      .map((files) =>
        Object.fromEntries(
          Object.entries(files).filter(
            ([file]) => !Object.keys(files).some((other) => file.startsWith(`${other}/`)),
          ),
        ),
      );
    await fc.assert(
      fc.asyncProperty(tree, tree, async (first, second) => {
        for (const files of [first, second]) {
          expect(await sync(files)).toEqual({ missing: [] });
          expect(await workspaces.scan(app)).toEqual(await manifestOf(files));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("changes nothing while blobs are missing, and names each once", async () => {
    await sync({ "a.ts": "a" });
    const absent = { sha256: sha256Of(bytesOf("absent")), sizeBytes: 6 };
    const manifest = { ...(await manifestOf({ "b.ts": "b" })), "c.ts": absent, "d.ts": absent };
    expect(await workspaces.sync(app, { fence: 1, manifest })).toEqual({ missing: [absent.sha256] });
    expect(Object.keys(await workspaces.scan(app))).toEqual(["a.ts"]);
    await blobs.put(absent.sha256, bytesOf("absent"));
    expect(await workspaces.sync(app, { fence: 1, manifest })).toEqual({ missing: [] });
    expect(await workspaces.scan(app)).toEqual(manifest);
  });

  it("[SNAP-2] keeps excluded entries of the directory and never accepts them in a manifest", async () => {
    await sync({ "a.ts": "a" });
    await write(workspaces.directory(app), {
      "node_modules/x/index.js": "x",
      ".env": "KEY=1",
      "attachments/p": "p",
    });
    await sync({ "a.ts": "b" });
    expect((await readdir(workspaces.directory(app))).sort()).toEqual([
      ".env",
      "a.ts",
      "attachments",
      "node_modules",
    ]);
    for (const path of [
      ".env",
      "src/.env.local",
      "node_modules/x.js",
      "src/node_modules/x.js",
      "attachments/a.png",
    ]) {
      await expect(sync({ [path]: "x" })).rejects.toMatchObject({ code: "request.invalid" });
    }
  });

  it.each([
    "../x",
    "/etc/x",
    "a//b",
    "a/./b",
    "",
    "a\\b",
    "a\u0000b",
    "a\nb",
    "__proto__",
    `${"a".repeat(256)}`,
  ])("refuses the path %j", async (path) => {
    const manifest = Object.fromEntries([[path, { sha256: sha256Of(bytesOf("")), sizeBytes: 0 }]]);
    await expect(workspaces.sync(app, { fence: 1, manifest })).rejects.toMatchObject({
      code: "request.invalid",
    });
  });

  it("refuses a manifest in which a file is also a directory", async () => {
    await expect(sync({ a: "x", "a/b": "y" })).rejects.toMatchObject({ code: "request.invalid" });
  });

  it("[SNAP-2] never writes or deletes through a link that an app left behind", async () => {
    const outside = join(home, "outside");
    await write(outside, { "main.tsx": "theirs", "keep.txt": "keep" });
    await sync({ "a.ts": "a" });
    await symlink(outside, inApp("src"));
    await symlink(join(outside, "keep.txt"), inApp("b.ts"));
    await sync({ "a.ts": "a", "b.ts": "ours", "src/main.tsx": "ours" });
    expect(await readFile(join(outside, "main.tsx"), "utf8")).toBe("theirs");
    expect(await readFile(join(outside, "keep.txt"), "utf8")).toBe("keep");
    expect(await readFile(inApp("src/main.tsx"), "utf8")).toBe("ours");
    expect(await readFile(inApp("b.ts"), "utf8")).toBe("ours");
  });

  it("[BLOB-2] refuses an older fencing number, also after a restart", async () => {
    await workspaces.sync(app, { fence: 7, manifest: null });
    workspaces = await open();
    await expect(workspaces.sync(app, { fence: 6, manifest: null })).rejects.toMatchObject({
      code: "worker.fenced",
    });
    await expect(workspaces.fence(app, 6)).rejects.toMatchObject({ code: "worker.fenced" });
    await workspaces.fence(app, 8);
    await expect(workspaces.sync(app, { fence: 7, manifest: null })).rejects.toMatchObject({
      code: "worker.fenced",
    });
  });

  it("refuses ids that are none, which could leave the directory", () => {
    expect(() => workspaces.directory({ workspaceId: "..", appId: "app" })).toThrowError(
      expect.objectContaining({ code: "resource.not_found" }),
    );
  });

  it("runs one after another for one app", async () => {
    const trees = Array.from({ length: 6 }, (_, tree) =>
      Object.fromEntries(Array.from({ length: 10 }, (_, file) => [`f${file}.ts`, `tree ${tree}`])),
    );
    await Promise.all(trees.map((files) => sync(files)));
    const hashes = new Set(Object.values(await workspaces.scan(app)).map((file) => file.sha256));
    expect(hashes.size).toBe(1);
  });

  it("[WSP-3] fails with system.disk_full and changes nothing when a write finds no room", async () => {
    await sync({ "a.ts": "a", "b.ts": "b" });
    const manifest = await manifestOf({ "a.ts": "changed", "c.ts": "new" });
    const full: BlobCache = {
      ...blobs,
      get: async (sha256) => {
        if (sha256 !== manifest["c.ts"]?.sha256) return blobs.get(sha256);
        throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      },
    };
    workspaces = await open({ blobs: full });
    await expect(workspaces.sync(app, { fence: 1, manifest })).rejects.toMatchObject({
      code: "system.disk_full",
    });
    expect(await workspaces.scan(app)).toEqual(await manifestOf({ "a.ts": "a", "b.ts": "b" }));
    expect(await readdir(join(workspaces.directory(app), "..", "staging"))).toEqual([]);
  });
});

describe("scan", () => {
  it("[SNAP-1] refuses a file over 1 MB with path, size and limit", async () => {
    await sync({ "a.ts": "a" });
    await writeFile(inApp("big.bin"), new Uint8Array(1024 * 1024 + 1));
    await expect(workspaces.scan(app)).rejects.toMatchObject({
      code: "build.snapshot_limit",
      details: { extra: { path: "big.bin", sizeBytes: 1024 * 1024 + 1, limitBytes: 1024 * 1024 } },
    });
  });

  it("[SNAP-1] refuses more than 12 MB together and more than 2,000 files", async () => {
    await sync({ "a.ts": "a" });
    for (let file = 0; file < 13; file += 1) await writeFile(inApp(`f${file}`), new Uint8Array(1000 * 1000));
    await expect(workspaces.scan(app)).rejects.toMatchObject({ code: "build.snapshot_limit" });
    await sync({ "a.ts": "a" });
    await Promise.all(Array.from({ length: 2_000 }, (_, file) => writeFile(inApp(`f${file}`), "")));
    await expect(workspaces.scan(app)).rejects.toMatchObject({
      code: "build.snapshot_limit",
      details: { extra: { count: 2_001, limit: 2_000 } },
    });
  });

  it("[SNAP-2] refuses links and special files, names them, and keeps binaries", async () => {
    await sync({ "a.ts": "a" });
    await writeFile(inApp("logo.png"), new Uint8Array([0, 255, 1, 254]));
    expect(Object.keys(await workspaces.scan(app))).toEqual(["a.ts", "logo.png"]);
    await symlink("/etc/passwd", inApp("passwd.txt"));
    await expect(workspaces.scan(app)).rejects.toMatchObject({
      code: "build.file_refused",
      details: { extra: { path: "passwd.txt" } },
    });
  });

  it("notices a change that keeps size and modification time", async () => {
    await sync({ "a.ts": "one" });
    const past = new Date(Date.now() - 60_000);
    await utimes(inApp("a.ts"), past, past);
    await new Promise((resolve) => setTimeout(resolve, 120));
    await workspaces.scan(app);
    await writeFile(inApp("a.ts"), "two");
    await utimes(inApp("a.ts"), past, past);
    expect(await workspaces.scan(app)).toEqual(await manifestOf({ "a.ts": "two" }));
  });

  it("reads nothing again when nothing changed, and what is missing from the cache again", async () => {
    await sync({ "a.ts": "one" });
    await new Promise((resolve) => setTimeout(resolve, 120));
    const puts: string[] = [];
    const absent = new Set<string>();
    const watched: BlobCache = {
      ...blobs,
      has: (sha256) => !absent.has(sha256) && blobs.has(sha256),
      put: async (sha256, bytes) => {
        puts.push(sha256);
        await blobs.put(sha256, bytes);
      },
    };
    workspaces = await open({ blobs: watched });
    const first = await workspaces.scan(app);
    expect(await workspaces.scan(app)).toEqual(first);
    expect(puts).toHaveLength(1);
    absent.add(first["a.ts"]?.sha256 ?? "");
    await workspaces.scan(app);
    expect(puts).toHaveLength(2);
  });
});

describe("eviction", () => {
  it("[WSP-3] removes idle directories oldest first, sparing occupied and unconfirmed ones", async () => {
    let nowMs = 1_000;
    workspaces = await open({ idleLimits: { directoriesMax: 3, freeBytesMin: 0 }, now: () => nowMs });
    const here = async () =>
      (await readdir(join(home, "workspaces", app.workspaceId))).map((name) => name.at(-1)).sort();
    for (const letter of ["a", "b", "c"]) {
      await workspaces.sync(appNumber(letter), { fence: 1, manifest: null });
      nowMs += 1_000;
    }
    const leave = workspaces.occupy(appNumber("a"));
    await workspaces.changed(appNumber("b"));
    nowMs += 1_000;
    await workspaces.sync(appNumber("d"), { fence: 1, manifest: null });
    expect(await here()).toEqual(["a", "b", "d"]);
    leave();
    nowMs += 1_000;
    await workspaces.confirmed(appNumber("b"));
    nowMs += 1_000;
    await workspaces.sync(appNumber("e"), { fence: 1, manifest: null });
    expect(await here()).toEqual(["b", "d", "e"]);
  });

  it("[WSP-3] writes again what could not be written, so that a restart knows it", async () => {
    await workspaces.sync(app, { fence: 1, manifest: null });
    const inTheWay = join(workspaces.directory(app), "../state.json.new");
    await mkdir(inTheWay);
    await expect(workspaces.changed(app)).rejects.toMatchObject({ code: "EISDIR" });
    await rm(inTheWay, { recursive: true });
    await workspaces.changed(app);
    workspaces = await open({ idleLimits: { directoriesMax: 0, freeBytesMin: 0 } });
    expect(await workspaces.evict()).toBe(0);
  });

  it("[WSP-3] leaves alone what is no app's directory", async () => {
    await workspaces.sync(app, { fence: 1, manifest: null });
    const root = join(home, "workspaces");
    const state = JSON.stringify({ fence: 0, confirmed: true, usedAtMs: 0 });
    await write(root, {
      [`lost+found/${id("app", "a")}/state.json`]: state,
      [`${app.workspaceId}/lost+found/state.json`]: state,
      "notes.txt": "x",
      [id("ws", "b")]: "a file",
      [`${app.workspaceId}/notes.txt`]: "x",
      [`${app.workspaceId}/${id("app", "b")}`]: "a file",
    });
    workspaces = await open({ idleLimits: { directoriesMax: 0, freeBytesMin: 0 } });
    expect(await workspaces.evict()).toBe(1);
    expect((await readdir(root)).sort()).toEqual(["lost+found", "notes.txt", app.workspaceId, id("ws", "b")]);
  });

  it("[WSP-3] keeps unconfirmed directories over a restart until the next sync", async () => {
    await workspaces.sync(app, { fence: 1, manifest: null });
    await workspaces.changed(app);
    const idleLimits = { directoriesMax: 0, freeBytesMin: 0 };
    workspaces = await open({ idleLimits });
    expect(await workspaces.evict()).toBe(0);
    await workspaces.confirmed(app);
    expect(await workspaces.evict()).toBe(1);
    expect(await readdir(join(home, "workspaces"))).toEqual([]);
    await workspaces.sync(app, { fence: 1, manifest: null });
  });
});
