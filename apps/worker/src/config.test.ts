import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@second/contracts/configuration";
import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const token = "0123456789abcdefghijklmnopqrstuvwxyz";
const enough = { INTERNAL_API_TOKEN: token, SECOND_DATA_DIR: "/data" };

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    return error instanceof ConfigurationError ? error.faults : [String(error)];
  }
}

describe("the worker's configuration", () => {
  it("[OPS-12] works locally with what `npm start` gives it", () => {
    expect(readConfig(enough)).toMatchObject({
      host: "127.0.0.1",
      port: 3001,
      webUrl: "http://127.0.0.1:3000",
      advertiseUrl: null,
      workspacesDirectory: "/data/workspaces",
      sandbox: "auto",
      turnsMax: 4,
      buildsMax: 2,
      anthropicApiKey: null,
      demoPace: "instant",
      signInPath: expect.stringContaining(".credentials.json"),
    });
  });

  it("[OPS-11] lists every fault at once with its rule and never a value", () => {
    const faults = faultsOf({
      INTERNAL_API_TOKEN: "too-short-canary",
      WORKER_PORT: "canary",
      SECOND_SANDBOX: "canary",
      WEB_URL: "canary",
      SECOND_ALLOW_LOCAL_LOGIN: "canary",
    });
    for (const name of [
      "INTERNAL_API_TOKEN",
      "WORKER_PORT",
      "SECOND_SANDBOX",
      "WEB_URL",
      "SECOND_ALLOW_LOCAL_LOGIN",
      "SECOND_DATA_DIR",
    ]) {
      expect(faults.filter((fault) => fault.startsWith(`${name} `))).toHaveLength(1);
    }
    expect(faults.join("\n")).not.toContain("canary");
  });

  it("[OPS-13] reads a secret from a file, and refuses both forms together", () => {
    const folder = mkdtempSync(join(tmpdir(), "second-config-"));
    const file = join(folder, "key");
    writeFileSync(file, "sk-ant-from-file\n", { mode: 0o600 });
    expect(readConfig({ ...enough, ANTHROPIC_API_KEY_FILE: file }).anthropicApiKey).toBe("sk-ant-from-file");
    expect(faultsOf({ ...enough, ANTHROPIC_API_KEY_FILE: file, ANTHROPIC_API_KEY: "x" })).toHaveLength(1);
    expect(faultsOf({ ...enough, ANTHROPIC_API_KEY_FILE: join(folder, "none") })).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });

  it("[SBX-2] uses the machine's sign-in in production only by leave", () => {
    const production = { ...enough, SECOND_ENV: "production" };
    expect(readConfig(production).signInPath).toBeNull();
    expect(readConfig({ ...production, SECOND_ALLOW_LOCAL_LOGIN: "1" }).signInPath).not.toBeNull();
    expect(readConfig({ ...enough, SECOND_ALLOW_LOCAL_LOGIN: "false" }).signInPath).toBeNull();
  });

  it("[OPS-15] refuses a missing, short or well-known token in production", () => {
    for (const INTERNAL_API_TOKEN of [
      "",
      "short",
      "change-me-change-me-change-me-change-me",
      "a".repeat(40),
    ]) {
      expect(faultsOf({ ...enough, SECOND_ENV: "production", INTERNAL_API_TOKEN })).not.toEqual([]);
    }
    expect(faultsOf({ ...enough, SECOND_ENV: "production" })).toEqual([]);
  });
});
