import { readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import type { SandboxMode } from "./sandbox/index.ts";

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

export class ConfigError extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`Configuration has ${faults.length} fault${faults.length === 1 ? "" : "s"}.`);
    this.name = "ConfigError";
    this.faults = faults;
  }
}

/** Tokens that stand in documentation and examples. */
const sampleToken = /change-?me|example|secret-?token|development|^(.)\1*$/i;

/** Reads the worker's variables once [OPS-11]. @throws {ConfigError} naming every bad one with its rule, never its value. */
export function readConfig(environment: Environment = process.env): WorkerConfig {
  const faults: string[] = [];
  const fault = (name: string, rule: string) => {
    faults.push(`${name} ${rule}`);
  };
  const text = (name: string): string | null => environment[name]?.trim() || null;

  /** A secret, or the content of the file that `<NAME>_FILE` names [OPS-13]. */
  const secret = (name: string): string | null => {
    const file = text(`${name}_FILE`);
    if (file === null) return text(name);
    if (text(name) !== null) fault(name, `and ${name}_FILE are both set; set one of them`);
    try {
      return readFileSync(file, "utf8").trim() || null;
    } catch {
      fault(`${name}_FILE`, "must name a file that can be read");
      return null;
    }
  };
  const integer = (name: string, fallback: number, range: { min: number; max: number }): number => {
    const given = text(name);
    if (given === null) return fallback;
    const value = Number(given);
    if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
    fault(name, `must be a whole number from ${range.min} to ${range.max}, for example ${fallback}`);
    return fallback;
  };
  const choice = <T extends string>(name: string, options: readonly [T, ...T[]]): T => {
    const given = text(name) ?? options[0];
    const known = options.find((option) => option === given);
    if (known === undefined) fault(name, `must be one of ${options.join(", ")}`);
    return known ?? options[0];
  };
  const flag = (name: string, fallback: boolean): boolean => {
    const given = text(name) ?? (fallback ? "1" : "0");
    if (!["0", "1", "true", "false"].includes(given)) fault(name, "must be 1, 0, true or false");
    return given === "1" || given === "true";
  };
  const url = (name: string, fallback: string): URL => {
    const given = text(name) ?? fallback;
    if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return new URL(given);
    fault(name, `must be a URL, for example ${fallback}`);
    return new URL(fallback);
  };

  const isProduction = choice("SECOND_ENV", ["development", "production"]) === "production";
  const host = text("WORKER_HOST") ?? "127.0.0.1";
  const port = integer("WORKER_PORT", 3001, { min: 0, max: 65_535 });
  const internalTokens = (secret("INTERNAL_API_TOKEN") ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
  if (internalTokens.length === 0) fault("INTERNAL_API_TOKEN", "is missing; `npm start` makes one");
  if (internalTokens.some((each) => each.length < 32)) {
    fault("INTERNAL_API_TOKEN", "must have 32 characters or more in each part");
  }
  if (isProduction && internalTokens.some((each) => sampleToken.test(each))) {
    fault("INTERNAL_API_TOKEN", "is a well-known sample; make one with `openssl rand -hex 32`");
  }
  const dataDirectory = text("SECOND_DATA_DIR");
  if (dataDirectory === null) {
    fault("SECOND_DATA_DIR", "must name the data directory, for example /var/lib/second");
  }
  const mayUseSignIn = flag("SECOND_ALLOW_LOCAL_LOGIN", !isProduction);

  const config: WorkerConfig = {
    host,
    port,
    webUrl: url("WEB_URL", "http://127.0.0.1:3000").origin,
    workerId: text("SECOND_WORKER_ID") ?? hostname(),
    advertiseUrl:
      text("SECOND_WORKER_ADVERTISE_URL") === null
        ? null
        : url("SECOND_WORKER_ADVERTISE_URL", "http://worker.internal:3001").origin,
    internalTokens,
    dataDirectory: dataDirectory ?? "",
    workspacesDirectory: text("WORKSPACES_DIR") ?? join(dataDirectory ?? "", "workspaces"),
    sandbox: choice("SECOND_SANDBOX", ["auto", "bwrap", "container"]),
    turnsMax: integer("SECOND_WORKER_TURNS_MAX", 4, { min: 1, max: 100 }),
    buildsMax: integer("SECOND_WORKER_BUILDS_MAX", 2, { min: 1, max: 32 }),
    anthropicApiKey: secret("ANTHROPIC_API_KEY"),
    anthropicUrl: url("ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
    claudePath: text("SECOND_CLAUDE_PATH"),
    signInPath: mayUseSignIn ? join(homedir(), ".claude", ".credentials.json") : null,
    demoPace: choice("SECOND_DEMO_PACE", ["instant", "human"]),
    logLevel: choice("SECOND_LOG_LEVEL", ["info", "debug", "warn", "error"]),
    shutdownSeconds: integer("SECOND_SHUTDOWN_SECONDS", 30, { min: 1, max: 600 }),
    isSupervised: flag("SECOND_SUPERVISED", false),
    searchPath: text("PATH") ?? "/usr/local/bin:/usr/bin:/bin",
    environment,
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}
