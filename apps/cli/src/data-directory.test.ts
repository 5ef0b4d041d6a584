import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@second/contracts/configuration";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generatedKeys, prepareDataDirectory } from "./data-directory.ts";

let parent = "";
let directory = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "second-data-"));
  directory = join(parent, "data");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("prepareDataDirectory", () => {
  it("[OPS-13] makes a directory and keys that are their owner's alone, and keeps them", () => {
    const { keyFiles } = prepareDataDirectory(directory, {});
    const keys = generatedKeys(directory);
    expect(keyFiles).toEqual({
      SECOND_SESSION_SECRET_FILE: keys.SECOND_SESSION_SECRET,
      INTERNAL_API_TOKEN_FILE: keys.INTERNAL_API_TOKEN,
    });
    expect([modeOf(directory), modeOf(join(directory, "secrets"))]).toEqual(["700", "700"]);
    const contents = Object.values(keys).map((path) => readFileSync(path, "utf8"));
    expect(Object.values(keys).map(modeOf)).toEqual(["600", "600"]);
    expect(contents.every((content) => content.trim().length === 43)).toBe(true);
    expect(contents[0]).not.toBe(contents[1]);
    prepareDataDirectory(directory, {});
    expect(Object.values(keys).map((path) => readFileSync(path, "utf8"))).toEqual(contents);
  });

  it("closes a directory that others can read", () => {
    prepareDataDirectory(directory, {});
    chmodSync(directory, 0o755);
    prepareDataDirectory(directory, {});
    expect(modeOf(directory)).toBe("700");
  });

  it("[OPS-13] makes no key that was given, and none where machines have to share them", () => {
    const given = { SECOND_SESSION_SECRET: "x", INTERNAL_API_TOKEN_FILE: "/run/secrets/token" };
    expect(prepareDataDirectory(directory, given).keyFiles).toEqual({});
    expect(prepareDataDirectory(directory, {}, false).keyFiles).toEqual({});
  });

  it.each([0o640, 0o604])("[OPS-15] refuses a key of mode %o as bad configuration", (mode) => {
    prepareDataDirectory(directory, {});
    const path = generatedKeys(directory).SECOND_SESSION_SECRET;
    chmodSync(path, mode);
    expect(() => prepareDataDirectory(directory, {})).toThrow(ConfigurationError);
    expect(() => prepareDataDirectory(directory, {})).toThrow(`chmod 600 ${path}`);
  });

  it("says so when a file is in the way", () => {
    writeFileSync(directory, "");
    expect(() => prepareDataDirectory(directory, {})).toThrow(
      `The data directory cannot be used: ${directory} is a file. Choose a directory with SECOND_DATA_DIR.`,
    );
    expect(() => prepareDataDirectory(join(directory, "below"), {})).toThrow("lies below a file");
  });
});

/** Makes the directory on a file system of its own, which bubblewrap mounts as it is told. */
function prepareIn(mounts: string[]): { status: number | null; stderr: string } {
  const script = `import(${JSON.stringify(new URL("./data-directory.ts", import.meta.url).href)}).then(
    ({ prepareDataDirectory }) => prepareDataDirectory(${JSON.stringify(directory)}, {}),
  ).catch((error) => { process.stderr.write(error.message); process.exit(1); })`;
  const node = [
    process.execPath,
    "--conditions=@second/source",
    "--import",
    import.meta.resolve("tsx"),
    "-e",
    script,
  ];
  return spawnSync("bwrap", ["--bind", "/", "/", "--dev", "/dev", ...mounts, ...node], { encoding: "utf8" });
}

describe("a data directory that cannot be written", () => {
  it("is told in a sentence when its disk is read-only", () => {
    expect(prepareIn(["--ro-bind", parent, parent]).stderr).toBe(
      `The data directory cannot be used: ${directory} cannot be made; its disk may not be writable. Choose another directory with SECOND_DATA_DIR.`,
    );
    prepareDataDirectory(directory, {});
    expect(prepareIn(["--ro-bind", parent, parent])).toMatchObject({
      status: 1,
      stderr: `The data directory cannot be used: ${directory} is on a disk that cannot be written. Choose another directory with SECOND_DATA_DIR.`,
    });
  });

  it("is told in a sentence when its disk is full", () => {
    expect(prepareIn(["--size", "4096", "--tmpfs", parent])).toMatchObject({
      status: 1,
      stderr: `The data directory cannot be used: The disk of ${directory} is full. Free some space, or choose another directory with SECOND_DATA_DIR.`,
    });
  });
});
