import { createHash } from "node:crypto";
import type { DeclaredDependencies } from "./declared.ts";

/** Everything else that decides what a set consists of. */
export interface SetSurroundings {
  nodeMajor: number;
  /** For example `linux-x64`; packages carry binaries. */
  platform: string;
  sdkVersion: string;
  /** Of the SDK's files and of the platform's build files. */
  digest: string;
}

/** Order of names and of fields does not matter; any other difference makes another key. Pure. */
export function setKey(declared: DeclaredDependencies, surroundings: SetSurroundings): string {
  return createHash("sha256").update(canonical({ declared, surroundings })).digest("hex").slice(0, 40);
}

/** The same for the declared part alone, to find a set that holds the same packages for another SDK. Pure. */
export const declaredKey = (
  declared: DeclaredDependencies,
  { nodeMajor, platform }: SetSurroundings,
): string =>
  createHash("sha256").update(canonical({ declared, nodeMajor, platform })).digest("hex").slice(0, 40);

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
