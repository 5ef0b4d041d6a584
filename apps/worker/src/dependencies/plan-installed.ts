import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { linkTree } from "./set-files.ts";

const parallelPackages = 8;

/** `node_modules/<name>…` → version: what a set consists of. */
export type ResolvedTree = Record<string, string>;

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z
    .record(z.string(), z.looseObject({ optional: z.boolean().default(false) }))
    .default({}),
});

interface Installed {
  directory: string;
  manifest: z.infer<typeof manifestSchema>;
}

/**
 * Plans a set out of packages that are installed already, found from `from` as Node finds them, so that the set for the
 * template needs no network. Null unless every wanted version is exact and there with all it needs.
 */
export async function planFromInstalled(options: {
  wanted: Readonly<Record<string, string>>;
  from: string;
}): Promise<Map<string, Installed> | null> {
  const placed = new Map<string, Installed>();
  const queue: { installed: Installed; below: string }[] = [];
  for (const [name, version] of Object.entries(options.wanted)) {
    const installed = await findInstalled(options.from, name);
    if (installed?.manifest.version !== version) return null;
    queue.push({ installed, below: "" });
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const place = placeFor(next.installed, next.below, placed);
    if (place === null) continue;
    placed.set(place, next.installed);
    const needs = await needsOf(next.installed);
    if (needs === null) return null;
    queue.push(...needs.map((installed) => ({ installed, below: place })));
  }
  return placed;
}

/** Puts planned packages below `target`, each without what is installed inside it. */
export async function placePlanned(
  placed: ReadonlyMap<string, Installed>,
  target: string,
): Promise<ResolvedTree> {
  const queue = placed.entries();
  await Promise.all(
    Array.from({ length: parallelPackages }, async () => {
      for (const [place, { directory }] of queue) {
        await linkTree(directory, join(target, place), (path) => path === join(directory, "node_modules"));
      }
    }),
  );
  return Object.fromEntries([...placed].map(([place, { manifest }]) => [place, manifest.version]));
}

async function findInstalled(from: string, name: string): Promise<Installed | null> {
  for (let directory = from; ; directory = dirname(directory)) {
    const found = join(directory, "node_modules", name);
    const text = await readFile(join(found, "package.json"), "utf8").catch(() => null);
    if (text !== null) return { directory: found, manifest: manifestSchema.parse(JSON.parse(text)) };
    if (directory === dirname(directory)) return null;
  }
}

/** What a package needs beside it; null when something it cannot do without is not installed. */
async function needsOf({ directory, manifest }: Installed): Promise<Installed[] | null> {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const needs: Installed[] = [];
  // An optional peer is used when the app declares it; then it is in reach anyway.
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  for (const name of new Set([...peers, ...Object.keys({ ...dependencies, ...optionalDependencies })])) {
    const installed = await findInstalled(directory, name);
    if (installed !== null) needs.push(installed);
    else if (!Object.hasOwn(optionalDependencies, name)) return null;
  }
  return needs;
}

/** On top, or where another version is there already, inside the package that asks; null when it is in reach. */
function placeFor(
  installed: Installed,
  below: string,
  placed: ReadonlyMap<string, Installed>,
): string | null {
  const { name } = installed.manifest;
  for (let at = below; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const seen = placed.get(`${at}/node_modules/${name}`);
    if (seen !== undefined)
      return seen.directory === installed.directory ? null : `${below}/node_modules/${name}`;
  }
  const top = placed.get(`node_modules/${name}`);
  if (top === undefined) return `node_modules/${name}`;
  return top.directory === installed.directory ? null : `${below}/node_modules/${name}`;
}
