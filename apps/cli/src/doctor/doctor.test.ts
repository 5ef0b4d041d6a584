import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxFaults, sandboxMeanings } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generatedKeys, prepareDataDirectory } from "../data-directory.ts";
import { runCommand } from "../testing/run-command.ts";
import type { Check } from "./check.ts";

let parent = "";
let data = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "second-doctor-"));
  data = join(parent, "data");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function examine(environment: Record<string, string> = {}) {
  const { code, output } = await runCommand(["doctor", "--json"], { SECOND_DATA_DIR: data, ...environment });
  const { checks } = JSON.parse(output) as { checks: Check[] };
  return { code, checks, output, named: (name: string) => checks.filter((check) => check.name === name) };
}

describe("doctor", () => {
  it("[OPS-7] finds nothing wrong before the first start, and makes nothing", async () => {
    const { code, checks } = await examine();
    expect(checks.filter(({ state }) => state === "fail")).toEqual([]);
    expect(code).toBe(0);
    expect(checks.map(({ name }) => name)).toEqual([
      "node",
      "configuration",
      "data",
      "keys",
      "disk",
      "sandbox",
      "store",
      "bus",
      "processes",
    ]);
    expect(existsSync(data)).toBe(false);
  });

  it("[OPS-7] prints a line a check, with what mends it", async () => {
    const { output } = await runCommand(["doctor"], { SECOND_DATA_DIR: data });
    expect(output).toMatch(/^ok {4}node {11}\d+\./m);
    expect(output).toMatch(
      /^warn {2}processes {6}Second does not run on this data\n {21}Start it: npm start$/m,
    );
  });

  it("[OPS-7] fails with 1 for keys that others can read", async () => {
    prepareDataDirectory(data, {});
    const { SECOND_SESSION_SECRET: path } = generatedKeys(data);
    chmodSync(path, 0o640);
    const { code, named } = await examine();
    expect(named("keys")).toEqual([
      { name: "keys", state: "fail", text: `others can read ${path}`, fix: `chmod 600 ${path}` },
    ]);
    expect(code).toBe(1);
  });

  it("[OPS-7] [OPS-11] tells the faults of both processes, each once", async () => {
    const { code, named } = await examine({
      SECOND_AUTH_MODE: "external",
      SECOND_SANDBOX: "none",
      SECOND_LOG_LEVEL: "loud",
    });
    expect(named("configuration").map(({ text }) => text.split(" ")[0])).toEqual([
      "SECOND_LOG_LEVEL",
      "SECOND_AUTH_MODE",
      "SECOND_SANDBOX",
    ]);
    expect(code).toBe(1);
  });

  it("[OPS-7] never tells a secret, not even a bad one", async () => {
    const secrets = {
      SECOND_SESSION_SECRET: "canary-a",
      INTERNAL_API_TOKEN: "canary-b",
      ANTHROPIC_API_KEY: "canary-c",
      MONGODB_URI: "canary-d",
    };
    const { code, output } = await examine(secrets);
    expect(output).not.toContain("canary");
    expect(code).toBe(1);
  });

  it("[OPS-7] tells of a port that was asked for and is in use, and of a directory that is none", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // listens on TCP
    writeFileSync(data, "");
    const { code, named } = await examine({ WEB_PORT: String(port) });
    server.close();
    expect(named("ports")).toMatchObject([{ state: "fail", text: `${port} is in use` }]);
    expect(named("data")).toMatchObject([{ state: "fail", text: `${data} is a file` }]);
    expect(code).toBe(1);
  });

  it("[OPS-12] warns of a variable that nothing reads", async () => {
    const { code, named } = await examine({ SECOND_HOTS: "1" });
    expect(named("configuration")).toMatchObject([
      { state: "warn", text: "Nothing reads SECOND_HOTS. Did you mean SECOND_HOST?" },
      { state: "ok" },
    ]);
    expect(code).toBe(0);
  });

  it("[OPS-18] [SBX-4] says that agents and builds are not isolated where bubblewrap is missing, and when they are off", async () => {
    const without = await examine({ PATH: parent });
    const { text, fix } = sandboxFaults.not_installed;
    expect(without.named("sandbox")).toEqual([
      { name: "sandbox", state: "warn", text: `${text} ${sandboxMeanings.none}`, fix },
    ]);
    expect(without.code).toBe(0);
    const demanded = await examine({ PATH: parent, SECOND_SANDBOX: "bwrap" });
    expect(demanded.named("sandbox")).toMatchObject([
      { state: "fail", text: `${text} ${sandboxMeanings.missing}` },
    ]);
    expect(demanded.code).toBe(1);
    const declared = await examine({ PATH: parent, SECOND_SANDBOX: "container" });
    expect(declared.named("sandbox")).toMatchObject([{ state: "ok", text: sandboxMeanings.container }]);
  });
});
