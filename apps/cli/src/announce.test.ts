import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { announce, withdraw } from "./announce.ts";

let clone = "";
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "second-clone-"));
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

const facts = {
  url: "http://localhost:3000",
  webPort: 3000,
  workerPort: 3001,
  dataDirectory: "/nowhere",
  mode: "start",
  startedAt: "2030-01-01T00:00:00.000Z",
};

it("[OPS-7] tells of the instance until it is withdrawn", () => {
  expect(announce(clone, facts)).toBe(true);
  expect(readFileSync(join(clone, ".second-dev.txt"), "utf8")).toContain("url=http://localhost:3000\n");
  withdraw(clone);
  expect(() => readFileSync(join(clone, ".second-dev.txt"))).toThrow("ENOENT");
});

it("[OPS-7] says so where the clone cannot be written, and goes on", () => {
  mkdirSync(join(clone, `.second-dev.txt.${process.pid}`));
  expect(announce(clone, facts)).toBe(false);
});
