import { BusError } from "@second/bus";
import {
  type AppCreatedView,
  type AppView,
  type ChatView,
  idFrom,
  Problem,
  type ProblemBody,
  type StopView,
  type ToolCallAnswer,
  type TurnAcceptedView,
  type WorkspaceId,
} from "@second/contracts";
import {
  createTurnEngine,
  messagesCollection,
  type Platform,
  type TurnEngine,
  turnLog,
  turnsCollection,
} from "@second/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp, plan, readJson } from "../testing/building-app.ts";
import type { Fixture, Person } from "../testing/fixture.ts";
import type { Script, ScriptedWorker, Stage } from "../testing/scripted-worker.ts";

const files = { "src/app.tsx": "export const App = () => null;", "package.json": "{}" };

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

async function open(...scripts: Script[]): Promise<void> {
  opened = await openBuildingApp(scripts);
  ({ fixture, worker, engine, platform, ada, workspaceId, app, base, run } = opened);
}

beforeEach(() => open((stage) => stage.end("completed")));
afterEach(async () => {
  await engine.drain();
  await fixture.close();
});

const codeOf = async (answer: Response) => ((await answer.json()) as ProblemBody).code;
const newMessageId = () => idFrom("message", platform.ids.ulid());
const post = (text: string, id: string = newMessageId(), by: Person = ada) =>
  fixture.send(by, "POST", `${run}/chat`, {
    body: { messages: [{ id, role: "user", parts: [{ type: "text", text }] }] },
  });
const first = () => post("ignored: the stored text counts", app.initialRun.messageId);
const chat = () => opened.chat();
const settled = () => opened.settled();
const until: BuildingApp["until"] = (look, holds) => opened.until(look, holds);
const callTool: BuildingApp["callTool"] = (...call) => opened.callTool(...call);
const built: BuildingApp["built"] = (tree) => opened.built(tree);

const presentPlan: Script = async (stage) => {
  stage.emit({ type: "tool-input", callId: "plan-1", toolName: "mcp__second__present_plan", input: plan });
  const answer = await readJson<ToolCallAnswer>(callTool(stage, "present_plan", "plan-1", plan));
  stage.emit({ type: "tool-result", callId: "plan-1", output: answer.result, isError: answer.isError });
  stage.end("presented");
};

const buildApp =
  (tree: Record<string, string>): Script =>
  async (stage) => {
    await opened.build(stage, `done-${stage.body.turnId}-${stage.body.attempt}`, tree);
    stage.say("Done.");
    stage.end("completed", tree);
  };

const failedBuild = {
  status: "failed",
  stage: "check",
  errors: [{ file: "src/app.tsx", line: 1, column: 1, code: "TS2322", message: "No." }],
  message: "1 error.",
  durationMs: 1,
};

const untilStopped: Script = async (stage) => {
  stage.say("Working");
  await stage.stopped;
  stage.end("stopped");
};

async function cardHashOf(): Promise<string> {
  const { messages } = await chat();
  const part = messages.flatMap(({ parts }) => parts).find(({ type }) => type === "dynamic-tool");
  const { cardHash } = (part?.output ?? {}) as { cardHash?: string };
  if (!cardHash) throw new Error("No card was presented.");
  return cardHash;
}
const decide = (body: Record<string, unknown>, by: Person = ada) =>
  fixture.send(by, "POST", `${run}/decisions`, { body });

describe("the first message", () => {
  it("[APP-4] starts one turn however often it is posted", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, first));
    const turns = await Promise.all(answers.map((answer) => readJson<TurnAcceptedView>(answer)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
    expect(new Set(turns.map(({ turnId }) => turnId)).size).toBe(1);
    await settled();
    expect(worker.started).toHaveLength(1);
    expect(worker.started[0]?.prompt).toBe("Track vendor renewals");
    expect(worker.synced[0]?.manifest).toBeNull();
  });

  it("[RUN-1] keeps the conversation in the store whatever the body says", async () => {
    await first();
    await settled();
    await post("And a second one");
    const { messages } = await settled();
    expect(messages.filter(({ role }) => role === "user").map(({ parts }) => parts[0]?.text)).toEqual([
      "Track vendor renewals",
      "And a second one",
    ]);
  });

  it("[RUN-11] is recorded with its start and end", async () => {
    await first();
    await settled();
    expect(await fixture.auditNames(workspaceId)).toEqual(
      expect.arrayContaining(["builder_message.submitted", "builder_run.started", "builder_run.completed"]),
    );
  });

  it.each([
    ["empty", ""],
    ["only spaces", "   \n "],
    ["too long", "a".repeat(20_001)],
  ])("[APP-1] is refused when it is %s", async (_, text) => {
    const answer = await post(text);
    expect(answer.status).toBe(400);
    expect(await codeOf(answer)).toBe("app.invalid_prompt");
  });

  it("is refused without a well-formed message id", async () => {
    expect(await codeOf(await post("hello", "not-an-id"))).toBe("request.invalid");
  });
});

describe("concurrent messages", () => {
  beforeEach(async () => {
    await fixture.close();
    await open(untilStopped);
  });

  it("[RUN-2] [RUN-4] run one, queue one and refuse the rest", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => post(`message ${index}`)));
    const states = await Promise.all(
      answers.map(async (answer) =>
        answer.status === 202 ? (await readJson<TurnAcceptedView>(answer)).state : await codeOf(answer),
      ),
    );
    expect(states.sort()).toEqual([
      "queued",
      "run.queue_full",
      "run.queue_full",
      "run.queue_full",
      "running",
    ]);
  });

  it("[RUN-3] answer with their turn when they are repeated", async () => {
    const id = newMessageId();
    const [one, two] = [
      await readJson<TurnAcceptedView>(post("hello", id)),
      await readJson<TurnAcceptedView>(post("hello", id)),
    ];
    expect(two).toEqual(one);
  });

  it("[RUN-5] show the queued one, which can be taken back", async () => {
    await post("first");
    const queued = await readJson<TurnAcceptedView>(post("second"));
    expect(queued).toMatchObject({ state: "queued", position: 1, cursor: null });
    const { queue, messages } = await chat();
    expect(queue).toMatchObject([{ text: "second", author: { name: "Ada" }, waitsForPerson: false }]);
    expect(messages.some(({ parts }) => parts[0]?.text === "second")).toBe(false);
    expect((await fixture.send(ada, "DELETE", `${run}/queue/${queued.turnId}`)).status).toBe(200);
    expect((await fixture.send(ada, "DELETE", `${run}/queue/${queued.turnId}`)).status).toBe(200);
    expect((await chat()).queue).toEqual([]);
  });

  it("[RUN-5] make the queued one wait for a person after a stop, who then starts it", async () => {
    await post("first");
    const queued = await readJson<TurnAcceptedView>(post("second"));
    await fixture.send(ada, "POST", `${run}/chat/stop`);
    const { queue } = await settled();
    expect(queue[0]?.waitsForPerson).toBe(true);
    const started = await readJson<TurnAcceptedView>(
      fixture.send(ada, "POST", `${run}/queue/${queued.turnId}/start`),
    );
    expect(started.state).toBe("running");
    await until(
      async () => worker.started.length,
      (count) => count === 2,
    );
  });
});

it("[RUN-5] start the queued message by themselves after a completed turn", async () => {
  await fixture.close();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await open(
    async (stage) => {
      await held;
      stage.end("completed");
    },
    (stage) => stage.end("completed"),
  );
  await post("first");
  await post("second");
  release();
  await until(
    async () => worker.started.length,
    (count) => count === 2,
  );
  const { queue } = await settled();
  expect(queue).toEqual([]);
});

describe("stopping", () => {
  it("[RUN-6] works from the claim on, keeps the partial answer, and can be repeated", async () => {
    await fixture.close();
    await open(untilStopped);
    await first();
    const stopped = await readJson<StopView>(fixture.send(ada, "POST", `${run}/chat/stop`));
    expect(stopped.alreadyTerminal).toBe(false);
    const { state, messages } = await settled();
    expect(state).toBe("stopped");
    expect(messages.at(-1)?.metadata?.turnState).toBe("stopped");
    expect((await readJson<StopView>(fixture.send(ada, "POST", `${run}/chat/stop`))).alreadyTerminal).toBe(
      true,
    );
  });

  it("[RUN-6] stops a turn that has not reached a worker yet", async () => {
    worker.reachable = false;
    await first();
    await fixture.send(ada, "POST", `${run}/chat/stop`);
    expect((await settled()).state).toBe("stopped");
    expect(worker.started).toHaveLength(0);
  });

  it("[RUN-7] leaves the earlier answer, marked, when a message is tried again", async () => {
    await fixture.close();
    await open(
      (stage) => {
        stage.say("half an ans");
        stage.fail("model.overloaded", "Overloaded");
      },
      (stage) => {
        stage.say("The answer");
        stage.end("completed");
      },
    );
    await first();
    const failed = await settled();
    expect(failed).toMatchObject({
      state: "failed",
      failure: { code: "model.overloaded", retryable: true, detail: "Overloaded" },
    });
    const retried = await fixture.send(ada, "POST", `${run}/chat`, {
      body: { retryLastMessageId: app.initialRun.messageId },
    });
    expect(retried.status).toBe(202);
    const { messages, state, failure } = await settled();
    expect({ state, failure }).toEqual({ state: "completed", failure: null });
    expect(
      messages.map(({ role, metadata }) => [role, metadata?.superseded ?? false, metadata?.attempt]),
    ).toEqual([
      ["user", false, undefined],
      ["assistant", true, 1],
      ["assistant", false, 2],
    ]);
  });
});

describe("a plan", () => {
  beforeEach(async () => {
    await fixture.close();
    await open(presentPlan, buildApp(files));
    await first();
    await settled();
  });

  it("[EVT-4] [CARD-1] ends the turn and waits for a person, and gives the app its name", async () => {
    expect((await chat()).state).toBe("waiting_for_approval");
    const view = await readJson<AppView>(fixture.send(ada, "GET", base));
    expect(view).toMatchObject({ name: "Vendor renewals", runState: "waiting_for_approval" });
  });

  it("[CARD-3] is approved once: the same decision attaches, another is refused with who decided", async () => {
    const cardHash = await cardHashOf();
    const body = { toolCallId: "plan-1", cardHash, decision: "approve" };
    const answers = await Promise.all([decide(body), decide(body), decide(body)]);
    const turns = await Promise.all(answers.map((answer) => readJson<TurnAcceptedView>(answer)));
    expect(new Set(turns.map(({ turnId }) => turnId)).size).toBe(1);
    const other = await decide({ ...body, decision: "changes", comment: "Smaller" });
    expect(other.status).toBe(409);
    expect(await readJson<ProblemBody>(other)).toMatchObject({
      code: "decision.closed",
      by: { name: "Ada" },
    });
    await settled();
    expect(worker.started.at(-1)?.prompt).toContain("The plan is approved. Build it.");
    expect(await fixture.auditNames(workspaceId)).toContain("plan.approved");
  });

  it("[CARD-3] is refused when it changed since it was read", async () => {
    const answer = await decide({ toolCallId: "plan-1", cardHash: "other", decision: "approve" });
    expect(await codeOf(answer)).toBe("decision.card_changed");
  });

  it("[CARD-1] takes a typed message as a request for changes", async () => {
    await post("Leave out the figures");
    await settled();
    expect(worker.started.at(-1)?.prompt).toContain("Change the plan: Leave out the figures");
    const { messages } = await chat();
    const decided = messages.map(({ metadata }) => metadata?.decisions?.["plan-1"]).find(Boolean);
    expect(decided).toMatchObject({ decision: "changes", by: { name: "Ada" } });
  });

  it("[CARD-1] needs a comment with a request for changes", async () => {
    const answer = await decide({ toolCallId: "plan-1", cardHash: await cardHashOf(), decision: "changes" });
    expect(await codeOf(answer)).toBe("request.invalid");
  });

  it("[CARD-1] [RUN-7] is replaced by what another attempt presents, and then changed by a message", async () => {
    const cardHash = await cardHashOf();
    await fixture.send(ada, "POST", `${run}/chat`, {
      body: { retryLastMessageId: app.initialRun.messageId },
    });
    await settled();
    const late = await decide({ toolCallId: "plan-1", cardHash, decision: "approve" });
    expect(await codeOf(late)).toBe("decision.closed");
    await post("Leave out the figures");
    await settled();
    expect(worker.started.at(-1)?.prompt).toBe("Leave out the figures");
  });

  it("[VER-1] [BLOB-1] leads to version 1 with its bytes, and undo takes it back", async () => {
    await decide({ toolCallId: "plan-1", cardHash: await cardHashOf(), decision: "approve" });
    const { messages } = await settled();
    const answer = messages.at(-1);
    expect(answer?.parts).toContainEqual(
      expect.objectContaining({ type: "data-second-version", data: expect.objectContaining({ number: 1 }) }),
    );
    expect(answer?.metadata?.undoable).toBe(true);
    const versions = await readJson<{ versions: { id: string; number: number }[] }>(
      fixture.send(ada, "GET", `${base}/versions`),
    );
    const file = await fixture.send(
      ada,
      "GET",
      `${base}/versions/${versions.versions[0]?.id}/files/src/app.tsx`,
    );
    expect(await file.text()).toBe(files["src/app.tsx"]);

    const undo = `${run}/turns/${answer?.metadata?.turnId}/undo`;
    expect((await fixture.send(ada, "POST", undo)).status).toBe(200);
    expect(await codeOf(await fixture.send(ada, "POST", undo))).toBe("run.nothing_to_undo");
    const view = await readJson<AppView>(fixture.send(ada, "GET", base));
    expect(view.draftVersionId).toBeNull();
  });
});

it("[CARD-1] [RUN-5] takes a queued message that is started as a request to change the plan", async () => {
  await fixture.close();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await open(
    async (stage) => {
      await held;
      await presentPlan(stage);
    },
    (stage) => stage.end("completed"),
  );
  await first();
  const queued = await readJson<TurnAcceptedView>(post("Leave out the figures"));
  release();
  expect((await settled()).queue).toMatchObject([{ waitsForPerson: true }]);
  await fixture.send(ada, "POST", `${run}/queue/${queued.turnId}/start`);
  const { messages } = await settled();
  expect(worker.started.at(-1)?.prompt).toContain("Change the plan: Leave out the figures");
  expect(messages.map(({ metadata }) => metadata?.decisions?.["plan-1"]).find(Boolean)).toMatchObject({
    decision: "changes",
    comment: "Leave out the figures",
    by: { name: "Ada" },
  });
  expect(await fixture.auditNames(workspaceId)).toContain("plan.changes_requested");
  await post("And in green");
  await settled();
  expect(worker.started.at(-1)?.prompt).toBe("And in green");
});

describe("undo", () => {
  const one = { "src/app.tsx": "one" };
  const two = { "src/app.tsx": "two" };
  const three = { "src/app.tsx": "three" };
  const newest = async () =>
    (
      await readJson<{ versions: { number: number; summary: string }[] }>(
        fixture.send(ada, "GET", `${base}/versions`),
      )
    ).versions[0];
  const undo = async (turnId: string | undefined) =>
    (await fixture.send(ada, "POST", `${run}/turns/${turnId}/undo`)).status;
  const retry = async (retryLastMessageId: string) => {
    await fixture.send(ada, "POST", `${run}/chat`, { body: { retryLastMessageId } });
    return settled();
  };
  const turnOf = ({ messages }: ChatView) => messages.at(-1)?.metadata?.turnId;

  /** The first turn leaves `one`, the second `two` and then `three`. Answers the second's message and turn. */
  async function twoTurns() {
    await fixture.close();
    await open(buildApp(one), buildApp(two), buildApp(three), (stage) => stage.end("completed"));
    await first();
    await settled();
    const messageId = newMessageId();
    await post("Change it", messageId);
    return { messageId, turnId: turnOf(await settled()) };
  }
  /** The files that the next message starts from. */
  async function filesNow() {
    await post("And now?");
    await settled();
    return worker.synced.at(-1)?.manifest;
  }

  it("[RUN-7] [RUN-8] takes back what another attempt did after the first was undone", async () => {
    const { messageId, turnId } = await twoTurns();
    expect(await undo(turnId)).toBe(200);
    const { messages } = await retry(messageId);
    expect(messages.at(-1)?.metadata).toMatchObject({ turnId, attempt: 2, undoable: true });
    expect(await undo(turnId)).toBe(200);
    expect(await filesNow()).toEqual(worker.manifestOf(one));
  });

  it("[RUN-8] restores the template before a turn that began anew from it", async () => {
    await fixture.close();
    await open(
      buildApp(one),
      (stage) => stage.end("completed"),
      buildApp(three),
      (stage) => stage.end("completed"),
    );
    await first();
    const before = turnOf(await settled());
    const messageId = newMessageId();
    await post("What is it?", messageId);
    await settled();
    expect(await undo(before)).toBe(200);
    expect(await undo(turnOf(await retry(messageId)))).toBe(200);
    expect(await filesNow()).toBeNull();
  });

  it("[RUN-7] [RUN-8] restores the state before the turn, whatever its attempts did", async () => {
    const { messageId, turnId } = await twoTurns();
    await retry(messageId);
    expect(await newest()).toMatchObject({ number: 3 });
    expect(await undo(turnId)).toBe(200);
    expect(await newest()).toMatchObject({ number: 4, summary: "Restored version 1" });
    expect(await filesNow()).toEqual(worker.manifestOf(one));
  });
});

describe("the end of a turn", () => {
  it("[RUN-9] builds once by itself when the agent changed files without building", async () => {
    await fixture.close();
    await open((stage) => {
      stage.say("Changed.");
      stage.end("completed", files);
    });
    worker.builds = [built(files)];
    await first();
    const { state, messages } = await settled();
    expect(state).toBe("completed");
    expect(messages.at(-1)?.parts.map(({ type }) => type)).toEqual([
      "text",
      "data-second-version",
      "data-second-notice",
    ]);
  });

  it("[RUN-9] fails, keeping the files, when that build fails", async () => {
    await fixture.close();
    await open((stage) => stage.end("completed", files));
    worker.builds = [
      { status: "failed", stage: "check", errors: [], message: "It does not compile.", durationMs: 1 },
    ];
    await first();
    expect((await settled()).failure).toMatchObject({
      code: "turn.build_incomplete",
      detail: "It does not compile.",
    });
  });

  it("[TOOL-2] ends the turn when the same build error comes back three times", async () => {
    await fixture.close();
    await open(async (stage) => {
      for (const callId of ["a", "b", "c"])
        await callTool(stage, "done_building", callId, { summary: "x" }, failedBuild);
      await stage.stopped;
      stage.end("stopped");
    });
    await first();
    expect((await settled()).failure?.code).toBe("turn.repeated_error");
  });

  it("[TOOL-2] answers a failed build that is told again as before, and counts it once", async () => {
    await fixture.close();
    const answers: string[] = [];
    await open(async (stage) => {
      for (const callId of ["a", "a", "a", "b"])
        answers.push(
          await (await callTool(stage, "done_building", callId, { summary: "x" }, failedBuild)).text(),
        );
      stage.end("completed");
    });
    await first();
    expect((await settled()).failure).toBeNull();
    expect([answers[1], answers[2]]).toEqual([answers[0], answers[0]]);
    expect(answers[3]).toContain("the same error as before");
  });

  it("[LOG-1] gives a log that amounts to the stored answer", async () => {
    await fixture.close();
    await open((stage) => {
      stage.say("One.");
      stage.say("Two.");
      stage.end("completed");
    });
    const { turnId } = await readJson<TurnAcceptedView>(first());
    const { messages } = await settled();
    const batch = await platform.bus.log.read(turnLog.key({ id: turnId, attempt: 1 }), "0", 1000);
    const text = batch?.entries
      .map(({ value }) => value as { type: string; delta?: string })
      .filter(({ type }) => type === "text-delta")
      .map(({ delta }) => delta);
    expect(text).toEqual(["One.", "Two."]);
    expect(messages.at(-1)?.parts.map((part) => part.text)).toEqual(["One.", "Two."]);
    expect(batch?.closed).toBe(true);
  });
});

it("[LOG-2] keeps a turn's log for an hour after it, complete from its first entry, and then says to read again", async () => {
  await fixture.close();
  await open((stage) => {
    for (const text of ["One.", "Two.", "Three."]) stage.say(text);
    stage.end("completed");
  });
  const { cursor } = await readJson<TurnAcceptedView>(first());
  await settled();
  const read = () => fixture.send(ada, "GET", `${run}/chat/stream?cursor=${cursor}`);
  fixture.clock.advance(59 * 60_000);
  const deltas = (await (await read()).text()).match(/"delta":"\w+\./g);
  expect(deltas).toEqual(['"delta":"One.', '"delta":"Two.', '"delta":"Three.']);
  fixture.clock.advance(2 * 60_000);
  const expired = await read();
  expect([expired.status, (await expired.json()).code]).toEqual([409, "run.cursor_expired"]);
});

describe("a log without room", () => {
  const logFull = new BusError("bus.log_full", "The log would pass its limit.");
  const isEnd = ({ value }: { value: unknown }) =>
    ["finish", "error"].includes((value as { type: string }).type);

  function gate() {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { held, release: () => release() };
  }
  /** Refuses what the log has no room for, from the first time on. */
  function refuse(log: Platform["bus"]["log"], hasNoRoom: (entry: { value: unknown }) => boolean) {
    const append = log.append;
    const full = new Set<string>();
    log.append = async (key, entries, fence) => {
      if (entries.some(hasNoRoom)) full.add(key);
      if (full.has(key)) throw logFull;
      return append(key, entries, fence);
    };
  }
  /** The turn's log as someone who watches reads it, until it ends. */
  async function followed(turnId: string) {
    const types: string[] = [];
    const key = turnLog.key({ id: turnId, attempt: 1 });
    for await (const { entries } of platform.bus.log.follow(key, "0", new AbortController().signal))
      types.push(...entries.map(({ value }) => (value as { type: string }).type));
    return types;
  }

  it("[LOG-2] [RUN-5] ends for its readers, and the turn fails with a message waiting for a person", async () => {
    await fixture.close();
    const { held, release } = gate();
    await open(
      async (stage) => {
        await held;
        stage.say("Too much");
        await stage.stopped;
        stage.end("stopped");
      },
      (stage) => stage.end("completed"),
    );
    refuse(platform.bus.log, ({ value }) => (value as { delta?: string }).delta === "Too much");
    const { turnId } = await readJson<TurnAcceptedView>(first());
    const queued = await readJson<TurnAcceptedView>(post("second"));
    release();
    const { state, failure, queue } = await settled();
    expect({ state, code: failure?.code }).toEqual({ state: "failed", code: "turn.limit_reached" });
    expect(queue).toMatchObject([{ text: "second", waitsForPerson: true }]);
    expect(await followed(turnId)).not.toContain("text-delta");
    expect(fixture.log.map(({ event }) => event)).not.toContain("turn.settle_failed");
    await fixture.send(ada, "POST", `${run}/queue/${queued.turnId}/start`);
    expect((await settled()).state).toBe("completed");
  });

  it("[RUN-5] does not keep the next message from starting", async () => {
    await fixture.close();
    const { held, release } = gate();
    await open(
      async (stage) => {
        await held;
        stage.end("completed");
      },
      (stage) => stage.end("completed"),
    );
    refuse(platform.bus.log, isEnd);
    const { turnId } = await readJson<TurnAcceptedView>(first());
    await post("second");
    release();
    await until(
      () => worker.started.length,
      (count) => count === 2,
    );
    const { state, queue } = await settled();
    expect({ state, queue }).toEqual({ state: "completed", queue: [] });
    expect(await followed(turnId)).not.toContain("finish");
    await until(
      () => worker.acknowledged.filter((covered) => covered.turnId === turnId).length,
      (count) => count === 2,
    );
  });
});

describe("a tool call", () => {
  it("[TOOL-1] is refused with the token of an ended turn", async () => {
    let stage: Stage | undefined;
    await fixture.close();
    await open((each) => {
      stage = each;
      each.end("completed");
    });
    await first();
    await settled();
    if (!stage) throw new Error("The turn never started.");
    expect((await callTool(stage, "present_plan", "x", plan)).status).toBe(401);
  });

  it("[TOOL-1] names the failing fields of invalid input and lets the turn go on", async () => {
    let answer: ToolCallAnswer | undefined;
    await fixture.close();
    await open(async (stage) => {
      answer = await readJson<ToolCallAnswer>(callTool(stage, "present_plan", "x", { ...plan, title: "" }));
      stage.end("completed");
    });
    await first();
    expect((await settled()).state).toBe("completed");
    expect(answer?.isError).toBe(true);
    expect(JSON.stringify(answer?.result)).toContain("title");
  });

  it("[REC-6] is answered once", async () => {
    const answers: string[] = [];
    await fixture.close();
    await open(async (stage) => {
      for (let time = 0; time < 2; time += 1)
        answers.push(
          await (await callTool(stage, "done_building", "same", { summary: "x" }, built(files))).text(),
        );
      stage.end("completed", files);
    });
    await first();
    await settled();
    expect(answers[0]).toBe(answers[1]);
    const { versions } = await readJson<{ versions: unknown[] }>(
      fixture.send(ada, "GET", `${base}/versions`),
    );
    expect(versions).toHaveLength(1);
  });

  it("[REC-6] is answered once while the same call is still being carried out", async () => {
    const answers: Response[] = [];
    await fixture.close();
    await open(async (stage) => {
      const call = () => callTool(stage, "done_building", "same", { summary: "x" }, built(files));
      answers.push(...(await Promise.all([call(), call()])));
      stage.end("completed", files);
    });
    // Neither call is past its blobs before the other is there.
    const { fetchBlob } = worker;
    let fetched = 0;
    let bothAreThere: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      bothAreThere = resolve;
    });
    worker.fetchBlob = async (sha256) => {
      fetched += 1;
      if (fetched === 2 * (Object.keys(files).length + 1)) bothAreThere();
      await both;
      return fetchBlob(sha256);
    };
    await first();
    await settled();
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const [one, other] = await Promise.all(answers.map((answer) => answer.text()));
    expect(one).toBe(other);
  });

  it("[REC-6] [TOOL-2] counts once what is told twice at once, a failed build and a plan", async () => {
    const statuses: number[] = [];
    await fixture.close();
    await open(async (stage) => {
      const twice = async (tool: string, input: unknown, build?: unknown) => {
        const call = () => callTool(stage, tool, tool, input, build);
        statuses.push(...(await Promise.all([call(), call()])).map(({ status }) => status));
      };
      await twice("done_building", { summary: "x" }, failedBuild);
      const again = await callTool(stage, "done_building", "again", { summary: "x" }, failedBuild);
      expect(await again.text()).toContain("the same error as before");
      await twice("present_plan", plan);
      stage.end("presented");
    });
    await first();
    expect((await settled()).state).toBe("waiting_for_approval");
    expect(statuses).toEqual([200, 200, 200, 200]);
  });

  it("[TOOL-2] ends the turn also when the third failure is told again after its stop was lost", async () => {
    await fixture.close();
    await open(async (stage) => {
      for (const callId of ["a", "b", "c", "c"])
        await callTool(stage, "done_building", callId, { summary: "x" }, failedBuild);
      await stage.stopped;
      stage.end("stopped");
    });
    const { stopTurn } = worker;
    let asked = 0;
    worker.stopTurn = async (turn) => {
      asked += 1;
      if (asked === 1) throw new Problem("worker.unavailable");
      await stopTurn(turn);
    };
    await first();
    expect((await settled()).failure?.code).toBe("turn.repeated_error");
    expect(asked).toBe(2);
  });
});

it("[LOG-1] shows the newest part of a conversation that is longer than a page can hold", async () => {
  await first();
  await settled();
  const older = Array.from({ length: 2001 }, (_, index) => String(index).padStart(26, "0"));
  await platform.db.transaction(async (tx) => {
    const turn = await tx.first(turnsCollection, {});
    const question = await tx.get(messagesCollection, app.initialRun.messageId);
    if (!turn || !question) throw new Error("The first turn is not stored.");
    for (const each of older) {
      const [id, messageId] = [idFrom("turn", each), idFrom("message", each)];
      await tx.insert(turnsCollection, { ...turn, id, messageId, createdAt: "2026-01-01T00:00:00.000Z" });
      await tx.insert(messagesCollection, {
        ...question,
        id: messageId,
        turnId: id,
        order: `${each}.0000.0`,
      });
    }
  });
  const { messages } = await chat();
  expect(messages).toHaveLength(2000);
  expect(messages.slice(-3).map(({ id, role }) => (role === "user" ? id : role))).toEqual([
    idFrom("message", older.at(-1) ?? ""),
    app.initialRun.messageId,
    "assistant",
  ]);
  expect(messages.at(-1)?.metadata?.turnState).toBe("completed");
});

it("[RT-6] tells an agent without session what was said before", async () => {
  await fixture.close();
  await open(
    (stage) => {
      stage.say("I kept it simple.");
      stage.end("completed");
    },
    (stage) => stage.end("completed"),
  );
  await first();
  await settled();
  await fixture.send(ada, "POST", `${run}/chat`, {
    body: {
      messages: [{ id: newMessageId(), role: "user", parts: [{ type: "text", text: "Go on" }] }],
      runtimeId: "claude-code",
    },
  });
  await settled();
  const started = worker.started.at(-1);
  expect(started?.session).toBeNull();
  expect(started?.handoff).toContain("<conversation-so-far>");
  expect(started?.handoff).toContain("You: I kept it simple.");
  expect(started?.prompt).toBe("Go on");
});

it("works on a turn that a dead process left, from the beginning of what the worker kept", async () => {
  await fixture.close();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await open(async (stage) => {
    stage.say("Before.");
    await held;
    stage.say("After.");
    stage.end("completed");
  });
  await first();
  await until(
    async () => worker.started.length,
    (count) => count === 1,
  );
  await engine.drain();
  engine = createTurnEngine(platform);
  await engine.start({ soleOwner: true });
  release();
  const { state, messages } = await settled();
  expect(state).toBe("completed");
  expect(messages.at(-1)?.parts.map((part) => part.text)).toEqual(["Before.", "After."]);
});
