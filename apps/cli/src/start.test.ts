import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { generatedKeys } from "./data-directory.ts";
import { type RunFile, readHolder, readRunFile } from "./running.ts";
import { runCommand } from "./testing/run-command.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const announced = join(root, ".second-dev.txt");
const startMsMax = 180_000;

let data = "";
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "second-product-"));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

interface Product {
  child: ChildProcess;
  output: () => string;
  run: RunFile;
}

/** Starts the product as `npm start` does. */
function spawnProduct(): Omit<Product, "run"> {
  const child = spawn(process.execPath, [join(root, "tools/start.mjs"), "--no-open"], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      SECOND_DATA_DIR: data,
      SECOND_ALLOW_LOCAL_LOGIN: "0",
    },
    // A group of its own, which gets what a terminal sends.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return { child, output: () => output };
}

/** Starts the product and waits until it says that it is ready. */
async function startProduct(): Promise<Product> {
  const { child, output } = spawnProduct();
  await expect
    .poll(() => output().includes("Second is ready at") || child.exitCode !== null, { timeout: startMsMax })
    .toBe(true);
  const run = readRunFile(data);
  if (run === null) throw new Error(`The product did not start.\n${output()}`);
  return { child, output, run };
}

const answers = async (address: string) => (await ask(address, 2_000)) !== null;

/** The instance that somebody else has started from this clone, or null. */
function othersAnnouncement(): string | null {
  if (!existsSync(announced)) return null;
  const text = readFileSync(announced, "utf8");
  const of = (key: string) => text.match(new RegExp(`^${key}=(.*)$`, "m"))?.[1] ?? "";
  return String(readHolder(of("data_dir"))?.pid) === of("pid") ? text : null;
}

describe("the started product", () => {
  it("[OPS-1] [OPS-3] [OPS-4] [OPS-6] [OPS-7] runs from one command to Ctrl-C", {
    timeout: 2 * startMsMax,
  }, async () => {
    const others = othersAnnouncement();
    const { child, output, run } = await startProduct();
    expect(output()).toContain(`Second is ready at http://localhost:${run.webPort}`);
    expect(await ask(`${run.webUrl}/api/ready`, 5_000)).toMatchObject({
      status: 200,
      body: { checks: { store: "ok", bus: "ok" } },
    });
    expect((await fetch(run.url)).status).toBe(200);

    const file = readFileSync(announced, "utf8");
    if (others === null)
      expect(file.split("\n")).toEqual([
        `url=${run.url}`,
        `web_port=${run.webPort}`,
        `worker_port=${run.workerPort}`,
        `data_dir=${data}`,
        `pid=${child.pid}`,
        "mode=start",
        expect.stringMatching(/^started_at=\d{4}-\d\d-\d\dT/),
        "",
      ]);
    else expect(file).toBe(others);
    expect(statSync(data).mode & 0o777).toBe(0o700);

    const environment = { SECOND_DATA_DIR: data };
    const second = await runCommand(["start", "--no-open"], environment);
    expect(second).toMatchObject({ code: 1 });
    expect(second.errors).toContain(`Second already runs on this data at ${run.url}`);
    const status = await runCommand(["status", "--json"], environment);
    expect(JSON.parse(status.output)).toMatchObject({ running: true, url: run.url, version: "0.1.0" });
    const doctor = await runCommand(["doctor", "--json"], environment);
    for (const path of Object.values(generatedKeys(data)))
      expect(doctor.output).not.toContain(readFileSync(path, "utf8").trim());
    expect(doctor.output).toContain(`running at ${run.url}`);

    process.kill(-(child.pid ?? 0), "SIGINT");
    const [code] = await once(child, "close");
    expect(code).toBe(0);
    expect(output()).toContain("Finishing what runs. Press Ctrl-C again to end at once.");
    expect([await answers(run.webUrl), await answers(run.workerUrl)]).toEqual([false, false]);
    expect(existsSync(announced) ? readFileSync(announced, "utf8") : null).toBe(others);
    expect(readHolder(data)).toBeNull();
  });

  it("[OPS-4] leaves nothing behind when it is killed, and starts again on the same data", {
    timeout: 2 * startMsMax,
  }, async () => {
    const killed = await startProduct();
    killed.child.kill("SIGKILL");
    await expect
      .poll(async () => [await answers(killed.run.webUrl), await answers(killed.run.workerUrl)], {
        timeout: 60_000,
      })
      .toEqual([false, false]);
    const { child } = await startProduct();
    const stop = await runCommand(["stop"], { SECOND_DATA_DIR: data });
    expect(stop).toMatchObject({ code: 0, output: "Stopped.\n" });
    await expect.poll(() => child.exitCode, { timeout: 10_000 }).toBe(0);
  });

  it("[OPS-4] ends what it launched when it cannot note that it runs", { timeout: startMsMax }, async () => {
    const noted = join(data, "run", "second.json");
    rmSync(noted, { force: true });
    mkdirSync(noted);
    const { child, output } = spawnProduct();
    const [code] = await once(child, "close");
    rmSync(noted, { recursive: true });
    expect(code).toBe(1);
    expect(output()).toContain("second.json");
    expect(() => process.kill(-(child.pid ?? 0), 0)).toThrow("ESRCH");
    expect(readHolder(data)).toBeNull();
  });
});
