import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "second-watched-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("runs a program again after a change, and ends with its standard input", async () => {
  const program = join(directory, "main.ts");
  const write = (word: string) =>
    writeFileSync(
      program,
      `process.on("SIGTERM", () => { console.log("finished"); process.exit(0); }).stdin.resume();
       console.log(${JSON.stringify(word)}, process.argv[2] as string);`,
    );
  write("first");
  const runWatched = fileURLToPath(new URL("./run-watched.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), runWatched, program, "dev"]);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const said = (word: string) => expect.poll(() => output, { timeout: 15_000 }).toContain(word);
  await said("first dev");
  write("second");
  await said("second dev");
  child.stdin.end();
  await once(child, "close");
  expect(output).toContain("finished");
});
