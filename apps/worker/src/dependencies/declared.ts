import { Problem } from "@second/contracts";
import { z } from "zod";
import { isRegistryVersion } from "./registry-version.ts";

/** What an app declares to need; everything else in its `package.json` does not matter to a set. */
export interface DeclaredDependencies {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Overrides;
}
export interface Overrides {
  [name: string]: string | Overrides;
}

const directDependenciesMax = 60;
const sdkName = "@second/app-sdk";

const versions = z.record(z.string(), z.string()).default({});
const overridesSchema: z.ZodType<Overrides> = z.record(
  z.string(),
  z.union([z.string(), z.lazy(() => overridesSchema)]),
);
const packageSchema = z.looseObject({
  dependencies: versions,
  devDependencies: versions,
  overrides: overridesSchema.default({}),
});

/** Fields by which packages could come in another way. */
const otherFields = ["optionalDependencies", "peerDependencies", "bundleDependencies", "bundledDependencies"];
const namePattern = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * Reads the dependencies of a parsed `package.json`. Throws `build.dependency_refused`, naming the package and why,
 * unless all are versions of the registry and not too many.
 */
export function readDeclared(packageJson: unknown): DeclaredDependencies {
  const parsed = packageSchema.safeParse(packageJson);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") ?? "";
    refuse(path, `package.json: "${path}" must list names with versions`);
  }
  const { dependencies, devDependencies, overrides } = parsed.data;
  for (const field of otherFields) {
    const value = parsed.data[field];
    if (value === undefined || Object.keys(Object(value)).length === 0) continue;
    refuse(field, `List packages under "dependencies" or "devDependencies"; "${field}" is not used here`);
  }
  for (const [name, version] of [...Object.entries(dependencies), ...Object.entries(devDependencies)]) {
    checkDependency(name, version);
  }
  checkOverrides(overrides, 0);
  const count = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]).size;
  if (count > directDependenciesMax) {
    refuse(
      "dependencies",
      `An app may declare ${directDependenciesMax} packages; this one declares ${count}`,
    );
  }
  return { dependencies, devDependencies, overrides };
}

function checkDependency(name: string, version: string): void {
  if (name === sdkName) {
    refuse(name, `${name} comes with the platform. Remove it from package.json; importing it works`);
  }
  if (name.length > 214 || !namePattern.test(name)) refuse(name, `"${name}" is not a name of a package`);
  if (!isRegistryVersion(version)) {
    refuse(
      name,
      `${name} asks for "${version}". Only versions of the registry are accepted, like "1.2.3" or "^1.2.3"`,
    );
  }
}

function checkOverrides(overrides: Overrides, depth: number): void {
  if (depth > 4) refuse("overrides", `"overrides" are nested too deeply`);
  for (const [name, value] of Object.entries(overrides)) {
    if (typeof value === "object") checkOverrides(value, depth + 1);
    else if (!isRegistryVersion(value) && !/^\$[@a-z0-9~._/-]+$/.test(value)) {
      refuse(name, `The override of ${name} asks for "${value}". Only versions of the registry are accepted`);
    }
  }
}

function refuse(name: string, why: string): never {
  throw new Problem("build.dependency_refused", { detail: `${why}.`, extra: { package: name } });
}
