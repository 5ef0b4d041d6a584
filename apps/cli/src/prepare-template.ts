import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandConfig } from "./config.ts";
import { endGroup } from "./end-group.ts";
import { printLine } from "./text.ts";

const script = join(
  dirname(fileURLToPath(import.meta.url)),
  "../../worker/dist/dependencies/prepare-main.js",
);
const quietMs = 1_000;
const outputKept = 4_000;

/**
 * Prepares the packages that every new app uses, once for a data directory; later calls take milliseconds. Rejects with
 * the program's own words when that fails, and when `signal` ends it.
 */
export function prepareTemplate(input: {
  config: CommandConfig;
  dataDirectory: string;
  signal: AbortSignal;
}): Promise<void> {
  const { config, dataDirectory, signal } = input;
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(process.execPath, [script, "--data-dir", dataDirectory], {
      env: { ...config.environment, SECOND_DATA_DIR: dataDirectory },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that it ends with all that it started.
      detached: true,
    });
    const stop = () => endGroup(child);
    signal.addEventListener("abort", stop, { once: true });
    const announce = setTimeout(() => printLine("  Preparing the packages of new apps …"), quietMs);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-outputKept);
      });
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(announce);
      signal.removeEventListener("abort", stop);
      if (code === 0) resolve();
      else reject(new Error(`The packages of new apps could not be prepared.\n${output}`));
    });
  });
}
