import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockDirectory } from "./lock-directory.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "second-lock-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const script = (then: string) => `
  const { lockDirectory } = await import(${JSON.stringify(new URL("./lock-directory.ts", import.meta.url).href)});
  const lock = lockDirectory(${JSON.stringify(directory)});
  process.stdout.write(lock ? "owner" : "refused");
  ${then}`;
const node = ["--import", "tsx", "--input-type=module", "-e"];

it("[OPS-4] lets one process own a directory, and the next once that is gone", () => {
  const lock = lockDirectory(directory);
  expect(lock).not.toBeNull();
  expect(execFileSync(process.execPath, [...node, script("")]).toString()).toBe("refused");
  lock?.release();
  expect(execFileSync(process.execPath, [...node, script("")]).toString()).toBe("owner");
});

it("[OPS-4] frees the directory when its owner is killed", async () => {
  const owner = spawn(process.execPath, [...node, script("setInterval(() => {}, 1000);")]);
  await new Promise((resolve) => owner.stdout.once("data", resolve));
  expect(lockDirectory(directory)).toBeNull();
  owner.kill("SIGKILL");
  await new Promise((resolve) => owner.once("close", resolve));
  expect(lockDirectory(directory)).not.toBeNull();
});

it("[OPS-4] tells what it cannot lock from what another owns", () => {
  mkdirSync(join(directory, "run", "owner.lock"), { recursive: true });
  expect(() => lockDirectory(directory)).toThrow(expect.objectContaining({ code: "store.unavailable" }));
  rmSync(join(directory, "run"), { recursive: true });
  writeFileSync(join(directory, "run"), "");
  expect(() => lockDirectory(directory)).toThrow(expect.objectContaining({ code: "store.unavailable" }));
});
