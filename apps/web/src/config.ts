import { readFileSync } from "node:fs";
import { isIP } from "node:net";

/** What this process was told, checked and converted. Secrets stay inside; nothing here is logged. */
export interface WebConfig {
  host: string;
  port: number;
  publicUrl: string;
  authMode: "none" | "external";
  /** True when mode `none` is reachable beyond loopback. */
  insecure: boolean;
  dataDirectory: string;
  sessionSecrets: Buffer[];
  internalTokens: string[];
  mongodbUri: string | null;
  workerUrl: string;
  workspaceCreation: "anyone" | "first-user" | "off";
  sessionIdleMinutes: number;
  sessionMaxMinutes: number;
  turnStepsMax: number;
  turnMinutesMax: number;
  documentsMax: number;
  scopeMibMax: number;
  streamsMax: number;
  shutdownSeconds: number;
  logLevel: string;
  isProduction: boolean;
  /** A supervisor holds our standard input: when it ends, so do we. */
  isSupervised: boolean;
}

export class ConfigError extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`Configuration has ${faults.length} fault${faults.length === 1 ? "" : "s"}.`);
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const isLoopback = (host: string) =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/** Reads web's variables once. @throws {ConfigError} naming every bad variable with its rule, never its value. */
export function readConfig(environment: Environment = process.env): WebConfig {
  const faults: string[] = [];
  const fault = (name: string, rule: string) => {
    faults.push(`${name} ${rule}`);
  };

  const text = (name: string): string | null => environment[name]?.trim() || null;

  /** A secret, or the content of the file that `<NAME>_FILE` names. */
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

  const flag = (name: string): boolean => {
    const given = text(name) ?? "0";
    if (!["0", "1", "true", "false"].includes(given)) fault(name, "must be 1, 0, true or false");
    return given === "1" || given === "true";
  };

  const isProduction = choice("SECOND_ENV", ["development", "production"]) === "production";
  const host = text("SECOND_HOST") ?? "127.0.0.1";
  const port = integer("WEB_PORT", 3000, { min: 0, max: 65_535 });
  const authMode = choice("SECOND_AUTH_MODE", ["none", "external"]);
  if (authMode === "external")
    fault(
      "SECOND_AUTH_MODE",
      "is external, but no sign-in provider is configured: set SECOND_OIDC_<P>_ISSUER or SECOND_PROXY_JWT_HEADER",
    );
  const insecure = authMode === "none" && !isLoopback(host);
  if (insecure && !flag("SECOND_ALLOW_INSECURE_NONE"))
    fault(
      "SECOND_HOST",
      "is not a loopback address, and nobody has to sign in: use 127.0.0.1, or set SECOND_ALLOW_INSECURE_NONE=1",
    );

  const publicUrl = text("SECOND_PUBLIC_URL") ?? `http://localhost:${port}`;
  const parsed = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.origin !== publicUrl.replace(/\/$/, ""))
    fault(
      "SECOND_PUBLIC_URL",
      "must be an origin without path, query or credentials, for example https://second.acme.example",
    );

  const sessionSecrets = (secret("SECOND_SESSION_SECRET") ?? "")
    .split(",")
    .filter(Boolean)
    .map((each) => Buffer.from(each));
  if (sessionSecrets.length === 0) fault("SECOND_SESSION_SECRET", "is missing; `npm start` makes one");
  if (sessionSecrets.some((each) => each.length < 32))
    fault("SECOND_SESSION_SECRET", "must have 32 bytes or more in each part");
  const internalTokens = (secret("INTERNAL_API_TOKEN") ?? "").split(",").filter(Boolean);
  if (internalTokens.length === 0) fault("INTERNAL_API_TOKEN", "is missing; `npm start` makes one");
  if (internalTokens.some((each) => each.length < 32))
    fault("INTERNAL_API_TOKEN", "must have 32 characters or more in each part");

  const dataDirectory = text("SECOND_DATA_DIR");
  if (dataDirectory === null)
    fault("SECOND_DATA_DIR", "must name the data directory, for example /var/lib/second");
  const mongodbUri = secret("MONGODB_URI");
  if (mongodbUri !== null && !/^mongodb(?:\+srv)?:\/\//.test(mongodbUri))
    fault("MONGODB_URI", "must begin with mongodb:// or mongodb+srv://");
  const workerUrl = text("WORKER_URL") ?? "http://127.0.0.1:3001";
  if (!URL.canParse(workerUrl)) fault("WORKER_URL", "must be a URL, for example http://127.0.0.1:3001");

  const config: WebConfig = {
    host,
    port,
    publicUrl: parsed?.origin ?? publicUrl,
    authMode,
    insecure,
    dataDirectory: dataDirectory ?? "",
    sessionSecrets,
    internalTokens,
    mongodbUri,
    workerUrl,
    workspaceCreation: choice("SECOND_WORKSPACE_CREATION", ["anyone", "first-user", "off"]),
    sessionIdleMinutes: integer("SECOND_SESSION_IDLE_MINUTES", 30 * 24 * 60, { min: 1, max: 525_600 }),
    sessionMaxMinutes: integer("SECOND_SESSION_MAX_MINUTES", 90 * 24 * 60, { min: 1, max: 525_600 }),
    turnStepsMax: integer("SECOND_TURN_STEPS_MAX", 500, { min: 1, max: 10_000 }),
    turnMinutesMax: integer("SECOND_TURN_MINUTES_MAX", 60, { min: 1, max: 1_440 }),
    documentsMax: integer("SECOND_DOCUMENTS_MAX", 200_000, { min: 1, max: 10_000_000 }),
    scopeMibMax: integer("SECOND_SCOPE_MIB_MAX", 1_024, { min: 1, max: 1_048_576 }),
    streamsMax: integer("SECOND_STREAMS_MAX", 2_000, { min: 1, max: 100_000 }),
    shutdownSeconds: integer("SECOND_SHUTDOWN_SECONDS", 30, { min: 1, max: 600 }),
    logLevel: choice("SECOND_LOG_LEVEL", ["info", "debug", "warn", "error"]),
    isProduction,
    isSupervised: flag("SECOND_SUPERVISED"),
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}
