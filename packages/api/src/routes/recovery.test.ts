import { BusError } from "@second/bus";
import { openMemoryBus } from "@second/bus/memory";
import { type AppCreatedView, Problem, type WorkspaceId } from "@second/contracts";
import {
  createMessageAssembler,
  createTurnEngine,
  type EngineTiming,
  type Platform,
  type TurnEngine,
  turnLog,
  turnsCollection,
} from "@second/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp, plan, readJson } from "../testing/building-app.ts";
import type { Fixture, Person } from "../testing/fixture.ts";
import type { Script, ScriptedWorker, Stage } from "../testing/scripted-worker.ts";

const timing = { resumeAfterMs: [5, 10], unreachableMs: 40, lookAgainMs: 5 };
const notice = "The agent was interrupted and continued.";
const files = { "src/app.tsx": "export const App = () => null;" };
const halfDone = { "src/app.tsx": "export const App" };
let opened: BuildingApp;
let fixture: Fixture;
let worker: ScriptedWorker;
let engine: TurnEngine;
let platform: Platform;
let ada: Person;
let workspaceId: WorkspaceId;
let app: AppCreatedView;
let base: string;
let run: string;

const open = (...scripts: Script[]) => openWith(timing, ...scripts);

async function openWith(patience: EngineTiming, ...scripts: Script[]): Promise<void> {
  opened = await openBuildingApp(scripts, patience);
  ({ fixture, worker, engine, platform, ada, workspaceId, app, base, run } = opened);
  worker.builds = [built(halfDone)];
}

let others: TurnEngine[] = [];
beforeEach(() => {
  others = [];
});
afterEach(async () => {
  for (const each of [engine, ...others]) await each.drain();
  await fixture.close();
});

const first = () =>
  fixture.send(ada, "POST", `${run}/chat`, {
    body: {
      messages: [{ id: app.initialRun.messageId, role: "user", parts: [{ type: "text", text: "x" }] }],
    },
  });
const chat = () => opened.chat();
const settled = () => opened.settled();
const until: BuildingApp["until"] = (look, holds) => opened.until(look, holds);
const callTool: BuildingApp["callTool"] = (...call) => opened.callTool(...call);
const built: BuildingApp["built"] = (tree) => opened.built(tree);
const isTrue = (value: boolean) => value;
const turnNow = async () => {
  const { records } = await platform.db.list(turnsCollection, {});
  const turn = records.at(-1);
  if (!turn) throw new Error("There is no turn.");
  return turn;
};

/** Another web process: its own engine, and its own bus when the first died with its bus. */
async function anotherProcess(how: { bus?: "own"; place?: string } = {}): Promise<TurnEngine> {
  const on = how.bus === "own" ? { ...platform, bus: openMemoryBus({ clock: platform.clock }) } : platform;
  const other = createTurnEngine(on, timing, how.place);
  others.push(other);
  if (how.bus === "own") platform = on;
  return other;
}

const goOn: Script = async (stage) => {
  stage.say("Continued.");
  await opened.build(stage, "second-build", files);
  stage.end("completed", files);
};

const untilStopped: Script = async (stage) => {
  stage.say("Working");
  await stage.stopped;
  stage.end("stopped");
};

const inTool = (stage: Stage) => {
  stage.say("Before.");
  stage.emit({ type: "tool-start", callId: "write", toolName: "Write" });
  stage.emit({ type: "tool-input-delta", callId: "write", delta: '{"file' });
};

/** What a worker has done when it dies. */
const phases: Record<string, { before: Script }> = {
  streaming: {
    before: (stage) => stage.emit({ type: "text", partId: "open", delta: "Half a sent" }),
  },
  "in a tool": { before: inTool },
  "after a checkpoint": {
    before: (stage) => {
      inTool(stage);
      stage.checkpoint(halfDone);
    },
  },
  building: {
    before: async (stage) => {
      await callTool(stage, "done_building", "lost-build", { summary: "Built" }, built(files));
    },
  },
  recording: { before: (stage) => stage.checkpoint(files) },
};

/** The worker dies once the web has read all that the script told. */
const crashAfter =
  (before: Script): Script =>
  async (stage) => {
    await before(stage);
    await new Promise((resolve) => setTimeout(resolve, 15));
    worker.crash();
  };

const numbers = async () =>
  (
    await readJson<{ versions: { number: number }[] }>(fixture.send(ada, "GET", `${base}/versions`))
  ).versions.map(({ number }) => number);

/** The message that the turn's log amounts to. */
async function logAsMessage() {
  const batch = await platform.bus.log.read(turnLog.key(await turnNow()), "0", 10_000);
  const message = createMessageAssembler();
  for (const { value } of batch?.entries ?? []) message.add(value as Parameters<typeof message.add>[0]); // as the mapper wrote it
  return JSON.parse(JSON.stringify({ parts: message.parts() })) as { parts: unknown[] };
}

describe("a lost worker", () => {
  for (const [phase, { before }] of Object.entries(phases)) {
    it.each([
      ["once", 1],
      ["twice", 2],
    ])(`[REC-5] [OPS-28] dead while ${phase} %s, is replaced in the same answer`, async (_, times) => {
      await open(...Array.from({ length: times }, () => crashAfter(before)), goOn);
      await first();
      const { state, messages } = await settled();
      expect(state).toBe("completed");
      const answers = messages.filter(({ role }) => role === "assistant");
      expect(answers).toHaveLength(1);
      expect(answers[0]?.metadata?.attempt).toBe(1);
      const notices = answers[0]?.parts.filter(({ type }) => type === "data-second-notice") ?? [];
      expect(notices.map(({ data }) => (data as { text: string }).text)).toEqual(Array(times).fill(notice));
      expect(answers[0]?.parts.every(({ state: each }) => each !== "streaming")).toBe(true);
      expect(worker.started.map(({ attempt }) => attempt)).toEqual(
        Array.from({ length: times + 1 }, (__, index) => index + 1),
      );
      expect(await numbers()).toEqual([1]);
      const names = await fixture.auditNames(workspaceId);
      expect(names.filter((name) => name === "builder_run.started")).toHaveLength(1);
      expect(names.filter((name) => name === "builder_run.resumed")).toHaveLength(times);
      expect((await logAsMessage()).parts).toEqual(answers[0]?.parts);
    });

    it(`[REC-5] dead while ${phase} a third time, fails the turn and keeps everything`, async () => {
      await open(crashAfter(before));
      await first();
      const { state, failure, messages } = await settled();
      expect({ state, code: failure?.code }).toEqual({ state: "failed", code: "turn.worker_lost" });
      expect(failure?.retryable).toBe(true);
      expect(worker.started).toHaveLength(3);
      expect((await logAsMessage()).parts).toEqual(messages.at(-1)?.parts);
    });
  }

  it("[REC-5] hands files and session of the last checkpoint to the next one, and tells the agent", async () => {
    await open(crashAfter(phases["after a checkpoint"]?.before ?? goOn), goOn);
    await first();
    const { messages } = await settled();
    const [one, two] = worker.started;
    expect(worker.synced[1]?.manifest).toEqual(worker.manifestOf(halfDone));
    expect(two?.session).toMatchObject({ sessionId: "session" });
    expect(two?.fence).toBeGreaterThan(one?.fence ?? 0);
    expect(one?.prompt).toBe("Track vendor renewals");
    expect(two?.prompt).toContain("You were interrupted");
    expect(two?.prompt.endsWith("Track vendor renewals")).toBe(true);
    expect(messages.at(-1)?.parts[1]).toMatchObject({ toolCallId: "write", state: "output-error" });
  });

  it.each([
    ["another version", { "src/app.tsx": "export const App = () => 1;" }, [1, 2]],
    ["the same version again", files, [1]],
  ])("[LOG-1] [REC-6] that told a version is followed by one that builds %s", async (_, later, told) => {
    const builds =
      (callId: string, tree: Record<string, string>): Script =>
      async (stage) => {
        await opened.build(stage, callId, tree);
      };
    await open(crashAfter(builds("first-build", files)), async (stage) => {
      await builds("second-build", later)(stage);
      stage.end("completed", later);
    });
    await first();
    const { messages } = await settled();
    const { parts = [] } = messages.at(-1) ?? {};
    const versions = parts.filter(({ type }) => type === "data-second-version");
    expect(versions.map(({ data }) => (data as { number: number }).number)).toEqual(told);
    expect((await logAsMessage()).parts).toEqual(parts);
  });

  it("[OPS-27] that drains with a checkpoint and no end is replaced as well", async () => {
    await open(inTool, goOn);
    await first();
    await until(
      () => worker.started.length,
      (count) => count === 1,
    );
    worker.suspend(halfDone);
    expect((await settled()).state).toBe("completed");
    expect(worker.synced[1]?.manifest).toEqual(worker.manifestOf(halfDone));
  });

  it("[REC-5] is not taken for lost while it is out of reach for a moment", async () => {
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await open(async (stage) => {
      stage.say("Before.");
      await held;
      stage.say("After.");
      stage.end("completed");
    });
    const reach = worker.events;
    let breaks = 2;
    worker.events = async function* (input) {
      for await (const batch of reach(input)) {
        yield batch;
        breaks -= 1;
        if (breaks >= 0) throw new TypeError("terminated");
      }
    };
    await first();
    await until(
      () => breaks,
      (left) => left < 2,
    );
    go();
    const { messages } = await settled();
    expect(messages.at(-1)?.parts.map(({ text }) => text)).toEqual(["Before.", "After."]);
    expect(worker.started).toHaveLength(1);
  });

  it("[REC-6] keeps a plan that was presented before, and waits for the person", async () => {
    await open(
      crashAfter(async (stage) => {
        await callTool(stage, "present_plan", "plan", plan);
      }),
    );
    await first();
    const { state, messages } = await settled();
    expect(state).toBe("waiting_for_approval");
    expect(worker.started).toHaveLength(1);
    expect(messages.at(-1)?.parts.at(-1)).toMatchObject({
      toolName: "mcp__second__present_plan",
      state: "output-available",
      input: plan,
    });
  });

  it("[REC-6] tells the agent which version is recorded already", async () => {
    await open(crashAfter(phases.building?.before ?? goOn), (stage) => stage.end("completed", files));
    await first();
    const { messages } = await settled();
    expect(worker.started[1]?.prompt).toContain("done_building has recorded version 1 already");
    expect(await numbers()).toEqual([1]);
    expect(messages.at(-1)?.parts.map(({ type }) => type)).toEqual([
      "dynamic-tool",
      "data-second-version",
      "data-second-notice",
    ]);
  });

  it("[REC-1] cannot write late: the tools of an older dispatch are refused", async () => {
    let late: Stage | undefined;
    const statuses: number[] = [];
    await open(
      crashAfter((stage) => {
        late = stage;
      }),
      async (stage) => {
        if (late) {
          statuses.push((await callTool(late, "present_plan", "late", plan)).status);
          statuses.push(
            (await callTool(late, "done_building", "late", { summary: "x" }, built(files))).status,
          );
        }
        stage.end("completed");
      },
    );
    await first();
    expect((await settled()).state).toBe("completed");
    expect(statuses).toEqual([401, 401]);
    expect(await numbers()).toEqual([]);
  });

  it("[RUN-6] is asked to stop until it hears it", async () => {
    await open(untilStopped);
    const { stopTurn } = worker;
    let lost = 0;
    worker.stopTurn = async (turn) => {
      lost += 1;
      if (lost <= 2) throw new Problem("worker.unavailable");
      await stopTurn(turn);
    };
    await first();
    await until(
      () => worker.started.length,
      (count) => count > 0,
    );
    await fixture.send(ada, "POST", `${run}/chat/stop`);
    expect((await settled()).state).toBe("stopped");
    expect(lost).toBe(3);
  });

  it("[LOG-2] is asked to stop until it hears it when the log is full", async () => {
    await open(untilStopped);
    const { stopTurn } = worker;
    const { append } = platform.bus.log;
    let asked = 0;
    worker.stopTurn = async (turn) => {
      asked += 1;
      if (asked <= 2) throw new Problem("worker.unavailable");
      await stopTurn(turn);
    };
    platform.bus.log.append = async (key, entries, fence) => {
      if (worker.started.length > 0) throw new BusError("bus.log_full", "There is no room left.");
      return append(key, entries, fence);
    };
    await first();
    expect((await settled()).failure?.code).toBe("turn.limit_reached");
    await until(
      () => asked,
      (times) => times === 3,
    );
  });

  it("[RUN-6] that could not keep the files of a stopped turn is quoted", async () => {
    const detail = "huge.txt has 2 MiB; a file may have 1 MiB.";
    await open((stage) => {
      stage.say("Working");
      stage.emit({ type: "end", reason: "stopped", code: "build.snapshot_limit", detail });
    });
    await first();
    const { state, messages } = await settled();
    expect(state).toBe("stopped");
    expect(messages.at(-1)?.parts.at(-1)).toMatchObject({
      type: "data-second-notice",
      data: { kind: "not_kept", text: `What the agent changed last could not be kept. ${detail}` },
    });
  });

  it("[RUN-6] is asked to stop when that is wished while the web looks whether it was", async () => {
    await open(untilStopped);
    const get = platform.db.get.bind(platform.db);
    let isWished = false;
    platform.db.get = async (collection, id) => {
      const found = await get(collection, id);
      if (collection.name === "turns" && worker.started.length > 0 && !isWished) {
        isWished = true;
        await fixture.send(ada, "POST", `${run}/chat/stop`);
      }
      return found;
    };
    await first();
    expect((await settled()).state).toBe("stopped");
  });

  it("[RUN-6] can be stopped while it waits to go on", async () => {
    await open(crashAfter(inTool));
    engine = createTurnEngine(platform, timing);
    await first();
    await until(
      () => worker.started.length,
      (count) => count > 0,
    );
    await fixture.send(ada, "POST", `${run}/chat/stop`);
    expect((await settled()).state).toBe("stopped");
  });
});

describe("a worker that stays out of reach", () => {
  const patient = { ...timing, lookAgainMs: 24 * 3_600_000 };
  const waiting = async () => {
    worker.reachable = false;
    await first();
    await until(
      () => tried,
      (times) => times > 0,
    );
  };
  let tried = 0;

  beforeEach(async () => {
    await openWith(patient, (stage) => stage.end("completed"));
    const { syncFiles } = worker;
    tried = 0;
    worker.syncFiles = async (input) => {
      tried += 1;
      await syncFiles(input);
    };
  });

  it("[RUN-6] is not waited for by a turn that is to stop", async () => {
    await waiting();
    await fixture.send(ada, "POST", `${run}/chat/stop`);
    expect((await settled()).state).toBe("stopped");
    expect(tried).toBe(1);
  });

  it("is not waited for by a web that drains", async () => {
    await waiting();
    await engine.drain();
    expect(engine.size()).toBe(0);
    expect(await turnNow()).toMatchObject({ state: "running", leaseUntil: 0 });
  });
});

describe("a web that takes over", () => {
  /** Speaks, checkpoints with things left open, and goes on once told. */
  function script() {
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const play: Script = async (stage) => {
      stage.emit({ type: "reasoning", partId: "why", delta: "Thinking." });
      stage.emit({ type: "part-end", partId: "why" });
      inTool(stage);
      stage.emit({ type: "tool-input", callId: "read", toolName: "Read", input: { file_path: "a" } });
      stage.emit({ type: "text", partId: "open", delta: "Half " });
      stage.checkpoint(halfDone);
      stage.emit({ type: "text", partId: "open", delta: "and whole." });
      await held;
      stage.emit({ type: "part-end", partId: "open" });
      stage.emit({ type: "tool-input", callId: "write", toolName: "Write", input: { file: "b" } });
      stage.emit({ type: "tool-result", callId: "write", output: "ok", isError: false });
      stage.emit({ type: "tool-result", callId: "read", output: "no", isError: true });
      stage.end("completed");
    };
    return { play, go };
  }
  const checkpointed = () =>
    until(
      () => worker.acknowledged.length,
      (count) => count > 0,
    );

  it("[REC-2] [REC-4] [OPS-26] goes on after the stored checkpoint, whose events the worker forgot", async () => {
    const { play, go } = script();
    await open(play);
    await first();
    await checkpointed();
    await engine.drain();
    await (await anotherProcess({ bus: "own" })).start({ soleOwner: true });
    go();
    const { state, messages } = await settled();
    expect(state).toBe("completed");
    expect(worker.started).toHaveLength(1);
    const parts = messages.at(-1)?.parts ?? [];
    expect(parts.slice(0, 5).map(({ text, toolCallId }) => text ?? toolCallId)).toEqual([
      "Thinking.",
      "Before.",
      "write",
      "read",
      "Half and whole.",
    ]);
    expect((await logAsMessage()).parts).toEqual(parts);
  });

  it("[REC-2] [LOG-1] adds nothing twice to a log that outlived the process", async () => {
    const { play, go } = script();
    await open(play);
    await first();
    await checkpointed();
    await engine.drain();
    await (await anotherProcess()).start({ soleOwner: true });
    go();
    const { messages } = await settled();
    const timeless = (parts: unknown[] = []) =>
      parts.map((part) => ({ ...(part as Record<string, unknown>), toolMetadata: undefined }));
    expect(timeless((await logAsMessage()).parts)).toEqual(timeless(messages.at(-1)?.parts));
  });

  it("[REC-7] resumes what was running when web and worker both died, with the answer so far", async () => {
    const { play } = script();
    await open(play, goOn);
    await first();
    await checkpointed();
    await engine.drain();
    worker.crash();
    await (await anotherProcess({ bus: "own" })).start({ soleOwner: true });
    const { state, messages } = await settled();
    expect(state).toBe("completed");
    expect(worker.synced.at(-1)?.manifest).toEqual(worker.manifestOf(halfDone));
    const parts = messages.at(-1)?.parts ?? [];
    expect(parts.some(({ text }) => text === "Half ")).toBe(true);
    expect(parts.some(({ data }) => (data as { text?: string } | undefined)?.text === notice)).toBe(true);
    expect((await logAsMessage()).parts).toEqual(parts);
  });

  it("[REC-5] starts a turn that was claimed but never handed over, without counting it as resumed", async () => {
    await open((stage) => stage.end("completed"));
    worker.reachable = false;
    await first();
    await engine.drain();
    worker.reachable = true;
    await (await anotherProcess({ bus: "own" })).start({ soleOwner: true });
    expect((await settled()).state).toBe("completed");
    expect(await fixture.auditNames(workspaceId)).not.toContain("builder_run.resumed");
    expect(worker.started.map(({ attempt }) => attempt)).toEqual([1]);
  });

  it("[REC-1] breaks the leases of its place's former process at once, of another place's when they expire", async () => {
    const { play, go } = script();
    await open(play);
    await engine.drain();
    const former = await anotherProcess({ place: "here" });
    await first();
    await platform.db.transaction(async (tx) => {
      const turn = await tx.first(turnsCollection, {});
      if (turn) await tx.update(turnsCollection, turn.id, { set: { leaseOwner: former.owner } });
    });
    const elsewhere = await anotherProcess({ place: "elsewhere" });
    await elsewhere.start({ soleOwner: false });
    expect(elsewhere.size()).toBe(0);
    const next = await anotherProcess({ place: "here" });
    await next.start({ soleOwner: false });
    expect(next.size()).toBe(1);
    go();
    expect((await settled()).state).toBe("completed");
  });

  it("[REC-1] shuts out the former owner, which wakes late and writes nothing", async () => {
    let wakeUp: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    let heardLate = false;
    const { play, go } = script();
    await open(play);
    const paused: Platform = {
      ...platform,
      workers: {
        ...worker,
        events: async function* (input) {
          await asleep;
          yield* worker.events(input);
        },
        acknowledge: async () => {
          heardLate = true;
        },
      },
    };
    // The owner so far is the paused one.
    await engine.drain();
    const former = createTurnEngine(paused, timing);
    others.push(former);
    await first();
    await platform.db.transaction(async (tx) => {
      const turn = await tx.first(turnsCollection, {});
      if (turn)
        await tx.update(turnsCollection, turn.id, { set: { leaseOwner: former.owner, leaseUntil: 1 } });
    });
    former.wake(await turnNow());
    await until(
      () => worker.started.length,
      (count) => count === 1,
    );
    const other = await anotherProcess();
    await other.start({ soleOwner: false });
    go();
    const before = await settled();
    const eventsBefore = (await fixture.auditNames(workspaceId)).length;
    const turnBefore = await turnNow();
    worker.acknowledged = [];
    wakeUp();
    await until(() => former.size() === 0, isTrue);
    expect(await chat()).toEqual(before);
    expect(await turnNow()).toEqual(turnBefore);
    expect(await fixture.auditNames(workspaceId)).toHaveLength(eventsBefore);
    expect(heardLate).toBe(false);
  });
});

it("[RUN-7] numbers dispatches on when a person tries a lost turn again", async () => {
  await open(crashAfter(inTool), crashAfter(inTool), crashAfter(inTool), goOn);
  await first();
  expect((await settled()).state).toBe("failed");
  await fixture.send(ada, "POST", `${run}/chat`, { body: { retryLastMessageId: app.initialRun.messageId } });
  const { state, messages } = await settled();
  expect(state).toBe("completed");
  expect(messages.at(-1)?.metadata?.attempt).toBe(2);
  expect(worker.started.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
});
