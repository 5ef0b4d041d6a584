import { access, mkdir, mkdtemp, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { removeTree } from "../files/index.ts";
import { templateDirectory } from "../workspaces/index.ts";
import { type DependencySetsOptions, openDependencySets, prepareTemplateSet } from "./index.ts";
import { registryEnvironment } from "./npm-install.ts";
import { buildSdk } from "./testing/built-sdk.ts";
import { type SmallRegistry, startRegistry } from "./testing/small-registry.ts";

beforeAll(buildSdk, 60_000);

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
const finished = async (directory: string) =>
  (await readdir(directory)).filter((name) => !name.includes("."));

describe("with packages from a registry", () => {
  let home: string;
  let template: string;
  let registry: SmallRegistry;

  beforeAll(async () => {
    registry = await startRegistry({
      tool: {},
      simple: { manifest: { dependencies: { below: "^1.0.0" } } },
      below: { manifest: { scripts: { postinstall: "touch ran-a-script", install: "touch ran-a-script" } } },
      "from-git": { manifest: { dependencies: { elsewhere: "git+https://127.0.0.1:9/elsewhere.git" } } },
      "from-url": { manifest: { dependencies: { elsewhere: "http://127.0.0.1:9/elsewhere.tgz" } } },
    });
  });
  afterAll(() => registry.close());

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "second-sets-"));
    template = join(home, "template");
    await mkdir(template);
    await writeFile(join(template, "package.json"), JSON.stringify({ devDependencies: { tool: "1.0.0" } }));
    await writeFile(join(template, "tsconfig.json"), "{}");
    registry.requests.length = 0;
  });
  afterEach(() => removeTree(home));

  const open = (more: Partial<DependencySetsOptions> = {}) =>
    openDependencySets({
      directory: join(home, "deps"),
      templateDirectory: template,
      environment: {
        PATH: process.env.PATH,
        HOME: home,
        npm_config_registry: registry.url,
        npm_config_cache: join(home, "npm-cache"),
      },
      installedFrom: null,
      ...more,
    });
  const app = (dependencies: Record<string, string>) => ({ dependencies });

  it("[DEP-1] installs a set once, with the SDK and the build tools, and finds it again", async () => {
    const sets = await open();
    const installs: string[] = [];
    const set = await sets.prepare(app({ simple: "^1.0.0" }), () => installs.push("first"));
    expect(set.names).toEqual(["@second/app-sdk", "simple", "tool"]);
    expect((await readdir(join(set.directory, "node_modules"))).sort()).toEqual([
      ".package-lock.json",
      "@second",
      "below",
      "simple",
      "tool",
    ]);
    expect(await exists(join(set.directory, "node_modules/@second/app-sdk/dist/index.js"))).toBe(true);
    expect(await exists(join(set.directory, "build.mjs"))).toBe(true);
    const record = JSON.parse(await readFile(join(set.directory, "set.json"), "utf8"));
    expect(record.resolved).toMatchObject({ "node_modules/simple": "1.0.0", "node_modules/below": "1.0.0" });

    const asked = registry.requests.length;
    const again = await (await open()).prepare(app({ simple: "^1.0.0" }), () => installs.push("again"));
    expect(again).toEqual(set);
    expect(installs).toEqual(["first"]);
    expect(registry.requests.length).toBe(asked);
  });

  it("[DEP-1] has another set for other declarations, and one for the same in another order", async () => {
    const sets = await open();
    const one = await sets.prepare({ name: "a", dependencies: { simple: "1.0.0", below: "1.0.0" } });
    const same = await sets.prepare({ name: "b", dependencies: { below: "1.0.0", simple: "1.0.0" } });
    const other = await sets.prepare(app({ simple: "1.0.0" }));
    expect(same.key).toBe(one.key);
    expect(other.key).not.toBe(one.key);
  });

  it("[DEP-2] installs once for concurrent callers, in one process and across", async () => {
    const [a, b] = [await open(), await open()];
    const all = await Promise.all([a, b, a, b].map((sets) => sets.prepare(app({ simple: "1.0.0" }))));
    expect(new Set(all.map((set) => set.directory)).size).toBe(1);
    expect(registry.requests.filter((path) => path === "simple.tgz")).toHaveLength(1);
    expect(await readdir(join(home, "deps"))).toEqual([all[0]?.key]);
  });

  it("[DEP-2] takes over from an installer that was killed", async () => {
    const sets = await open();
    const set = await sets.prepare(app({ simple: "1.0.0" }));
    await removeTree(set.directory);
    // What a kill leaves: a lock nobody touches and a directory without its record.
    await mkdir(`${set.directory}.lock`);
    await mkdir(join(set.directory, "node_modules/half"), { recursive: true });
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${set.directory}.lock`, longAgo, longAgo);
    const again = await sets.prepare(app({ simple: "1.0.0" }));
    expect(await exists(join(again.directory, "node_modules/simple/index.js"))).toBe(true);
    expect(await exists(join(again.directory, "node_modules/half"))).toBe(false);
  });

  it("[DEP-2] never runs lifecycle scripts", async () => {
    const set = await (await open()).prepare(app({ below: "1.0.0" }));
    expect(await readdir(join(set.directory, "node_modules/below"))).toEqual(["index.js", "package.json"]);
  });

  it("[DEP-1] closes its directories for writing", async () => {
    const set = await (await open()).prepare(app({ simple: "1.0.0" }));
    for (const path of ["node_modules", "node_modules/simple", "node_modules/@second/app-sdk"]) {
      expect((await stat(join(set.directory, path))).mode & 0o222).toBe(0);
    }
  });

  it.each([
    [{ "no-such-package": "1.0.0" }, "no-such-package"],
    [{ simple: "9.0.0" }, "simple"],
  ])(
    "[DEP-2] says that %j cannot be had, names the package and leaves nothing behind",
    async (wanted, name) => {
      const sets = await open();
      await expect(sets.prepare(app(wanted))).rejects.toMatchObject({
        code: "build.dependencies_unavailable",
        message: expect.stringContaining(name),
        details: { extra: { package: name } },
      });
      expect(await readdir(join(home, "deps"))).toEqual([]);
      await expect(sets.prepare(app({ simple: "1.0.0" }))).resolves.toBeDefined();
    },
  );

  it("[DEP-2] says so when the registry cannot be reached, without naming its address", async () => {
    const environment = { PATH: process.env.PATH, HOME: home, npm_config_registry: "http://127.0.0.1:9" };
    const sets = await open({ environment });
    const refusal = await sets.prepare(app({ simple: "1.0.0" })).catch((error) => error);
    expect(refusal.code).toBe("build.dependencies_unavailable");
    expect(refusal.message).toMatch(/registry could not be reached/);
    expect(refusal.message).not.toContain("127.0.0.1");
  });

  it("[DEP-2] ends an install that takes too long", async () => {
    const silent = await startRegistry({}, { answers: false });
    const environment = { PATH: process.env.PATH, HOME: home, npm_config_registry: silent.url };
    const sets = await open({ environment, installMsMax: 1_500 });
    await expect(sets.prepare(app({ simple: "1.0.0" }))).rejects.toMatchObject({
      code: "build.dependencies_unavailable",
      message: expect.stringContaining("1.5 s"),
    });
    silent.close();
  });

  it.each(["from-git", "from-url"])(
    "[DEP-2] refuses what a package of the registry asks for elsewhere: %s",
    async (name) => {
      const refusal = await (await open()).prepare(app({ [name]: "1.0.0" })).catch((error) => error);
      expect(refusal.code).toBe("build.dependency_refused");
      expect(await finished(join(home, "deps"))).toEqual([]);
    },
  );

  it("fetches nothing again for another version of the SDK", async () => {
    const packages = join(home, "packages");
    for (const name of ["app-sdk", "contracts", "query"]) {
      await mkdir(join(packages, name, "dist"), { recursive: true });
      const manifest = {
        name: `@second/${name}`,
        version: "0.2.0",
        exports: { ".": { default: "./dist/index.js" } },
      };
      await writeFile(join(packages, name, "package.json"), JSON.stringify(manifest));
      await writeFile(join(packages, name, "dist/index.js"), "export {};");
    }
    await mkdir(join(packages, "contracts/node_modules/zod"), { recursive: true });
    await writeFile(join(packages, "contracts/node_modules/zod/package.json"), '{"name":"zod"}');
    const first = await (await open()).prepare(app({ simple: "1.0.0" }));
    const asked = registry.requests.length;
    const second = await (await open({ packagesDirectory: packages })).prepare(app({ simple: "1.0.0" }));
    expect(second.key).not.toBe(first.key);
    expect(registry.requests.length).toBe(asked);
    const sdk = JSON.parse(
      await readFile(join(second.directory, "node_modules/@second/app-sdk/package.json"), "utf8"),
    );
    expect(sdk.version).toBe("0.2.0");
    expect(await exists(join(second.directory, "node_modules/simple/index.js"))).toBe(true);
  });
});

describe("the template's set", () => {
  it("[DEP-1] is made of what is installed here already, then found at once", async () => {
    const directory = await mkdtemp(join(tmpdir(), "second-sets-"));
    const lines: string[] = [];
    // A registry that nobody answers shows that nothing is fetched.
    const environment = {
      PATH: process.env.PATH,
      HOME: directory,
      npm_config_registry: "http://127.0.0.1:9",
    };
    const options = { directory, templateDirectory, environment };
    await prepareTemplateSet(options, (line) => lines.push(line));
    expect(lines).toEqual([expect.stringMatching(/^Preparing/), expect.stringMatching(/ready/)]);
    await prepareTemplateSet(options, (line) => lines.push(line));
    expect(lines).toHaveLength(2);
    await removeTree(directory);
  });
});

it("[DEP-2] lets package managers see only what finds packages", () => {
  const environment = {
    PATH: "/bin",
    HOME: "/home/me",
    https_proxy: "http://proxy",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
    npm_config_registry: "https://registry.example",
    "npm_config_//registry.example/:_authToken": "token",
    "npm_config_@mine:registry": "https://mine.example",
    npm_config_local_prefix: "/repository",
    npm_config_ignore_scripts: "false",
    ANTHROPIC_API_KEY: "secret",
    INTERNAL_API_TOKEN: "secret",
    NODE_OPTIONS: "--require ./x.js",
    UNSET: undefined,
  };
  expect(Object.keys(registryEnvironment(environment))).toEqual([
    "PATH",
    "HOME",
    "https_proxy",
    "NODE_EXTRA_CA_CERTS",
    "npm_config_registry",
    "npm_config_//registry.example/:_authToken",
    "npm_config_@mine:registry",
  ]);
});
