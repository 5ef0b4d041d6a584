import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownDirectory } from "./own-directory.ts";

let dataDirectory = "";
beforeAll(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "second-owner-"));
});
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

/** Whether another process would get the directory. */
function otherOwns(mongodbUri: string | null): { status: number | null; stdout: string; stderr: string } {
  const file = JSON.stringify(new URL("./own-directory.ts", import.meta.url).href);
  const config = JSON.stringify({ mongodbUri, dataDirectory });
  const script = `import(${file}).then(({ ownDirectory }) => process.stdout.write(String(ownDirectory(${config}))))
    .catch((error) => { process.stderr.write(error.name + ": " + error.message); process.exit(1); })`;
  const args = ["--conditions=@second/source", "--import", import.meta.resolve("tsx"), "-e", script];
  return spawnSync(process.execPath, args, { encoding: "utf8" });
}

describe("ownDirectory", () => {
  it("[OPS-4] lets one process own a directory, whatever memory is freed, and all use it with MongoDB", () => {
    const alone = otherOwns("mongodb://localhost").stdout;
    expect(alone).toMatch(/^[0-9a-f]{16}$/);
    expect(ownDirectory({ mongodbUri: null, dataDirectory })).toBe(alone);
    setFlagsFromString("--expose-gc");
    runInNewContext("gc")();
    expect(otherOwns(null)).toMatchObject({
      status: 1,
      stderr: `DirectoryInUse: Another Second uses ${dataDirectory}. Stop it, or choose another SECOND_DATA_DIR.`,
    });
    // Not its own: nothing tells that a former process is dead.
    expect(otherOwns("mongodb://localhost")).toMatchObject({ status: 0, stdout: "null", stderr: "" });
  });

  it("serves with MongoDB without a directory that can be locked", () => {
    const file = join(dataDirectory, "file");
    writeFileSync(file, "");
    expect(ownDirectory({ mongodbUri: "mongodb://localhost", dataDirectory: file })).toBeNull();
  });
});
