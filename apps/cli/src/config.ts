import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export interface CommandConfig {
  /** The clone's root, or null when installed as a package. */
  cloneDirectory: string | null;
  dataDirectory: string;
  host: string;
  webPort: number | null;
  workerPort: number | null;
  mongodbUri: string | null;
  environment: NodeJS.ProcessEnv;
}

/** Variables that more than one process knows; each process checks its own. */
const knownNames = [
  "SECOND_ENV",
  "SECOND_AUTH_MODE",
  "SECOND_ALLOW_INSECURE_NONE",
  "SECOND_PUBLIC_URL",
  "SECOND_WORKSPACE_CREATION",
  "SECOND_SESSION_SECRET",
  "SECOND_SESSION_IDLE_MINUTES",
  "SECOND_SESSION_MAX_MINUTES",
  "SECOND_HOST",
  "SECOND_DATA_DIR",
  "SECOND_STREAMS_MAX",
  "SECOND_DOCUMENTS_MAX",
  "SECOND_SCOPE_MIB_MAX",
  "SECOND_TURN_STEPS_MAX",
  "SECOND_TURN_MINUTES_MAX",
  "SECOND_WORKER_ID",
  "SECOND_WORKER_TURNS_MAX",
  "SECOND_WORKER_BUILDS_MAX",
  "SECOND_SANDBOX",
  "SECOND_CLAUDE_PATH",
  "SECOND_ALLOW_LOCAL_LOGIN",
  "SECOND_LOG_LEVEL",
  "SECOND_SHUTDOWN_SECONDS",
  "SECOND_DEMO_PACE",
  "SECOND_MONGOD",
  "SECOND_SUPERVISED",
];

/** Reads what the command itself needs. The rest passes through to the processes, which check it. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): CommandConfig {
  const clone = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
  const cloneDirectory = existsSync(join(clone, "tools/start.mjs")) ? clone : null;
  const port = (name: string) => {
    const value = Number(environment[name]);
    return Number.isInteger(value) && value > 0 ? value : null;
  };
  return {
    cloneDirectory,
    dataDirectory: resolve(
      environment.SECOND_DATA_DIR ??
        (cloneDirectory ? join(cloneDirectory, ".second") : join(homedir(), ".second")),
    ),
    host: environment.SECOND_HOST ?? "127.0.0.1",
    webPort: port("WEB_PORT"),
    workerPort: port("WORKER_PORT"),
    mongodbUri: environment.MONGODB_URI ?? null,
    environment,
  };
}

/** A sentence for each `SECOND_*` variable that nothing reads, with the nearest known name. */
export function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith("SECOND_") && !knownNames.includes(name.replace(/_FILE$/, "")))
    .map((name) => {
      const [nearest] = [...knownNames].sort((left, right) => distance(name, left) - distance(name, right));
      return `Nothing reads ${name}. Did you mean ${nearest}?`;
    });
}

/** Edits between two words (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
