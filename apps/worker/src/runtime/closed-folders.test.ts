import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createGateway } from "../gateway/index.ts";
import { createSandbox } from "../sandbox/index.ts";
import { asPlainUser } from "../testing/as-plain-user.ts";
import { createPlaces, openOwnFolder } from "./index.ts";

async function leaveClosed(directory: string): Promise<void> {
  await mkdir(join(directory, "closed"), { recursive: true });
  await writeFile(join(directory, "closed/file.txt"), "x");
  await chmod(join(directory, "closed"), 0o500);
}

it("a place goes with its home, whatever its agent closed there", () =>
  asPlainUser(async (home) => {
    const places = createPlaces({
      sandbox: await createSandbox({ mode: "container", searchPath: "" }),
      gateway: createGateway({
        upstream: new URL("http://127.0.0.1:9"),
        credentials: { apiKey: null, signIn: async () => null },
        demo: () => Promise.reject(new Error("not the demo")),
        socketsDirectory: home,
      }),
      homesDirectory: home,
      programPath: async () => "/bin/sh",
    });
    const place = await places.open({ workspacePath: home, runtimeId: "claude-code", dependencies: null });
    await leaveClosed(place.home.path);
    await place.close();
    expect(await readdir(home)).toEqual([]);
    await rm(home, { recursive: true });
  }));

it("a worker starts in spite of closed folders of one that died, and leaves none itself", () =>
  asPlainUser(async (home) => {
    for (const name of ["0", String(process.pid)]) await leaveClosed(join(home, name));
    const folder = await openOwnFolder(home);
    expect(await readdir(home)).toEqual([String(process.pid)]);
    expect(await readdir(folder.path)).toEqual([]);
    await leaveClosed(folder.path);
    await folder.close();
    expect(await readdir(home)).toEqual([]);
    await rm(home, { recursive: true });
  }));

it("a worker starts in spite of folders that cannot be removed, in one of its own", () =>
  asPlainUser(async (home) => {
    for (const name of ["0", String(process.pid)]) await leaveClosed(join(home, name));
    const folder = await openOwnFolder(home, { remove: () => Promise.reject(new Error("Another user's.")) });
    expect(await readdir(folder.path)).toEqual([]);
    await writeFile(join(folder.path, "mine.txt"), "x");
    await openOwnFolder(home);
    expect(await readdir(home)).toEqual([String(process.pid)]);
    await rm(home, { recursive: true });
  }));
