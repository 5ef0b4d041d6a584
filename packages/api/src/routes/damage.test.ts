import type { Manifest } from "@second/contracts";
import { afterEach, describe, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp } from "../testing/building-app.ts";
import type { Script } from "../testing/scripted-worker.ts";

const timing = { resumeAfterMs: [5, 10], unreachableMs: 40, lookAgainMs: 5 };
const builtFiles = { "src/app.tsx": "one" };
const newerFiles = { "src/app.tsx": "two", "src/more.ts": "more" };
let opened: BuildingApp;

afterEach(async () => {
  await opened.engine.drain();
  await opened.fixture.close();
});

/** A worker that has kept nothing asks for each file of a tree. */
async function open(...scripts: Script[]): Promise<void> {
  opened = await openBuildingApp(scripts, timing);
  const { worker } = opened;
  const { syncFiles } = worker;
  worker.syncFiles = async (input) => {
    for (const { sha256 } of Object.values(input.manifest ?? {})) await input.blob(sha256);
    await syncFiles(input);
  };
}

/** From now on the store has lost these files, or gives other bytes for them. */
function lose(files: Record<string, string>, bytes: Uint8Array | null): void {
  const { platform, worker } = opened;
  const lost = new Set(Object.values(worker.manifestOf(files)).map(({ sha256 }) => sha256));
  const get = platform.blobs.get.bind(platform.blobs);
  platform.blobs.get = async (sha256) => (lost.has(sha256) ? bytes : get(sha256));
}

const say = (text: string, id: string) =>
  opened.fixture.send(opened.ada, "POST", `${opened.run}/chat`, {
    body: { messages: [{ id, role: "user", parts: [{ type: "text", text }] }] },
  });
const build: Script = async (stage) => {
  await opened.build(stage, "build", builtFiles);
  stage.end("completed", builtFiles);
};
/** Leaves newer files in a checkpoint and dies, and with it what is `lost`. */
const dieAfterCheckpoint =
  (bytes: Uint8Array | null): Script =>
  async (stage) => {
    stage.checkpoint(newerFiles);
    await opened.until(
      () => opened.worker.acknowledged.filter(({ turnId }) => turnId === stage.body.turnId).length,
      (count) => count > 0,
    );
    lose({ "src/more.ts": "more" }, bytes);
    opened.worker.crash();
  };
const notices = (parts: readonly { type: string; data?: unknown }[] = []) =>
  parts
    .filter(({ type }) => type === "data-second-notice")
    .map(({ data }) => (data as { kind: string }).kind);
const second = `msg_0${"2".repeat(25)}`;

describe("a checkpoint whose bytes are", () => {
  it.each([
    ["missing", null],
    ["damaged", Buffer.from("rubbish")],
  ])("[REC-4] %s makes the turn go on from the draft's version, and says so", async (_, bytes) => {
    await open(build, dieAfterCheckpoint(bytes), (stage) => stage.end("completed", builtFiles));
    await say("x", opened.app.initialRun.messageId);
    await opened.settled();
    await say("More", second);
    const { state, messages } = await opened.settled();
    expect(state).toBe("completed");
    expect(notices(messages.at(-1)?.parts)).toEqual(["resumed", "went_back"]);
    const { worker } = opened;
    expect(worker.synced.at(-1)?.manifest).toEqual(worker.manifestOf(builtFiles));
    expect(worker.started.at(-1)?.prompt).toContain(
      "Newer files were damaged; they are as of version 1 now.",
    );
  });

  it("missing ends the turn with what is wrong when there is no version, and starts nothing over and over", async () => {
    await open(dieAfterCheckpoint(null), build);
    await say("x", opened.app.initialRun.messageId);
    const { state, failure } = await opened.settled();
    expect({ state, ...failure }).toMatchObject({
      state: "failed",
      code: "app.files_damaged",
      detail: "src/more.ts is missing in the server's storage.",
    });
    expect(opened.worker.started).toHaveLength(1);
  });

  it("damaged ends the turn when the version's files are, too", async () => {
    await open(build, dieAfterCheckpoint(Buffer.from("rubbish")), build);
    await say("x", opened.app.initialRun.messageId);
    await opened.settled();
    lose(builtFiles, null);
    await say("More", second);
    const { failure } = await opened.settled();
    expect(failure).toMatchObject({
      code: "app.files_damaged",
      detail: expect.stringContaining("src/app.tsx"),
    });
  });

  it("[REC-5] lost with the worker cost the turn a resume, and nothing of what is stored", async () => {
    await open(
      build,
      async (stage) => {
        const { fetchBlob } = opened.worker;
        opened.worker.fetchBlob = async () => {
          opened.worker.fetchBlob = fetchBlob;
          return fetchBlob("0".repeat(64));
        };
        stage.checkpoint({ "src/app.tsx": "lost at the worker" });
        await stage.stopped;
      },
      (stage) => stage.end("completed", builtFiles),
    );
    await say("x", opened.app.initialRun.messageId);
    await opened.settled();
    await say("More", second);
    const { state, messages } = await opened.settled();
    expect(state).toBe("completed");
    expect(notices(messages.at(-1)?.parts)).toEqual(["resumed"]);
    expect(opened.worker.synced.at(-1)?.manifest).toEqual(
      opened.worker.manifestOf(builtFiles) satisfies Manifest,
    );
  });
});
