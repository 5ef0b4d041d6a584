import { createHash, randomUUID } from "node:crypto";
import { cp, mkdir, readFile, rename, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { writing } from "../blobs/index.ts";
import { removeTree } from "../files/index.ts";
import { type DeclaredDependencies, readDeclared } from "./declared.ts";
import { underLock } from "./install-lock.ts";
import { npmInstall, registryEnvironment } from "./npm-install.ts";
import { placePlanned, planFromInstalled, type ResolvedTree } from "./plan-installed.ts";
import { readSdkPackage, type SdkPackage } from "./sdk-package.ts";
import { closeDirectories, linkTree } from "./set-files.ts";
import { declaredKey, type SetSurroundings, setKey } from "./set-key.ts";
import { findSame, removeUnused, type SetRecord, writeRecord } from "./set-store.ts";

/** One set of installed packages, read-only, shared by all apps that declare the same. */
export interface DependencySet {
  key: string;
  /** Holds `node_modules`, `build.mjs` and `tsconfig.json`; jails see it as `/deps`. */
  directory: string;
  /** Names an app may import: what it declares, the platform's build tools and the SDK. */
  names: string[];
}

export interface DependencySets {
  /**
   * The set for a parsed `package.json`; installed once, however many ask for it, in this process or others. Takes
   * milliseconds when it is there. Throws `build.dependency_refused`, `build.dependencies_unavailable`,
   * `system.disk_full`.
   */
  prepare(packageJson: unknown, onInstall?: () => void): Promise<DependencySet>;
  /** The set of the template, for apps to come. */
  prepareTemplate(onInstall?: () => void): Promise<DependencySet>;
}

/** Where a worker's sets lie in its data directory. */
export const dependencySetsDirectory = (dataDirectory: string): string => join(dataDirectory, "cache/deps");

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "../../../..");
/** Runs inside the jail, next to the packages it imports. */
const buildScript = join(here, "../../jail/build.mjs");
const sdkName = "@second/app-sdk";
const templateSchema = z.looseObject({ devDependencies: z.record(z.string(), z.string()) });

export interface DependencySetsOptions {
  /** Where sets lie, one directory each. */
  directory: string;
  templateDirectory: string;
  /** The process's environment; package managers see only what finds packages. */
  environment: Readonly<Record<string, string | undefined>>;
  packagesDirectory?: string;
  /** Where packages may be installed already, so that nothing has to be fetched; null to always use npm. */
  installedFrom?: string | null;
  installMsMax?: number;
}

export async function openDependencySets(options: DependencySetsOptions): Promise<DependencySets> {
  const { templateDirectory } = options;
  const packagesDirectory = options.packagesDirectory ?? join(repository, "packages");
  const installedFrom =
    options.installedFrom === undefined ? join(packagesDirectory, "app-template") : options.installedFrom;
  await mkdir(options.directory, { recursive: true, mode: 0o755 });

  const template = await readFile(join(templateDirectory, "package.json"), "utf8").then(JSON.parse);
  const tools = templateSchema.parse(template).devDependencies;
  const sdk = await readSdkPackage(packagesDirectory);
  const surroundings: SetSurroundings = {
    nodeMajor: Number(process.versions.node.split(".")[0]),
    platform: `${process.platform}-${process.arch}`,
    sdkVersion: sdk.version,
    digest: await digestOf(sdk, [buildScript, join(templateDirectory, "tsconfig.json")]),
  };
  const preparing = new Map<string, Promise<DependencySet>>();

  const prepare: DependencySets["prepare"] = (packageJson, onInstall) => {
    const declared = withTools(readDeclared(packageJson), tools);
    const key = setKey(declared, surroundings);
    const shared = preparing.get(key);
    if (shared !== undefined) return shared;
    const prepared = find(key, declared)
      .then((set) => set ?? install(key, declared, onInstall))
      .finally(() => preparing.delete(key));
    preparing.set(key, prepared);
    return prepared;
  };

  async function find(key: string, declared: DeclaredDependencies): Promise<DependencySet | null> {
    const directory = join(options.directory, key);
    const now = new Date();
    const isHere = await utimes(join(directory, "set.json"), now, now).then(
      () => true,
      () => false,
    );
    if (!isHere) return null;
    const names = [...namesOf(declared), sdkName].sort();
    return { key, directory, names };
  }

  async function install(
    key: string,
    declared: DeclaredDependencies,
    onInstall?: () => void,
  ): Promise<DependencySet> {
    const directory = join(options.directory, key);
    return underLock(`${directory}.lock`, async () => {
      const already = await find(key, declared);
      if (already !== null) return already;
      onInstall?.();
      await writing(() => fill(directory, declared));
      const set = await find(key, declared);
      if (set === null) throw new Error(`The dependency set ${key} vanished while it was made.`);
      await removeUnused(options.directory, key);
      return set;
    });
  }

  async function fill(directory: string, declared: DeclaredDependencies): Promise<void> {
    const unfinished = `${directory}.tmp-${randomUUID()}`;
    await mkdir(join(unfinished, "node_modules"), { recursive: true, mode: 0o755 });
    try {
      const { overrides, dependencies, devDependencies } = declared;
      const packageJson = { name: "set", private: true, dependencies, devDependencies, overrides };
      await writeFile(join(unfinished, "package.json"), JSON.stringify(packageJson, null, 2));
      const resolved = await fillModules(unfinished, declared);
      await sdk.writeTo(join(unfinished, "node_modules"));
      await cp(buildScript, join(unfinished, "build.mjs"));
      await cp(join(templateDirectory, "tsconfig.json"), join(unfinished, "tsconfig.json"));
      await closeDirectories(join(unfinished, "node_modules"));
      const record: SetRecord = { declaredKey: declaredKey(declared, surroundings), resolved };
      await writeRecord(unfinished, record);
      // What is there without a record was left half-removed.
      await removeTree(directory);
      await rename(unfinished, directory);
    } catch (error) {
      await removeTree(unfinished);
      throw error;
    }
  }

  async function fillModules(unfinished: string, declared: DeclaredDependencies): Promise<ResolvedTree> {
    const same = await findSame(options.directory, declaredKey(declared, surroundings));
    if (same !== null) {
      const modules = join(same.directory, "node_modules");
      await linkTree(modules, join(unfinished, "node_modules"), (path) => path === join(modules, sdkName));
      return same.resolved;
    }
    const wanted = { ...declared.devDependencies, ...declared.dependencies };
    if (installedFrom !== null && Object.keys(declared.overrides).length === 0) {
      const planned = await planFromInstalled({ wanted, from: installedFrom });
      if (planned !== null) return placePlanned(planned, unfinished);
    }
    return npmInstall({
      directory: unfinished,
      declared: Object.keys(wanted),
      environment: registryEnvironment(options.environment),
      ...(options.installMsMax === undefined ? {} : { timeoutMs: options.installMsMax }),
    });
  }

  return { prepare, prepareTemplate: (onInstall) => prepare(template, onInstall) };
}

/** The platform's build tools are part of every set; an app that declares its own versions gets those. */
function withTools(declared: DeclaredDependencies, tools: Record<string, string>): DeclaredDependencies {
  const absent = Object.entries(tools).filter(([name]) => !Object.hasOwn(declared.dependencies, name));
  return { ...declared, devDependencies: { ...Object.fromEntries(absent), ...declared.devDependencies } };
}

const namesOf = ({ dependencies, devDependencies }: DeclaredDependencies): string[] =>
  Object.keys({ ...dependencies, ...devDependencies });

async function digestOf(sdk: SdkPackage, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(sdk.digest);
  for (const file of files) hash.update("\0").update(await readFile(file));
  return hash.digest("hex");
}
