import { chmod, mkdir, readdir, readlink, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { asPlainUser } from "../testing/as-plain-user.ts";
import { linkModules } from "./index.ts";

it.each([
  ["for changes", 0o555],
  ["altogether", 0o000],
])("[DEP-1] mends a node_modules that an app closed %s", (_, mode) =>
  asPlainUser(async (home) => {
    const files = join(home, "files");
    await mkdir(join(files, "node_modules/planted/closed"), { recursive: true });
    await mkdir(join(files, "node_modules/@second"));
    for (const closed of ["planted/closed", "planted", "@second", "."]) {
      await chmod(join(files, "node_modules", closed), mode);
    }
    await chmod(files, mode);
    const beside = join(home, "cache");
    await linkModules({ files, beside, target: "/deps/node_modules", names: ["react", "@second/app-sdk"] });
    expect((await readdir(join(files, "node_modules"))).sort()).toEqual(["@second", "react"]);
    expect(await readlink(join(files, "node_modules/react"))).toBe("/deps/node_modules/react");
    expect(await readdir(beside)).toEqual([]);

    const { ino } = await stat(join(files, "node_modules"));
    await linkModules({ files, beside, target: "/deps/node_modules", names: ["react", "@second/app-sdk"] });
    expect((await stat(join(files, "node_modules"))).ino).toBe(ino);
    await rm(home, { recursive: true });
  }),
);
