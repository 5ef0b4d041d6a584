import { chmod, mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { asPlainUser } from "../testing/as-plain-user.ts";
import { entryOf, openDirectoryInside, openFileInside } from "./open-inside.ts";

let home: string;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "second-inside-")));
  await mkdir(join(home, "tree/src"), { recursive: true });
  await mkdir(join(home, "outside"));
  await writeFile(join(home, "outside/key.txt"), "secret");
  await writeFile(join(home, "tree/src/key.txt"), "app's own");
});
afterEach(() => rm(home, { recursive: true, force: true }));

it("opens plain files", async () => {
  const handle = await openFileInside(join(home, "tree"), "src/key.txt");
  expect(await handle.readFile("utf8")).toBe("app's own");
  await handle.close();
});

it("[SNAP-2] refuses a link in the last place and a directory that became a link on the way", async () => {
  await symlink(join(home, "outside/key.txt"), join(home, "tree/link.txt"));
  await symlink(join(home, "outside"), join(home, "tree/lib"));
  const refused = { code: "build.file_refused" };
  await expect(openFileInside(join(home, "tree"), "link.txt")).rejects.toMatchObject(refused);
  await expect(openFileInside(join(home, "tree"), "lib/key.txt")).rejects.toMatchObject(refused);
  await expect(openDirectoryInside(join(home, "tree"), "lib")).rejects.toMatchObject(refused);
  await expect(openFileInside(join(home, "tree"), "gone.txt")).rejects.toMatchObject(refused);
});

it.runIf(process.platform === "linux")("stays in an opened directory that a link replaces", async () => {
  const options = { root: join(home, "tree"), path: "src", name: "new.txt" };
  const directory = await openDirectoryInside(options.root, options.path);
  await rename(join(home, "tree/src"), join(home, "tree/moved"));
  await symlink(join(home, "outside"), join(home, "tree/src"));
  await writeFile(entryOf(directory, options), "ours");
  await directory.close();
  const handle = await openFileInside(join(home, "tree"), "moved/new.txt");
  expect(await handle.readFile("utf8")).toBe("ours");
  await handle.close();
});

it("[SNAP-2] refuses what its owner may not read, by name", () =>
  asPlainUser(async (own) => {
    await mkdir(join(own, "src"));
    await writeFile(join(own, "key.txt"), "x", { mode: 0o000 });
    await chmod(join(own, "src"), 0o000);
    const refused = (path: string) => ({
      code: "build.file_refused",
      message: `${path} may not be read.`,
      details: { extra: { path } },
    });
    await expect(openFileInside(own, "key.txt")).rejects.toMatchObject(refused("key.txt"));
    await expect(openDirectoryInside(own, "src")).rejects.toMatchObject(refused("src"));
    await rm(own, { recursive: true });
  }));
