import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const key = "0123456789abcdefghijklmnopqrstuvwxyz";
const enough = { SECOND_DATA_DIR: "/data", SECOND_SESSION_SECRET: key, INTERNAL_API_TOKEN: key };

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    return error instanceof Error && "faults" in error ? (error.faults as string[]) : [String(error)];
  }
}

describe("web's configuration", () => {
  it("[OPS-12] [GOV-1] works locally with what `npm start` gives it: mode none, SQLite, loopback", () => {
    expect(readConfig(enough)).toEqual({
      authMode: "none",
      insecure: false,
      publicUrl: "http://localhost:3000",
      workspaceCreation: "anyone",
      sessionSecrets: [Buffer.from(key)],
      sessionIdleMinutes: 43_200,
      sessionMaxMinutes: 129_600,
      host: "127.0.0.1",
      port: 3000,
      dataDirectory: "/data",
      mongodbUri: null,
      workerUrl: "http://127.0.0.1:3001",
      internalTokens: [key],
      streamsMax: 2_000,
      documentsMax: 200_000,
      scopeMibMax: 1_024,
      turnStepsMax: 500,
      turnMinutesMax: 60,
      shutdownSeconds: 30,
      logLevel: "info",
      isSupervised: false,
    });
  });

  it("[OPS-11] lists faults of single variables and of several together at once, without any secret", () => {
    const faults = faultsOf({
      SECOND_SESSION_SECRET: "canary-session",
      INTERNAL_API_TOKEN: "canary-token",
      MONGODB_URI: "canary://name:password@host",
      SECOND_HOST: "0.0.0.0",
      SECOND_PUBLIC_URL: "second",
      WEB_PORT: "http",
    });
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
      "SECOND_SESSION_SECRET",
      "WEB_PORT",
      "MONGODB_URI",
      "INTERNAL_API_TOKEN",
      "SECOND_HOST",
      "SECOND_PUBLIC_URL",
      "SECOND_DATA_DIR",
    ]);
    expect(faults.join("\n")).not.toContain("canary");
  });

  it.each(["127.0.0.1", "127.8.0.1", "::1", "localhost"])("[GOV-2] takes %s for loopback", (SECOND_HOST) => {
    expect(readConfig({ ...enough, SECOND_HOST })).toMatchObject({ host: SECOND_HOST, insecure: false });
  });

  it.each(["0.0.0.0", "::", "192.168.1.20", "127.0.0.1.example.com"])(
    "[GOV-2] refuses mode none on %s, unless it is allowed by name",
    (SECOND_HOST) => {
      expect(faultsOf({ ...enough, SECOND_HOST })).toEqual([
        "SECOND_HOST is not a loopback address, and nobody has to sign in: use 127.0.0.1, or set SECOND_ALLOW_INSECURE_NONE=1",
      ]);
      expect(readConfig({ ...enough, SECOND_HOST, SECOND_ALLOW_INSECURE_NONE: "1" })).toMatchObject({
        insecure: true,
      });
    },
  );

  it.each([
    "https://second.acme.example/path",
    "https://second.acme.example/?a=1",
    "https://second.acme.example/#top",
    "https://ana:pass@second.acme.example",
    "ftp://second.acme.example",
    "second.acme.example",
  ])("[OPS-15] refuses the public address %s", (SECOND_PUBLIC_URL) => {
    expect(faultsOf({ ...enough, SECOND_PUBLIC_URL })).toEqual([
      "SECOND_PUBLIC_URL must be an origin without path, query or credentials, for example https://second.acme.example",
    ]);
  });

  it("keeps the origin alone of a public address", () => {
    expect(readConfig({ ...enough, SECOND_PUBLIC_URL: "https://Second.Acme.example/" }).publicUrl).toBe(
      "https://second.acme.example",
    );
  });

  it.each(["change-me-change-me-change-me-change", "example-example-example-example-1", "ab".repeat(20)])(
    "[OPS-15] refuses the sample token %s in production",
    (INTERNAL_API_TOKEN) => {
      expect(faultsOf({ ...enough, INTERNAL_API_TOKEN, SECOND_ENV: "production" })).toEqual([
        "INTERNAL_API_TOKEN is a sample that anyone could guess; make one, for example with: openssl rand -hex 32",
      ]);
      expect(faultsOf({ ...enough, SECOND_ENV: "production" })).toEqual([]);
    },
  );
});

describe("web as a process", () => {
  let directory = "";
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "second-web-config-"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function startWeb(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
    const main = fileURLToPath(new URL("./main.ts", import.meta.url));
    const child = spawn(
      process.execPath,
      ["--conditions=@second/source", "--import", import.meta.resolve("tsx"), main],
      { env: { PATH: process.env.PATH, NODE_ENV: "production", SECOND_DATA_DIR: directory, ...environment } },
    );
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
  }

  const keys = { SECOND_SESSION_SECRET: key, INTERNAL_API_TOKEN: key };

  it.each<[string, Record<string, string>, string]>([
    [
      "[OPS-15] mode none beyond loopback",
      { ...keys, SECOND_HOST: "0.0.0.0" },
      "SECOND_HOST is not a loopback address",
    ],
    [
      "[OPS-15] [GOV-5] external sign-in without a provider, naming both kinds",
      { ...keys, SECOND_AUTH_MODE: "external" },
      "OpenID Connect (SECOND_OIDC_<P>_ISSUER) or a trusted proxy (SECOND_PROXY_JWT_HEADER)",
    ],
    [
      "[OPS-15] a public address with a path",
      { ...keys, SECOND_PUBLIC_URL: "http://localhost:3000/second" },
      "SECOND_PUBLIC_URL must be an origin",
    ],
    [
      "[OPS-15] production without a token",
      { SECOND_SESSION_SECRET: key, SECOND_ENV: "production" },
      "INTERNAL_API_TOKEN is missing",
    ],
    [
      "[OPS-15] production with a short token",
      { ...keys, INTERNAL_API_TOKEN: "short", SECOND_ENV: "production" },
      "INTERNAL_API_TOKEN must have 32",
    ],
    [
      "[OPS-15] production with a sample token",
      { ...keys, INTERNAL_API_TOKEN: "change-me ".repeat(4), SECOND_ENV: "production" },
      "INTERNAL_API_TOKEN is a sample",
    ],
  ])("ends with 78 before it listens: %s", async (_, environment, sentence) => {
    const { code, output } = await startWeb(environment);
    expect(output).toContain(sentence);
    expect(code).toBe(78);
  });

  it("[OPS-15] ends with 78 for a key file that others can read", async () => {
    const path = join(directory, "session");
    writeFileSync(path, key);
    chmodSync(path, 0o644);
    const { code, output } = await startWeb({ INTERNAL_API_TOKEN: key, SECOND_SESSION_SECRET_FILE: path });
    expect(output).toContain(`SECOND_SESSION_SECRET_FILE names a file that others can read`);
    expect(code).toBe(78);
  });
});
