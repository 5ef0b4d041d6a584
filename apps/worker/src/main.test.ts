import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  builderTools,
  heartbeatBodySchema,
  type NumberedEvent,
  type SessionState,
  type WorkerEvent,
} from "@second/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSdk } from "./dependencies/testing/built-sdk.ts";
import { removeTree } from "./files/index.ts";
import { startWebStub, type WebStub } from "./testing/web-stub.ts";
import { startWorkerProcess, type WorkerProcess } from "./testing/worker-process.ts";
import {
  appId,
  parseLines,
  startBody,
  turnId,
  typesOf,
  workspaceId,
} from "./turns/testing/worker-under-test.ts";

const token = "0123456789abcdef0123456789abcdef";
const canary = "sk-ant-canary-of-the-whole-worker-0123456789";

let data: string;
let web: WebStub;
let worker: WorkerProcess;
let url: string;

beforeAll(async () => {
  buildSdk();
  data = await mkdtemp(join(tmpdir(), "second-worker-"));
  web = await startWebStub();
  worker = start();
  url = await worker.ready;
}, 120_000);
afterAll(async () => {
  worker.child.kill("SIGKILL");
  await worker.ended;
  await web.close();
  await removeTree(data);
});

function start(more: Record<string, string> = {}): WorkerProcess {
  return startWorkerProcess({
    INTERNAL_API_TOKEN: token,
    SECOND_DATA_DIR: data,
    WEB_URL: web.url,
    ANTHROPIC_API_KEY: canary,
    ...more,
  });
}

function call(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: { "x-second-internal-token": token, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

let fence = 0;
async function runTurn(prompt: string, session: SessionState | null): Promise<NumberedEvent[]> {
  fence += 1;
  const body = startBody(fence, { prompt, session, tools: Object.keys(builderTools) });
  expect((await call("POST", "/turns", body)).status).toBe(202);
  const events = parseLines(await (await call("GET", `/turns/${turnId(fence)}/1/events?after=0`)).text());
  await call("POST", `/turns/${turnId(fence)}/1/ack`, { number: events.length });
  return events;
}
function last<T extends WorkerEvent["type"]>(events: NumberedEvent[], type: T) {
  const found = events.map(({ event }) => event).findLast((event) => event.type === type);
  if (found === undefined) throw new Error(`no ${type} in ${typesOf(events).join()}`);
  return found as Extract<WorkerEvent, { type: T }>;
}

describe("a worker process", () => {
  it("[OPS-11] ends with 78 and every fault when it cannot be configured", async () => {
    const broken = startWorkerProcess({ SECOND_SANDBOX: "none", INTERNAL_API_TOKEN: "short-canary" });
    expect(await broken.ended).toBe(78);
    for (const name of ["SECOND_SANDBOX", "INTERNAL_API_TOKEN", "SECOND_DATA_DIR"]) {
      expect(broken.output()).toContain(`${name} `);
    }
    expect(broken.output()).not.toContain("canary");
  });

  it("tells web that it is there", async () => {
    await expect.poll(() => web.beats.length).toBeGreaterThan(0);
    expect(heartbeatBodySchema.parse(web.beats[0])).toMatchObject({ url, turnsMax: 4, protocol: 1 });
  });

  it("[RT-2] [EVT-4] lets the demo plan an app, then build it, with nothing but its own runtime", async () => {
    const files = await call("POST", `/files/${workspaceId}/${appId}`, { fence: 1, manifest: null });
    expect(await files.json()).toEqual({ missing: [] });

    const planned = await runTurn("Track vendor renewals with owner, cost and renewal date", null);
    expect(last(planned, "end")).toEqual({ type: "end", reason: "presented" });
    expect(last(planned, "usage")).toMatchObject({ totalCostUsd: null, steps: 1 });
    expect(web.toolCalls.map(({ tool, turnToken }) => [tool, turnToken])).toEqual([
      ["present_plan", "token-of-the-turn"],
    ]);

    const built = await runTurn("The plan is approved. Build it.", last(planned, "checkpoint").session);
    expect(last(built, "end")).toEqual({ type: "end", reason: "completed" });
    expect(typesOf(built).slice(-3)).toEqual(["usage", "checkpoint", "end"]);
    const call2 = web.toolCalls.at(-1);
    expect(call2).toMatchObject({ tool: "done_building", body: { build: { status: "built" } } });
    expect(typesOf(built)).toContain("build");
    const checkpoint = last(built, "checkpoint");
    expect(checkpoint.filesChanged).toBe(true);
    const build = call2?.body.build;
    if (build?.status !== "built") throw new Error("It was not built.");
    expect(checkpoint.tree).toEqual(build.source);
    const page = build.artifact["index.html"]?.sha256;
    expect(await (await call("GET", `/blobs/${page}`)).text()).toContain("<!doctype html>");
  }, 60_000);

  it("[OPS-34] logs ids and codes, and neither prompts, keys nor tokens", () => {
    expect(worker.output()).toContain('"event":"turn.ended"');
    for (const secret of [canary, token, "token-of-the-turn", "vendor renewals", "You build apps"]) {
      expect(worker.output()).not.toContain(secret);
    }
  });

  it("[SBX-1] keeps the real key out of every process and file below it", async () => {
    const own = worker.child.pid ?? 0;
    for (const pid of descendants(own)) {
      for (const file of ["environ", "cmdline"]) {
        expect(readFileSync(`/proc/${pid}/${file}`, "utf8")).not.toContain(canary);
      }
    }
    for (const entry of readdirSync(join(data, "run"), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      expect(readFileSync(join(entry.parentPath, entry.name), "utf8")).not.toContain(canary);
    }
  });

  it("[OPS-6] drains on SIGTERM and leaves no process behind", async () => {
    const below = descendants(worker.child.pid ?? 0);
    expect(below.length).toBeGreaterThan(0);
    worker.child.kill("SIGTERM");
    expect(await worker.ended).toBe(0);
    await expect.poll(() => below.filter(isAlive)).toEqual([]);
    expect(readdirSync(join(data, "run/runtimes"))).toEqual([]);
  });

  it("ends with its supervisor, and after kill -9 no agent goes on", async () => {
    worker = start({ SECOND_SUPERVISED: "1" });
    url = await worker.ready;
    fence += 1;
    await call("POST", "/turns", startBody(fence, { prompt: "Track books" }));
    await (await call("GET", `/turns/${turnId(fence)}/1/events?after=0`)).text();
    const below = descendants(worker.child.pid ?? 0);
    expect(below.length).toBeGreaterThan(0);
    worker.child.kill("SIGKILL");
    await worker.ended;
    await expect.poll(() => below.filter(isAlive)).toEqual([]);

    worker = start({ SECOND_SUPERVISED: "1" });
    url = await worker.ready;
    expect(readdirSync(join(data, "run/runtimes"))).toEqual([String(worker.child.pid)]);
    worker.child.stdin?.end();
    expect(await worker.ended).toBe(0);
  }, 60_000);
});

/** Processes of the jail below a process, its bubblewraps included. */
function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "latin1").split(") ")[1]?.split(" ");
      parents.set(Number(name), Number(fields?.[1]));
    } catch {
      // It ended while the list was read.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  // esbuild's service belongs to the loader of these tests.
  return [...parents.keys()].filter((pid) => isBelow(pid) && !readCommand(pid).includes("esbuild"));
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}
