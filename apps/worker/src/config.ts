import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { ConfigurationError, isSampleSecret, readVariables } from "@second/contracts/configuration";
import type { SandboxMode } from "./sandbox/index.ts";
import { workerVariables } from "./variables.ts";

/** What this process was told, checked and converted. Secrets stay inside; nothing here is logged. */
export interface WorkerConfig {
  host: string;
  port: number;
  webUrl: string;
  workerId: string;
  /** How web reaches this worker; null for the address it listens on. */
  advertiseUrl: string | null;
  /** The first is sent, all are accepted. */
  internalTokens: string[];
  dataDirectory: string;
  workspacesDirectory: string;
  sandbox: SandboxMode;
  turnsMax: number;
  buildsMax: number;
  anthropicApiKey: string | null;
  anthropicUrl: URL;
  claudePath: string | null;
  /** The sign-in file of Claude's own command; null when it may not be used. */
  signInPath: string | null;
  demoPace: "instant" | "human";
  logLevel: string;
  shutdownSeconds: number;
  /** A supervisor holds our standard input: when it ends, so do we. */
  isSupervised: boolean;
  searchPath: string;
  /** For package managers, whose own settings come from it. */
  environment: Environment;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the worker's variables once [OPS-11].
 * @throws {ConfigurationError} naming every bad one with its rule, never the value of a secret
 */
export function readConfig(environment: Environment = process.env): WorkerConfig {
  const { values, faults } = readVariables(workerVariables, environment);
  const { dataDirectory, internalTokens, workspacesDirectory, allowsLocalSignIn } = values;
  const isProduction = values.environment === "production";
  if (isProduction && internalTokens.some(isSampleSecret))
    faults.push(
      "INTERNAL_API_TOKEN is a sample that anyone could guess; make one, for example with: openssl rand -hex 32",
    );
  if (dataDirectory === null)
    faults.push("SECOND_DATA_DIR must name the data directory, for example /var/lib/second");
  if (faults.length > 0 || dataDirectory === null) throw new ConfigurationError(faults);

  const { host, port, sandbox, turnsMax, buildsMax, anthropicApiKey, claudePath } = values;
  const { demoPace, logLevel, shutdownSeconds, isSupervised } = values;
  return {
    host,
    port,
    webUrl: new URL(values.webUrl).origin,
    workerId: values.workerId ?? hostname(),
    advertiseUrl: values.advertiseUrl === null ? null : new URL(values.advertiseUrl).origin,
    internalTokens,
    dataDirectory,
    workspacesDirectory: workspacesDirectory ?? join(dataDirectory, "workspaces"),
    sandbox,
    turnsMax,
    buildsMax,
    anthropicApiKey,
    anthropicUrl: new URL(values.anthropicUrl),
    claudePath,
    signInPath: (allowsLocalSignIn ?? !isProduction) ? join(homedir(), ".claude", ".credentials.json") : null,
    demoPace,
    logLevel,
    shutdownSeconds,
    isSupervised,
    searchPath: environment.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    environment,
  };
}
