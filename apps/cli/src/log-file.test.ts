import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLogFile } from "./log-file.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "second-log-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(directory, name), "utf8");

describe("openLogFile", () => {
  it("goes on where a former run has ended, readable for its owner alone", () => {
    for (const line of ["one", "two"]) {
      const log = openLogFile(directory);
      log.write(line);
      log.close();
    }
    expect(read("second.log")).toBe("one\ntwo\n");
    expect(statSync(join(directory, "second.log")).mode & 0o777).toBe(0o600);
  });

  it("keeps a few older files and forgets what is older still", () => {
    const log = openLogFile(directory, { files: 3, bytes: 10 });
    for (const line of ["first-line", "second-line", "third-line", "fourth-line"]) log.write(line);
    log.close();
    expect(readdirSync(directory).sort()).toEqual(["second.1.log", "second.2.log", "second.log"]);
    expect([read("second.2.log"), read("second.1.log"), read("second.log")]).toEqual([
      "second-line\n",
      "third-line\n",
      "fourth-line\n",
    ]);
  });

  it("goes on in its file while a rotation fails, and rotates once it can", () => {
    const log = openLogFile(directory, { files: 2, bytes: 10 });
    log.write("first-line");
    mkdirSync(join(directory, "second.1.log", "in-the-way"), { recursive: true });
    log.write("lost");
    log.write("lost too");
    rmSync(join(directory, "second.1.log"), { recursive: true });
    log.write("second-line");
    log.close();
    expect([read("second.1.log"), read("second.log")]).toEqual(["first-line\n", "second-line\n"]);
  });
});
