import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { reachableHost } from "@second/contracts/configuration";
import type { CommandConfig } from "./config.ts";
import type { DataDirectory } from "./data-directory.ts";
import { secretsOfOne } from "./known-names.ts";
import type { ProcessPlan } from "./supervisor.ts";

const apps = join(dirname(fileURLToPath(import.meta.url)), "../..");

export interface Addresses {
  host: string;
  webPort: number;
  workerPort: number;
}

export interface Plans {
  web: ProcessPlan;
  worker: ProcessPlan;
  /** What people open. */
  url: string;
  /** Where this machine reaches the two. */
  webUrl: string;
  workerUrl: string;
}

/** How web and worker are run. Each gets what was given to us, without the secrets of the other. */
export function processPlans(input: {
  config: CommandConfig;
  data: DataDirectory;
  mode: "start" | "dev";
  addresses: Addresses;
}): Plans {
  const { config, data, mode } = input;
  const { host, webPort, workerPort } = input.addresses;
  const webUrl = `http://${reachableHost(host)}:${webPort}`;
  const workerUrl = `http://127.0.0.1:${workerPort}`;
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
    WEB_URL: webUrl,
    WORKER_URL: config.workerUrl ?? workerUrl,
  };
  return {
    url: config.publicUrl ?? `http://localhost:${webPort}`,
    webUrl,
    workerUrl,
    web: {
      name: "web",
      command: process.execPath,
      args: programOf("web", mode),
      environment: without(environment, secretsOfOne.worker),
      readyUrl: `${webUrl}/api/ready`,
    },
    worker: {
      name: "worker",
      command: process.execPath,
      args: programOf("worker", mode),
      environment: without(environment, secretsOfOne.web),
      readyUrl: `${workerUrl}/ready`,
    },
  };
}

function programOf(name: "web" | "worker", mode: "start" | "dev"): string[] {
  if (mode === "start") return ["--enable-source-maps", join(apps, name, "dist/main.js")];
  return [join(apps, "cli/dist/run-watched.js"), join(apps, name, "src/main.ts"), "dev"];
}

function without(environment: NodeJS.ProcessEnv, names: string[]): NodeJS.ProcessEnv {
  const left = { ...environment };
  for (const name of names) {
    delete left[name];
    delete left[`${name}_FILE`];
  }
  return left;
}
