import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigurationError, readVariables } from "@second/contracts/configuration";
import { commandVariables } from "./variables.ts";

export interface CommandConfig {
  /** The clone's root, or null when installed as a package. */
  cloneDirectory: string | null;
  dataDirectory: string;
  host: string;
  /** Null: the next free one. */
  webPort: number | null;
  workerPort: number | null;
  /** Null: made from the port. */
  publicUrl: string | null;
  workerUrl: string | null;
  usesMongo: boolean;
  isProduction: boolean;
  /** All that was given, for the processes, which check it themselves. */
  environment: NodeJS.ProcessEnv;
}

/** Reads what the command itself needs. @throws {ConfigurationError} naming every bad variable */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): CommandConfig {
  const { values, faults } = readVariables(commandVariables, environment);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const clone = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
  const cloneDirectory = existsSync(join(clone, "tools/start.mjs")) ? clone : null;
  return {
    cloneDirectory,
    dataDirectory: resolve(values.dataDirectory ?? join(cloneDirectory ?? homedir(), ".second")),
    host: values.host,
    webPort: values.webPort,
    workerPort: values.workerPort,
    publicUrl: values.publicUrl,
    workerUrl: values.workerUrl,
    usesMongo: values.mongodbUri !== null,
    isProduction: values.environment === "production",
    environment,
  };
}
