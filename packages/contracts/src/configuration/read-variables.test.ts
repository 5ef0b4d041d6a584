import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { choice, flag, integer, readVariables, secret, secretList, text, textOr, url } from "./index.ts";

const table = {
  host: textOr("SECOND_HOST", { fallback: "127.0.0.1", meaning: "where it listens" }),
  note: text("SECOND_NOTE", { meaning: "anything" }),
  port: integer("WEB_PORT", { fallback: 3000, min: 0, max: 65_535, meaning: "port" }),
  mode: choice("SECOND_AUTH_MODE", ["none", "external"], { meaning: "identity" }),
  isLoud: flag("SECOND_LOUD", { meaning: "noise" }),
  worker: url("WORKER_URL", { fallback: "http://127.0.0.1:3001", meaning: "worker" }),
  store: secret("MONGODB_URI", { starts: ["mongodb://", "mongodb+srv://"], meaning: "store" }),
  tokens: secretList("INTERNAL_API_TOKEN", { lengthMin: 32, fallback: "generated", meaning: "token" }),
};
const token = "t".repeat(32);

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "second-variables-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function secretFile(content: string, mode = 0o600): string {
  const path = join(directory, "secret");
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe("readVariables", () => {
  it("[OPS-12] takes what each variable falls back to when nothing is set, empty text included", () => {
    expect(readVariables(table, { INTERNAL_API_TOKEN: token, WEB_PORT: " ", SECOND_HOST: "" })).toEqual({
      faults: [],
      values: {
        host: "127.0.0.1",
        note: null,
        port: 3000,
        mode: "none",
        isLoud: false,
        worker: "http://127.0.0.1:3001",
        store: null,
        tokens: [token],
      },
    });
  });

  it("[OPS-11] lists every fault at once, with name, rule and example", () => {
    const { faults } = readVariables(table, {
      WEB_PORT: "70000",
      SECOND_AUTH_MODE: "both",
      SECOND_LOUD: "yes",
      WORKER_URL: "127.0.0.1:3001",
      MONGODB_URI: "localhost:27017",
      INTERNAL_API_TOKEN: "short",
    });
    expect(faults).toEqual([
      "WEB_PORT must be a whole number from 0 to 65535, for example 3000",
      "SECOND_AUTH_MODE must be one of none, external, for example none",
      "SECOND_LOUD must be 1, 0, true or false, for example 1",
      "WORKER_URL must be an address, for example http://127.0.0.1:3001",
      "MONGODB_URI must begin with mongodb:// or mongodb+srv://",
      "INTERNAL_API_TOKEN must have 32 or more characters in each part, for example the output of: openssl rand -hex 32",
    ]);
  });

  it("[OPS-11] never repeats the value of a secret", () => {
    const { faults } = readVariables(table, {
      MONGODB_URI: "canary-of-the-store",
      INTERNAL_API_TOKEN: "canary-of-token",
      INTERNAL_API_TOKEN_FILE: secretFile("canary-in-file"),
    });
    expect(faults).toHaveLength(3);
    expect(faults.join("\n")).not.toContain("canary");
  });

  it("[OPS-14] reads booleans in four spellings and lists by commas", () => {
    for (const [written, value] of [
      ["1", true],
      ["true", true],
      ["0", false],
      ["false", false],
    ] as const)
      expect(readVariables(table, { SECOND_LOUD: written, INTERNAL_API_TOKEN: token }).values.isLoud).toBe(
        value,
      );
    const second = "u".repeat(40);
    expect(readVariables(table, { INTERNAL_API_TOKEN: `${token}, ${second},` }).values.tokens).toEqual([
      token,
      second,
    ]);
  });

  it("[OPS-13] takes a secret from the file that <NAME>_FILE names", () => {
    const { values, faults } = readVariables(table, { INTERNAL_API_TOKEN_FILE: secretFile(`${token}\n`) });
    expect({ tokens: values.tokens, faults }).toEqual({ tokens: [token], faults: [] });
  });

  it("[OPS-13] refuses both spellings of one secret", () => {
    const { faults } = readVariables(table, {
      INTERNAL_API_TOKEN: token,
      INTERNAL_API_TOKEN_FILE: secretFile(token),
    });
    expect(faults).toEqual(["INTERNAL_API_TOKEN and INTERNAL_API_TOKEN_FILE are both set; set one of them"]);
  });

  it.each([0o640, 0o604, 0o660])(
    "[OPS-15] refuses a key file of mode %o and says how to close it",
    (mode) => {
      const path = secretFile(token, mode);
      expect(readVariables(table, { INTERNAL_API_TOKEN_FILE: path }).faults).toEqual([
        `INTERNAL_API_TOKEN_FILE names a file that others can read. Close it: chmod 600 ${path}`,
      ]);
    },
  );

  it("says which file cannot be read", () => {
    expect(readVariables(table, { INTERNAL_API_TOKEN_FILE: join(directory, "none") }).faults).toEqual([
      "INTERNAL_API_TOKEN_FILE must name a file that can be read, for example /run/secrets/second",
    ]);
  });
});
