import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announce, withdraw } from "./announce.ts";
import { claimDirectory, readHolder, readRunFile, releaseDirectory, writeRunFile } from "./running.ts";

const url = "http://localhost:3000";
let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "second-running-"));
  mkdirSync(join(directory, "run"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const holderFile = () => join(directory, "run", "holder.json");

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "close");
  return child.pid ?? 0;
}

describe("claimDirectory", () => {
  it("[OPS-4] tells a second start who holds the directory, until the first lets go", () => {
    expect(claimDirectory(directory, url)).toBeNull();
    expect(claimDirectory(directory, "http://localhost:3002")).toMatchObject({ url, pid: process.pid });
    releaseDirectory(directory);
    expect(readHolder(directory)).toBeNull();
    expect(claimDirectory(directory, "http://localhost:3002")).toBeNull();
  });

  it("[OPS-4] takes over from a process that is gone", async () => {
    writeFileSync(holderFile(), JSON.stringify({ pid: await deadPid(), pidSince: null, url }));
    expect(readHolder(directory)).toBeNull();
    expect(claimDirectory(directory, url)).toBeNull();
  });

  it("[OPS-4] is not misled by a process that has got the number of a dead one", () => {
    writeFileSync(holderFile(), JSON.stringify({ pid: process.pid, pidSince: "1", url }));
    const isMisled = readHolder(directory) !== null;
    expect(isMisled).toBe(!existsSync("/proc/self/stat"));
  });

  it("takes a broken file for none", () => {
    writeFileSync(holderFile(), "{");
    expect(claimDirectory(directory, url)).toBeNull();
  });
});

describe("the file of a running instance", () => {
  const facts = {
    url,
    webPort: 3000,
    workerPort: 3001,
    webUrl: "http://127.0.0.1:3000",
    workerUrl: "http://127.0.0.1:3001",
    mode: "start",
    startedAt: "2026-01-01T00:00:00.000Z",
  };

  it("holds what it was given, and goes when the directory is let go", () => {
    writeRunFile(directory, facts);
    expect(readRunFile(directory)).toMatchObject({ ...facts, pid: process.pid });
    releaseDirectory(directory);
    expect(readRunFile(directory)).toBeNull();
  });
});

describe("announce", () => {
  const facts = {
    url,
    webPort: 3000,
    workerPort: 3001,
    dataDirectory: "/data",
    mode: "start",
    startedAt: "2026-01-01T00:00:00.000Z",
  };
  const file = () => join(directory, ".second-dev.txt");

  it("[OPS-3] writes one `key=value` a line, and removes the file on stop", () => {
    announce(directory, facts);
    expect(readFileSync(file(), "utf8").split("\n")).toEqual([
      `url=${url}`,
      "web_port=3000",
      "worker_port=3001",
      "data_dir=/data",
      `pid=${process.pid}`,
      "mode=start",
      "started_at=2026-01-01T00:00:00.000Z",
      "",
    ]);
    withdraw(directory);
    expect(existsSync(file())).toBe(false);
  });

  it("[OPS-3] replaces the file of a process that is gone", async () => {
    writeFileSync(file(), `url=http://localhost:9\ndata_dir=${directory}\npid=${await deadPid()}\n`);
    announce(directory, facts);
    expect(readFileSync(file(), "utf8")).toContain(`url=${url}\n`);
  });

  it("[OPS-4] leaves the file of another instance of this clone, on writing and on stop", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
    writeFileSync(
      holderFile(),
      JSON.stringify({ pid: other.pid, pidSince: null, url: "http://localhost:9" }),
    );
    const theirs = `url=http://localhost:9\ndata_dir=${directory}\npid=${other.pid}\n`;
    writeFileSync(file(), theirs);
    announce(directory, facts);
    withdraw(directory);
    expect(readFileSync(file(), "utf8")).toBe(theirs);
    other.kill();
    await once(other, "close");
  });
});
