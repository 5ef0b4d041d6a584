import { chmod, lstat, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { asPlainUser } from "../testing/as-plain-user.ts";
import { openForOwner, removeTree } from "./index.ts";

it("removes a tree whose directories a program closed", () =>
  asPlainUser(async (home) => {
    for (const [name, mode] of [
      ["read-only", 0o555],
      ["shut", 0o000],
    ] as const) {
      await mkdir(join(home, "tree", name, "inner"), { recursive: true });
      await writeFile(join(home, "tree", name, "inner/file.txt"), "x");
      await chmod(join(home, "tree", name, "inner"), mode);
      await chmod(join(home, "tree", name), mode);
    }
    await chmod(join(home, "tree"), 0o500);
    await expect(rm(join(home, "tree"), { recursive: true })).rejects.toMatchObject({ code: "EACCES" });
    await removeTree(join(home, "tree"));
    expect(await readdir(home)).toEqual([]);
    await rm(home, { recursive: true });
  }));

it("follows no link, neither to open nor to remove", () =>
  asPlainUser(async (home) => {
    await mkdir(join(home, "outside/inner"), { recursive: true });
    await writeFile(join(home, "outside/key.txt"), "theirs");
    await chmod(join(home, "outside"), 0o500);
    await mkdir(join(home, "tree/closed"), { recursive: true });
    await symlink(join(home, "outside"), join(home, "tree/closed/link"));
    await chmod(join(home, "tree/closed"), 0o500);
    await removeTree(join(home, "tree"));
    await symlink(join(home, "outside"), join(home, "link"));
    expect(await openForOwner(join(home, "link"))).toBe(false);
    await removeTree(join(home, "link"));
    expect((await stat(join(home, "outside"))).mode & 0o777).toBe(0o500);
    expect(await readdir(join(home, "outside"))).toEqual(["inner", "key.txt"]);
    await removeTree(home);
  }));

it("takes what is gone, and what is no directory, as it is", async () => {
  const home = await mkdtemp(join(tmpdir(), "second-remove-"));
  await removeTree(join(home, "gone"));
  expect(await openForOwner(join(home, "gone"))).toBe(false);
  await writeFile(join(home, "file"), "x", { mode: 0o400 });
  expect(await openForOwner(join(home, "file"))).toBe(false);
  expect((await lstat(join(home, "file"))).mode & 0o777).toBe(0o400);
  await removeTree(home);
});
