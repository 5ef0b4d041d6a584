import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandConfig } from "./config.ts";
import type { DataDirectory } from "./data-directory.ts";
import type { ProcessPlan } from "./supervisor.ts";

const apps = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** How web and worker are run, and the address people open. */
export function processPlans(input: {
  config: CommandConfig;
  data: DataDirectory;
  mode: "start" | "dev";
  host: string;
  webPort: number;
  workerPort: number;
}): { web: ProcessPlan; worker: ProcessPlan; url: string } {
  const { config, data, mode, host, webPort, workerPort } = input;
  const environment: NodeJS.ProcessEnv = {
    ...config.environment,
    ...data.keyFiles,
    NODE_ENV: mode === "dev" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    SECOND_SUPERVISED: "1",
    SECOND_DATA_DIR: data.path,
    SECOND_HOST: host,
    WEB_PORT: String(webPort),
    WORKER_PORT: String(workerPort),
    WEB_URL: `http://${reachable(host)}:${webPort}`,
    WORKER_URL: config.environment.WORKER_URL ?? `http://127.0.0.1:${workerPort}`,
  };
  const url = config.environment.SECOND_PUBLIC_URL ?? `http://localhost:${webPort}`;
  const run = (name: "web" | "worker") =>
    mode === "start"
      ? ["--enable-source-maps", join(apps, name, "dist/main.js")]
      : [
          tsx(),
          "watch",
          "--clear-screen=false",
          "--conditions=@second/source",
          join(apps, name, "src/main.ts"),
          "dev",
        ];
  return {
    url,
    web: {
      name: "web",
      command: process.execPath,
      args: run("web"),
      environment,
      readyUrl: `http://${reachable(host)}:${webPort}/api/ready`,
    },
    worker: {
      name: "worker",
      command: process.execPath,
      args: run("worker"),
      environment,
      readyUrl: `http://127.0.0.1:${workerPort}/ready`,
    },
  };
}

const reachable = (host: string) => (host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host);

function tsx(): string {
  return createRequire(import.meta.url).resolve("tsx/cli");
}
