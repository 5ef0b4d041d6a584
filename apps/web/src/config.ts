import { isIP } from "node:net";
import { ConfigurationError, isSampleSecret, readVariables } from "@second/contracts/configuration";
import { webVariables } from "./variables.ts";

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
  logLevel: "info" | "debug" | "warn" | "error";
  /** A supervisor holds our standard input: when it ends, so do we. */
  isSupervised: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads web's variables once, then holds them to the rules that join several.
 * @throws {ConfigurationError} naming every bad variable with its rule, never the value of a secret
 */
export function readConfig(environment: Environment = process.env): WebConfig {
  const { values, faults } = readVariables(webVariables, environment);
  const { authMode, host, port } = values;

  if (authMode === "external")
    faults.push(
      "SECOND_AUTH_MODE is external, which needs a sign-in provider: OpenID Connect (SECOND_OIDC_<P>_ISSUER) or a trusted proxy (SECOND_PROXY_JWT_HEADER). This release has neither yet; use none",
    );
  const isExposed = authMode === "none" && !isLoopback(host);
  if (isExposed && !values.allowsInsecureNone)
    faults.push(
      "SECOND_HOST is not a loopback address, and nobody has to sign in: use 127.0.0.1, or set SECOND_ALLOW_INSECURE_NONE=1",
    );
  const publicUrl = originOf(values.publicUrl ?? `http://localhost:${port}`);
  if (publicUrl === null)
    faults.push(
      "SECOND_PUBLIC_URL must be an origin without path, query or credentials, for example https://second.acme.example",
    );
  if (values.dataDirectory === null)
    faults.push("SECOND_DATA_DIR must name the data directory, for example /var/lib/second");

  if (values.environment === "production" && values.internalTokens.some(isSampleSecret))
    faults.push(
      "INTERNAL_API_TOKEN is a sample that anyone could guess; make one, for example with: openssl rand -hex 32",
    );

  if (faults.length > 0 || publicUrl === null || values.dataDirectory === null)
    throw new ConfigurationError(faults);
  const { environment: _strictness, allowsInsecureNone: _allowed, ...others } = values;
  return {
    ...others,
    publicUrl,
    insecure: isExposed,
    dataDirectory: values.dataDirectory,
    sessionSecrets: values.sessionSecrets.map((each) => Buffer.from(each)),
  };
}

const isLoopback = (host: string) =>
  host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

/** The origin of an address that is nothing more than one, or null. */
function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { origin, protocol } = new URL(address);
  const isOrigin = /^https?:$/.test(protocol) && origin === address.replace(/\/$/, "").toLowerCase();
  return isOrigin ? origin : null;
}
