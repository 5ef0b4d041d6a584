import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../../../", import.meta.url));

/** Sets carry the SDK as it is built; a test brings that up to date first. */
export function buildSdk(): void {
  spawnSync("npx", ["tsc", "-b", "packages/app-sdk"], { cwd: repository });
}
