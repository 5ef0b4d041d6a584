import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../../../../", import.meta.url));
const template = join(repository, "packages/app-template/template");

export interface TemplateCopy {
  folder: string;
  write(files: ReadonlyMap<string, string>): Promise<void>;
  read(path: string): Promise<string>;
  /** Runs a tool of the repository in the copy; its output when it fails, else "". */
  check(tool: "tsc" | "biome" | "vite" | "knip", args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A copy of the app template outside the repository, with its dependencies. */
export async function copyTemplate(): Promise<TemplateCopy> {
  const folder = await mkdtemp(join(tmpdir(), "second-demo-"));
  await cp(template, folder, { recursive: true, filter: (path) => !/[/\\](dist|node_modules)$/.test(path) });
  await linkDependencies(folder);
  await cp(join(repository, "biome.json"), join(folder, "biome.json"));
  await run("git", ["init", "-q"], { cwd: folder });
  return {
    folder,
    async write(files) {
      for (const [path, content] of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
    },
    read: (path) => readFile(join(folder, path), "utf8"),
    async check(tool, args) {
      try {
        await run(join(repository, "node_modules/.bin", tool), [...args], {
          cwd: folder,
          maxBuffer: 64 * 1024 * 1024,
        });
        return "";
      } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string }; // what execFile rejects with
        return `${stdout}${stderr}` || String(error);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The versions that the template names, which may differ from those of other parts of the repository. */
async function linkDependencies(folder: string): Promise<void> {
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(join(template, "package.json"), "utf8"),
  );
  const own = join(repository, "packages/app-template/node_modules");
  for (const name of [...Object.keys({ ...dependencies, ...devDependencies }), "@second/app-sdk"]) {
    const nearest = existsSync(join(own, name)) ? own : join(repository, "node_modules");
    await mkdir(dirname(join(folder, "node_modules", name)), { recursive: true });
    await symlink(join(nearest, name), join(folder, "node_modules", name));
  }
}
