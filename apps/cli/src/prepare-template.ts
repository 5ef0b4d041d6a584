import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandConfig } from "./config.ts";
import { printLine } from "./text.ts";

/** Prepares the packages that every new app uses, once for a data directory. Later calls take milliseconds. */
export function prepareTemplate(config: CommandConfig, dataDirectory: string): Promise<void> {
  const script = join(
    dirname(fileURLToPath(import.meta.url)),
    "../../worker/dist/dependencies/prepare-main.js",
  );
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(process.execPath, [script, "--data-dir", dataDirectory], {
      env: { ...config.environment, SECOND_DATA_DIR: dataDirectory },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const announce = setTimeout(() => printLine("  Preparing the packages of new apps …"), 1_000);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-4_000);
      });
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(announce);
      if (code === 0) resolve();
      else reject(new Error(`The packages of new apps could not be prepared.\n${output}`));
    });
  });
}
