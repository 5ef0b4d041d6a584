import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Supervised, supervise, type Times } from "./supervisor.ts";

const times: Times = { deathsMax: 5, deathsWithinMs: 60_000, firstWaitMs: 1, longestWaitMs: 4 };
const patienceMs = 10_000;

let directory = "";
const running: Supervised[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "second-supervisor-"));
});
afterEach(() => {
  for (const each of running.splice(0)) each.kill();
  rmSync(directory, { recursive: true, force: true });
});

interface Story {
  supervised: Supervised;
  lines: string[];
  waits: number[];
  /** Resolves with the exit code and the last lines when the supervisor gives up. */
  fatal: Promise<{ code: number; lastLines: string[] }>;
  /** Resolves once a line was printed so many times. */
  heard(line: string, count?: number): Promise<void>;
}

/** Keeps a small program of this test running. */
function keep(program: string, options: { readyUrl?: string; times?: Times } = {}): Story {
  const lines: string[] = [];
  const waits: number[] = [];
  const listeners: (() => void)[] = [];
  let giveUp: (end: { code: number; lastLines: string[] }) => void = () => undefined;
  const fatal = new Promise<{ code: number; lastLines: string[] }>((resolve) => {
    giveUp = resolve;
  });
  const supervised = supervise(
    {
      name: "fake",
      command: process.execPath,
      args: ["-e", program],
      environment: { PATH: process.env.PATH },
      readyUrl: options.readyUrl ?? "http://127.0.0.1:9/",
    },
    {
      onLine: (_, line) => {
        lines.push(line);
        for (const listener of listeners) listener();
      },
      onRestart: (_, waitMs) => waits.push(waitMs),
      onFatal: (_, code, lastLines) => giveUp({ code, lastLines: [...lastLines] }),
      times: options.times ?? times,
    },
  );
  running.push(supervised);
  supervised.launch();
  const heard = (line: string, count = 1) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (lines.filter((each) => each === line).length >= count) resolve();
      };
      listeners.push(look);
      look();
    });
  return { supervised, lines, waits, fatal, heard };
}

const staysAlive = "setInterval(() => undefined, 1000);";

describe("supervise", () => {
  it("[OPS-5] starts a dead process again, waiting twice as long each time, and gives up at the fifth death", async () => {
    const { fatal, waits, lines } = keep(
      "for (let n = 1; n <= 9; n += 1) console.log('line ' + n); process.exitCode = 3;",
    );
    const { code, lastLines } = await fatal;
    expect(waits).toEqual([1, 2, 4, 4]);
    expect(code).toBe(3);
    expect(lines).toHaveLength(45);
    expect(lastLines).toHaveLength(20);
    expect(lastLines.slice(-2)).toEqual(["line 8", "line 9"]);
  });

  it("[OPS-5] begins anew when deaths lie far apart", async () => {
    const program = `
      const fs = require("node:fs"), path = ${JSON.stringify(join(directory, "count"))};
      const count = fs.existsSync(path) ? Number(fs.readFileSync(path)) + 1 : 1;
      fs.writeFileSync(path, String(count));
      if (count > 8) { console.log("well"); ${staysAlive} }`;
    const { heard, waits } = keep(program, { times: { ...times, deathsWithinMs: 0 } });
    await heard("well");
    expect(waits).toEqual(Array.from({ length: 8 }, () => 1));
  });

  it("[OPS-5] starts a killed process again", async () => {
    const { heard, lines, waits } = keep(
      `console.log("up"); console.log("pid " + process.pid); ${staysAlive}`,
    );
    await heard("up");
    await expect.poll(() => lines.length).toBe(2);
    process.kill(Number(lines[1]?.slice(4)), "SIGKILL");
    await heard("up", 2);
    expect(waits).toEqual([1]);
  });

  it.each([78, 75])(
    "gives up at once when it ends with %i, for the same again would end the same",
    async (code) => {
      const { fatal, waits } = keep(`console.error("why"); process.exitCode = ${code};`);
      expect(await fatal).toEqual({ code, lastLines: ["why"] });
      expect(waits).toEqual([]);
    },
  );

  it("takes down what a dead process has left behind", async () => {
    const alive = join(directory, "alive");
    const left = `setInterval(() => require("node:fs").writeFileSync(${JSON.stringify(alive)}, ""), 5);`;
    const { heard, supervised } = keep(
      `
      require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(left)}], { stdio: "inherit" });
      setTimeout(() => { console.log("dying"); process.exit(1); }, 300);`,
      {
        times: { ...times, firstWaitMs: 60_000, longestWaitMs: 60_000 },
      },
    );
    await heard("dying");
    await expect
      .poll(
        async () => {
          rmSync(alive, { force: true });
          await new Promise((resolve) => setTimeout(resolve, 100));
          return existsSync(alive);
        },
        { timeout: patienceMs },
      )
      .toBe(false);
    await supervised.stop(patienceMs);
  });

  it("[OPS-6] lets a process finish what it does", async () => {
    const done = join(directory, "done");
    const { heard, supervised, waits } = keep(`
      process.on("SIGTERM", () => setTimeout(() => {
        require("node:fs").writeFileSync(${JSON.stringify(done)}, "finished"); process.exit(0); }, 50));
      console.log("up"); ${staysAlive}`);
    await heard("up");
    await supervised.stop(patienceMs);
    expect(readFileSync(done, "utf8")).toBe("finished");
    expect(waits).toEqual([]);
  });

  it("[OPS-6] ends a process at once that would go on finishing", async () => {
    const { heard, supervised } = keep(`
      process.on("SIGTERM", () => console.log("not yet")); console.log("up"); ${staysAlive}`);
    await heard("up");
    const stopped = supervised.stop(60_000);
    await heard("not yet");
    supervised.kill();
    await stopped;
  });

  it("kills a process that does not finish in time", async () => {
    const { heard, supervised } = keep(
      `process.on("SIGTERM", () => undefined); console.log("up"); ${staysAlive}`,
    );
    await heard("up");
    await supervised.stop(20);
  });

  it("does not start a process again that is told to stop while it waits", async () => {
    const { waits, supervised, lines } = keep("console.log('up'); process.exitCode = 1;", {
      times: { ...times, firstWaitMs: 50, longestWaitMs: 50 },
    });
    await expect.poll(() => waits.length).toBe(1);
    await supervised.stop(patienceMs);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(lines).toEqual(["up"]);
  });
});

describe("ready", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it("waits for the first answer that is 200, asked as localhost", async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers.host);
      response.writeHead(asked.length < 3 ? 503 : 200).end();
    }).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // listens on TCP
    const { supervised } = keep(staysAlive, { readyUrl: `http://127.0.0.1:${port}/ready` });
    await supervised.ready(patienceMs);
    expect(asked).toEqual(["localhost", "localhost", "localhost"]);
  });

  it("gives up with the last lines, and when the process is told to stop", async () => {
    const { supervised, heard } = keep(`console.log("still busy"); ${staysAlive}`);
    await heard("still busy");
    await expect(supervised.ready(1)).rejects.toThrow("fake did not become ready.\nstill busy");
    const ready = supervised.ready(patienceMs);
    void supervised.stop(patienceMs);
    await expect(ready).rejects.toThrow("fake was stopped.");
  });
});
