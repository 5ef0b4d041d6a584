import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generatedKeys, prepareDataDirectory } from "./data-directory.ts";
import { claimDirectory, releaseDirectory } from "./running.ts";
import { runCommand } from "./testing/run-command.ts";

let parent = "";
let data = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "second-command-"));
  data = join(parent, "data");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const run = (args: string[], environment: Record<string, string> = {}) =>
  runCommand(args, { SECOND_DATA_DIR: data, ...environment });

describe("second", () => {
  it("[OPS-9] explains itself with 0, and wrong usage with 2", async () => {
    const help = await run(["--help"]);
    expect(help).toMatchObject({ code: 0, errors: "" });
    expect(help.output).toContain("Usage: second <command>");
    for (const args of [["strat"], ["start", "--prot", "1"], ["start", "--port", "many"]]) {
      const wrong = await run(args);
      expect(wrong.code).toBe(2);
      expect(wrong.errors).toContain("Usage: second <command>");
    }
  });

  it("[OPS-9] answers 3 where nothing runs", async () => {
    expect(await run(["status"])).toMatchObject({ code: 3, output: "Second does not run on this data.\n" });
    expect(await run(["status", "--json"])).toMatchObject({ code: 3, output: '{"running":false}\n' });
    expect(await run(["stop"])).toMatchObject({ code: 3, output: "Second does not run on this data.\n" });
  });

  it("[OPS-9] [OPS-11] answers 78 with every bad variable at once", async () => {
    const { code, errors } = await run(["start"], { WEB_PORT: "many", WORKER_PORT: "0", SECOND_ENV: "test" });
    expect(code).toBe(78);
    expect(errors.split("\n").filter(Boolean)).toEqual([
      "Configuration cannot be used:",
      "  SECOND_ENV must be one of development, production, for example development",
      "  WEB_PORT must be a whole number from 1 to 65535, for example 3000",
      "  WORKER_PORT must be a whole number from 1 to 65535, for example 3001",
    ]);
    expect(readdirSync(parent)).toEqual([]);
  });

  it("[OPS-9] [OPS-15] answers 78 for keys that others can read", async () => {
    prepareDataDirectory(data, {});
    const { INTERNAL_API_TOKEN: path } = generatedKeys(data);
    chmodSync(path, 0o644);
    const { code, errors } = await run(["start"]);
    expect(errors).toContain(`${path} holds a key that others can read`);
    expect(code).toBe(78);
  });

  it("[OPS-4] [OPS-9] answers 1 and the address where another start holds the data", async () => {
    prepareDataDirectory(data, {});
    claimDirectory(data, "http://localhost:4321");
    const { code, errors } = await run(["start", "--no-open"]);
    expect(errors).toContain("Second already runs on this data at http://localhost:4321");
    expect(code).toBe(1);
    expect((await run(["status"])).output).toContain("Second runs at http://localhost:4321");
    releaseDirectory(data);
  });

  it("[OPS-12] warns of a variable that nothing reads", async () => {
    prepareDataDirectory(data, {});
    claimDirectory(data, "http://localhost:4321");
    const { errors } = await run(["start"], { SECOND_STREAM_MAX: "5" });
    expect(errors).toContain("Nothing reads SECOND_STREAM_MAX. Did you mean SECOND_STREAMS_MAX?");
    releaseDirectory(data);
  });
});
