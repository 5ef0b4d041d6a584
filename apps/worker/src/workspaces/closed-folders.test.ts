import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Manifest } from "@second/contracts";
import { expect, it } from "vitest";
import { openBlobCache, sha256Of } from "../blobs/index.ts";
import { asPlainUser } from "../testing/as-plain-user.ts";
import { openWorkspaces } from "./index.ts";

const app = { workspaceId: `ws_0${"a".repeat(25)}`, appId: `app_0${"a".repeat(25)}` };
const files = { "src/deep/a.ts": "a", "src/b.ts": "b", "index.html": "<main></main>" };

/** A worker's directories as a user whom permissions bind, with an app that was synced once. */
function withApp(work: (parts: Awaited<ReturnType<typeof openApp>>) => Promise<void>): () => Promise<void> {
  return () =>
    asPlainUser(async (home) => {
      await work(await openApp(home));
      await rm(home, { recursive: true });
    });
}

async function openApp(home: string) {
  await mkdir(join(home, "template"));
  const blobs = await openBlobCache({ directory: join(home, "blobs") });
  const workspaces = await openWorkspaces({
    directory: join(home, "workspaces"),
    blobs,
    templateDirectory: join(home, "template"),
    idleLimits: { directoriesMax: 1, freeBytesMin: 0 },
  });
  const manifest: Manifest = {};
  for (const [path, text] of Object.entries(files)) {
    const bytes = new TextEncoder().encode(text);
    await blobs.put(sha256Of(bytes), bytes);
    manifest[path] = { sha256: sha256Of(bytes), sizeBytes: bytes.byteLength };
  }
  const root = workspaces.directory(app);
  const sync = async () => {
    expect(await workspaces.sync(app, { fence: 1, manifest })).toEqual({ missing: [] });
    expect(await workspaces.scan(app)).toEqual(manifest);
  };
  await sync();
  return { home, root, workspaces, sync };
}

it(
  "[SNAP-2] an unreadable file is refused by name, and replaced by the next sync",
  withApp(async ({ root, workspaces, sync }) => {
    await chmod(join(root, "src/b.ts"), 0o000);
    const refused = { code: "build.file_refused", message: "src/b.ts may not be read." };
    await expect(workspaces.scan(app)).rejects.toMatchObject(refused);
    await sync();
    expect(await readFile(join(root, "src/b.ts"), "utf8")).toBe("b");
  }),
);

it.each([
  ["src/deep", "src/deep may not be read."],
  [".", "The app's main folder may not be read."],
])("[SNAP-2] an unreadable folder is refused by name, and opened by the next sync: %s", (closed, message) =>
  withApp(async ({ root, workspaces, sync }) => {
    await chmod(join(root, closed), 0o000);
    await expect(workspaces.scan(app)).rejects.toMatchObject({ code: "build.file_refused", message });
    await sync();
  })(),
);

it(
  "[WSP-1] a sync replaces files in, and removes, folders that are closed",
  withApp(async ({ root, sync }) => {
    await writeFile(join(root, "src/deep/a.ts"), "edited");
    await writeFile(join(root, "src/extra.ts"), "x");
    await rm(join(root, "index.html"));
    await mkdir(join(root, "index.html/inner"), { recursive: true });
    await mkdir(join(root, "other/inner"), { recursive: true });
    await writeFile(join(root, "other/inner/file.txt"), "x");
    for (const closed of ["src/deep", "src", "other/inner", "other", "index.html/inner", "index.html", "."]) {
      await chmod(join(root, closed), 0o555);
    }
    await sync();
    expect((await readdir(root)).sort()).toEqual(["index.html", "src"]);
    expect(await readdir(join(root, "../staging"))).toEqual([]);
  }),
);

it(
  "[SNAP-2] a sync opens nothing through a link",
  withApp(async ({ home, root, sync }) => {
    await mkdir(join(home, "outside/deep"), { recursive: true });
    await chmod(join(home, "outside"), 0o500);
    await rm(join(root, "src"), { recursive: true });
    await symlink(join(home, "outside"), join(root, "src"));
    await symlink(join(home, "outside"), join(root, "extra"));
    await sync();
    expect((await stat(join(home, "outside"))).mode & 0o777).toBe(0o500);
    await chmod(join(home, "outside"), 0o700);
  }),
);

it(
  "[WSP-3] eviction removes a directory that an agent closed, also what an ended sync left",
  withApp(async ({ root, workspaces }) => {
    for (const left of [root, join(root, "../staging/trash")]) {
      await mkdir(join(left, "closed"), { recursive: true });
      await writeFile(join(left, "closed/file.txt"), "x");
      await chmod(join(left, "closed"), 0o500);
      await chmod(left, 0o500);
    }
    const other = { ...app, appId: `app_0${"b".repeat(25)}` };
    await workspaces.sync(other, { fence: 1, manifest: {} });
    expect(await readdir(dirname(dirname(root)))).toEqual([other.appId]);
  }),
);
