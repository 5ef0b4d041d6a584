import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ownEnvironment } from "./own-environment.ts";
import { leaveRemains } from "./remains.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const patienceMs = 180_000;

export interface Product {
  url: string;
  dataDirectory: string;
  /** Process of the command that holds web and worker. */
  process: ChildProcess;
  /** Ends it as Ctrl-C does, and removes its data, but for its remains, unless told to keep them. */
  stop(options?: { keep: boolean }): Promise<void>;
}

/** Starts the product as `npm start` does, with a data directory of its own; `within` is put before the command. */
export async function startProduct(
  environment: Record<string, string> = {},
  dataDirectory: string = mkdtempSync(join(tmpdir(), "second-e2e-")),
  within: readonly string[] = [],
): Promise<Product> {
  const start = [process.execPath, join(root, "apps/cli/dist/main.js"), "start", "--no-open"];
  const [command = "", ...given] = [...within, ...start];
  const child = spawn(command, given, {
    env: { ...ownEnvironment(), SECOND_DATA_DIR: dataDirectory, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text: Buffer) => {
      output += text.toString();
    });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const runFile = join(dataDirectory, "run", "second.json");
  const giveUpAt = Date.now() + patienceMs;
  while (!existsSync(runFile)) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      child.kill("SIGKILL");
      throw new Error(`The product did not start.\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { url } = JSON.parse(readFileSync(runFile, "utf8")) as { url: string };
  return {
    url,
    dataDirectory,
    process: child,
    stop: async ({ keep } = { keep: false }) => {
      child.kill("SIGTERM");
      await ended;
      if (keep) return;
      await leaveRemains({ dataDirectory, environment, output });
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
