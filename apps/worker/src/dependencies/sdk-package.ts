import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

/** The SDK as every dependency set carries it: built files of our packages, with the types they lean on. */
export interface SdkPackage {
  version: string;
  /** Changes with any built file, so that a developer's edit is never answered from an old set. */
  digest: string;
  /** Writes it to `<nodeModules>/@second/app-sdk`; its own dependencies lie inside, out of an app's reach. */
  writeTo(nodeModules: string): Promise<void>;
}

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
});

interface BuiltPackage {
  directory: string;
  manifest: z.infer<typeof manifestSchema>;
  files: string[];
}

/** Reads the built SDK below the directory of our packages. Throws when it has not been built. */
export async function readSdkPackage(packagesDirectory: string): Promise<SdkPackage> {
  const [sdk, contracts, query] = await Promise.all([
    readBuilt(join(packagesDirectory, "app-sdk")),
    readBuilt(join(packagesDirectory, "contracts")),
    readBuilt(join(packagesDirectory, "query")),
  ]);
  // The contracts' types are written in those of zod.
  const require = createRequire(join(contracts.directory, "package.json"));
  const zod = dirname(require.resolve("zod/package.json"));
  const hash = createHash("sha256").update(await readFile(join(zod, "package.json")));
  for (const built of [sdk, contracts, query]) {
    for (const file of built.files)
      hash.update(`\0${file}\0`).update(await readFile(join(built.directory, file)));
  }
  return {
    version: sdk.manifest.version,
    digest: hash.digest("hex"),
    async writeTo(nodeModules) {
      const target = join(nodeModules, sdk.manifest.name);
      await copyBuilt(sdk, target);
      for (const inner of [contracts, query]) {
        await copyBuilt(inner, join(target, "node_modules", inner.manifest.name));
      }
      await cp(zod, join(target, "node_modules/zod"), {
        recursive: true,
        filter: (path) => !path.endsWith("/src"),
      });
    },
  };
}

async function readBuilt(directory: string): Promise<BuiltPackage> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(directory, "package.json"), "utf8")));
  const entries = await readdir(join(directory, "dist"), { recursive: true }).catch(() => []);
  const files = entries
    .filter((file) => file.endsWith(".js") || file.endsWith(".d.ts"))
    .map((file) => join("dist", file))
    .sort();
  if (!files.includes("dist/index.js")) {
    throw new Error(`${manifest.name} has not been built. Run: npx tsc -b packages/app-sdk`);
  }
  return { directory, manifest, files };
}

async function copyBuilt({ directory, manifest, files }: BuiltPackage, target: string): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(directory, file), join(target, file));
  }
  const exports = Object.fromEntries(
    Object.entries(manifest.exports).map(([door, conditions]) => {
      if (typeof conditions === "string") return [door, conditions];
      const { source, ...built } = conditions;
      return [door, built];
    }),
  );
  const { name, version } = manifest;
  await writeFile(join(target, "package.json"), JSON.stringify({ name, version, type: "module", exports }));
}
