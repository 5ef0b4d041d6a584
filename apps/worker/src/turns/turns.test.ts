import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  appId,
  openWorkerUnderTest,
  parseLines,
  startBody,
  turnId,
  typesOf,
  workspaceId,
} from "./testing/worker-under-test.ts";

let worker: Awaited<ReturnType<typeof openWorkerUnderTest>>;
const app = { workspaceId, appId };
const usage = { type: "usage", models: {}, totalCostUsd: null, steps: 1, durationMs: 5 } as const;
const completed = { type: "end", reason: "completed" } as const;

async function start(number: number, more: Parameters<typeof startBody>[1] = {}): Promise<number> {
  return (await worker.call("POST", "/turns", startBody(number, more))).status;
}
async function* parsed(response: Response) {
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) yield* parseLines(decoder.decode(bytes));
}
const codeOf = async (response: Response | Promise<Response>) => {
  const { status, ...rest } = await response;
  return { status: (await response).status ?? status, code: (await (await response).json()).code, ...rest };
};

beforeEach(async () => {
  worker = await openWorkerUnderTest();
  await worker.call("POST", `/files/${workspaceId}/${appId}`, { fence: 1, manifest: null });
});
afterEach(() => worker.close());

describe("a turn in the worker", () => {
  it("[REC-3] [REC-4] streams numbered events and ends with usage, checkpoint and end, in this order", async () => {
    expect(await start(1)).toBe(202);
    const turn = await worker.turn(1);
    await writeFile(join(worker.files, "new.txt"), "new");
    turn.emit(
      { type: "text", partId: "p", delta: "Hi" },
      { type: "part-end", partId: "p" },
      usage,
      completed,
    );
    const events = await worker.readEvents(1);
    expect(events.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(typesOf(events)).toEqual(["text", "part-end", "usage", "checkpoint", "end"]);
    expect(events[3]?.event).toEqual({
      type: "checkpoint",
      tree: await worker.workspaces.scan(app),
      session: { runtimeId: "demo", sessionId: "s", format: "played", data: "d" },
      filesChanged: true,
    });
  });

  it("[REC-4] says when no file changed", async () => {
    await start(1);
    (await worker.turn(1)).emit(usage, completed);
    expect((await worker.readEvents(1)).map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ type: "checkpoint", filesChanged: false }),
    );
  });

  it("gives the agent what web asked for, and tools that call web", async () => {
    await start(1, { prompt: "Make it blue.", runtimeParams: { effort: "low" } });
    const { input } = await worker.turn(1);
    expect(input).toMatchObject({
      prompt: "Make it blue.",
      params: { effort: "low" },
      model: "demo",
      appKey: `${workspaceId}/${appId}`,
      limits: { stepsMax: 10, minutesMax: 1 },
    });
    expect(input.tools.map((tool) => tool.name)).toEqual(["present_plan", "done_building"]);
  });

  it("[RT-7] tells the agent which packages a place has, and gives it a place with those", async () => {
    await worker.close();
    let installed = "/sets/first";
    const opened: unknown[] = [];
    worker = await openWorkerUnderTest({
      places: {
        open: ({ dependencies }) => {
          opened.push(dependencies);
          return Promise.reject(new Error("not here"));
        },
      },
      attachDependencies: async () => ({ source: installed, target: "/deps" }),
    });
    const keys: string[] = [];
    for (const number of [1, 2, 3]) {
      await start(number);
      const { input, emit } = await worker.turn(number);
      keys.push(input.placeKey);
      await input.openPlace().catch(() => undefined);
      emit(usage, completed);
      await worker.readEvents(number);
      if (number === 2) installed = "/sets/second";
    }
    expect(keys).toEqual(["/sets/first", "/sets/first", "/sets/second"]);
    expect(opened).toEqual(keys.map((source) => ({ source, target: "/deps" })));
  });

  it("[RUN-6] stops while packages are installed for it", async () => {
    await worker.close();
    let isInstalling = false;
    worker = await openWorkerUnderTest({
      attachDependencies: (_app, _source, signal) =>
        new Promise((_, reject) => {
          isInstalling = true;
          signal?.addEventListener("abort", () => reject(signal.reason));
        }),
    });
    await start(1);
    await expect.poll(() => isInstalling).toBe(true);
    await worker.call("POST", `/turns/${turnId(1)}/1/stop`);
    expect((await worker.readEvents(1)).map(({ event }) => event)).toEqual([
      { type: "end", reason: "stopped" },
    ]);
    expect(worker.played).toEqual([]);
  });

  it("delivers each event while the turn goes on", async () => {
    await start(1);
    const turn = await worker.turn(1);
    const response = await worker.call("GET", `/turns/${turnId(1)}/1/events`);
    const reader = response.body?.getReader();
    for (const delta of ["one", "two"]) {
      turn.emit({ type: "text", partId: "p", delta });
      const chunk = await reader?.read();
      expect(parseLines(new TextDecoder().decode(chunk?.value))[0]?.event).toMatchObject({ delta });
    }
    await reader?.cancel();
  });

  it("[RUN-3] starts nothing twice", async () => {
    expect(await start(1)).toBe(202);
    expect(await start(1)).toBe(200);
    await worker.turn(1);
    expect(await Promise.all([start(2), start(2)])).toEqual(expect.arrayContaining([202, 200]));
    const { length } = await worker.readEvents(1);
    await worker.call("POST", `/turns/${turnId(1)}/1/ack`, { number: length });
    expect(await start(1)).toBe(200);
    await worker.turn(2);
    expect(worker.played).toHaveLength(2);
  });

  it("[RUN-6] stops, once", async () => {
    await start(1);
    await worker.turn(1);
    expect(await (await worker.call("POST", `/turns/${turnId(1)}/1/stop`)).json()).toEqual({ stopped: true });
    expect((await worker.readEvents(1)).at(-1)?.event).toEqual({ type: "end", reason: "stopped" });
    expect(await (await worker.call("POST", `/turns/${turnId(1)}/1/stop`)).json()).toEqual({
      stopped: false,
    });
  });

  it("[REC-3] drops events that web acknowledged", async () => {
    await start(1);
    const turn = await worker.turn(1);
    turn.emit({ type: "step" }, { type: "step" }, usage, completed);
    expect(await worker.readEvents(1)).toHaveLength(5);
    await worker.call("POST", `/turns/${turnId(1)}/1/ack`, { number: 3 });
    expect((await worker.readEvents(1, 1, 3)).map(({ number }) => number)).toEqual([4, 5]);
    expect(await codeOf(worker.call("GET", `/turns/${turnId(1)}/1/events?after=1`))).toMatchObject({
      status: 409,
      code: "run.cursor_expired",
    });
  });

  it("[REC-5] does not know what it never started", async () => {
    for (const [method, path] of [
      ["GET", "events"],
      ["POST", "stop"],
    ] as const) {
      const answer = await codeOf(worker.call(method, `/turns/${turnId(9)}/1/${path}`));
      expect(answer).toMatchObject({ status: 404, code: "resource.not_found" });
    }
  });

  it("[REC-3] stops a turn that no web attends to", async () => {
    await worker.close();
    worker = await openWorkerUnderTest({ unattendedMsMax: 60 });
    await worker.call("POST", `/files/${workspaceId}/${appId}`, { fence: 1, manifest: null });
    await start(1);
    const turn = await worker.turn(1);
    await expect.poll(() => turn.isStopped).toBe(true);
  });

  it("[BLOB-2] refuses an older fencing number, for turns, files and builds", async () => {
    await start(5);
    await worker.turn(1);
    const older = [
      worker.call("POST", "/turns", startBody(4)),
      worker.call("POST", `/files/${workspaceId}/${appId}`, { fence: 4, manifest: null }),
      worker.call("POST", "/builds", { ...app, fence: 4 }),
    ];
    for (const answer of older)
      expect(await codeOf(answer)).toMatchObject({ status: 409, code: "worker.fenced" });
  });

  it("[OPS-23] ends a former attempt before its files change or another begins", async () => {
    await start(2);
    const former = await worker.turn(1);
    await worker.call("POST", `/files/${workspaceId}/${appId}`, { fence: 3, manifest: null });
    expect(former.isStopped).toBe(true);
    await start(3);
    const next = await worker.turn(2);
    await start(4);
    await worker.turn(3);
    expect(next.isStopped).toBe(true);
  });

  it("[REC-4] checkpoints what changed too soon after the last checkpoint once it is long enough ago", async () => {
    await worker.close();
    worker = await openWorkerUnderTest({ checkpointEveryMs: 50 });
    await worker.call("POST", `/files/${workspaceId}/${appId}`, { fence: 1, manifest: null });
    await start(1);
    const turn = await worker.turn(1);
    const change = async (path: string) => {
      await writeFile(join(worker.files, path), path);
      turn.emit(
        { type: "tool-start", callId: path, toolName: "Write" },
        { type: "tool-result", callId: path, output: "", isError: false },
      );
    };
    await Promise.all(["one.txt", "two.txt", "three.txt"].map(change));
    const response = await worker.call("GET", `/turns/${turnId(1)}/1/events`);
    const events = parsed(response);
    const kept: string[][] = [];
    for await (const { event } of events) {
      if (event.type !== "checkpoint") continue;
      kept.push(Object.keys(event.tree));
      if (kept.length === 1) await change("four.txt");
      else break;
    }
    expect(kept[0]).toEqual(expect.arrayContaining(["one.txt", "two.txt", "three.txt"]));
    expect(kept[1]).toContain("four.txt");
    expect(turn.isStopped).toBe(false);
  });

  it("tells why its files could not be kept when it is stopped", async () => {
    await start(1);
    await worker.turn(1);
    await writeFile(join(worker.files, "huge.txt"), "x".repeat(2 * 1024 * 1024));
    await worker.call("POST", `/turns/${turnId(1)}/1/stop`);
    expect((await worker.readEvents(1)).at(-1)?.event).toMatchObject({
      reason: "stopped",
      code: "build.snapshot_limit",
      detail: expect.stringContaining("huge.txt"),
    });
  });

  it("ends with the failure when its files cannot be kept", async () => {
    await start(1);
    const turn = await worker.turn(1);
    await writeFile(join(worker.files, "huge.txt"), "x".repeat(2 * 1024 * 1024));
    turn.emit(usage, completed);
    const events = await worker.readEvents(1);
    expect(typesOf(events)).toEqual(["usage", "end"]);
    expect(events.at(-1)?.event).toMatchObject({ reason: "failed", code: "build.snapshot_limit" });
  });

  it("[LOG-2] ends a turn that says more than can be kept", async () => {
    await start(1);
    const turn = await worker.turn(1);
    const delta = "x".repeat(1024 * 1024);
    turn.emit(...Array.from({ length: 33 }, () => ({ type: "text", partId: "p", delta }) as const));
    await expect.poll(() => turn.isStopped).toBe(true);
    const events = await worker.readEvents(1);
    expect(events.at(-1)?.event).toEqual({ type: "end", reason: "failed", code: "turn.limit_reached" });
  });

  it("runs at most so many turns at once and stops one that still waits", async () => {
    await worker.close();
    worker = await openWorkerUnderTest({ turnsMax: 1 });
    const other = `app_0${"2".repeat(25)}`;
    for (const each of [appId, other]) {
      await worker.call("POST", `/files/${workspaceId}/${each}`, { fence: 1, manifest: null });
    }
    await start(1);
    await worker.turn(1);
    expect(await start(2, { appId: other as never })).toBe(202);
    await worker.call("POST", `/turns/${turnId(2)}/1/stop`);
    expect((await worker.readEvents(2)).map(({ event }) => event)).toEqual([
      { type: "end", reason: "stopped" },
    ]);
    expect(worker.played).toHaveLength(1);
  });

  it("[OPS-27] does not start when draining began while it was about to", async () => {
    await worker.close();
    const waiting: (() => void)[] = [];
    const wait = () => new Promise<void>((resolve) => void waiting.push(resolve));
    worker = await openWorkerUnderTest({ requireRuntime: wait });
    const starting = worker.call("POST", "/turns", startBody(1));
    await expect.poll(() => waiting).toHaveLength(1);
    await worker.turns.drain(5_000);
    waiting[0]?.();
    expect(await codeOf(starting)).toMatchObject({ status: 503, code: "system.draining" });
    expect(worker.played).toEqual([]);
  });

  it("[OPS-27] is checkpointed without an end when the worker drains, after its tool call", async () => {
    await start(1);
    const turn = await worker.turn(1);
    const reading = worker.readEvents(1);
    turn.emit({ type: "tool-start", callId: "c", toolName: "Bash" });
    await new Promise((resolve) => setImmediate(resolve));
    const draining = worker.turns.drain(5_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(turn.isStopped).toBe(false);
    turn.emit({ type: "tool-result", callId: "c", output: "", isError: false });
    await draining;
    expect(typesOf(await reading)).toEqual(["tool-start", "tool-result", "checkpoint"]);
    expect(await codeOf(worker.call("POST", "/turns", startBody(2)))).toMatchObject({
      status: 503,
      code: "system.draining",
    });
  });
});
