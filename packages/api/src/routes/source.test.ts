import type { DraftFilesView, SourceSearchView, VersionListView } from "@second/contracts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp, readJson } from "../testing/building-app.ts";

const first = { "src/app.tsx": "const cost = 1;\n", "src/old.ts": "const Cost = 2;\n" };
const second = { "src/app.tsx": "const price = 1;\n", "logo.png": "\0cost" };

let opened: BuildingApp;
const get = (path: string) => opened.fixture.send(opened.ada, "GET", `${opened.base}${path}`);
const search = (query: string) => readJson<SourceSearchView>(get(`/source/search?${query}`));
let versionId: string;

beforeEach(async () => {
  opened = await openBuildingApp([
    async (stage) => {
      await opened.build(stage, "done", first);
      stage.end("completed", first);
    },
    (stage) => {
      // Ends without a build, whose own attempt then fails: the draft goes on from what was left.
      stage.end("completed", second);
    },
  ]);
  opened.worker.builds = [
    { status: "failed", stage: "check", errors: [], message: "It does not compile.", durationMs: 1 },
  ];
  for (const [text, id] of [
    ["one", opened.app.initialRun.messageId],
    ["two", `msg_${"0".repeat(26)}`],
  ]) {
    await opened.fixture.send(opened.ada, "POST", `${opened.run}/chat`, {
      body: { messages: [{ id, role: "user", parts: [{ type: "text", text }] }] },
    });
    await opened.settled();
  }
  const { versions } = await readJson<VersionListView>(get("/versions"));
  versionId = versions[0]?.id ?? "";
});
afterEach(async () => {
  await opened.engine.drain();
  await opened.fixture.close();
});

it("[EDIT-1] shows the draft as the agent left it, and each version as it was", async () => {
  const { files } = await readJson<DraftFilesView>(get("/draft/files"));
  expect(Object.keys(files).sort()).toEqual(["logo.png", "src/app.tsx"]);
  expect(await (await get("/draft/files/src/app.tsx")).text()).toBe(second["src/app.tsx"]);
  expect(await (await get(`/versions/${versionId}/files/src/app.tsx`)).text()).toBe(first["src/app.tsx"]);
  expect((await get("/draft/files/src/old.ts")).status).toBe(404);
  expect((await get("/draft/files/constructor")).status).toBe(404);
  const { headers } = await get("/draft/files/src/app.tsx");
  expect(headers.get("content-disposition")).toBe("attachment");
  expect(headers.get("cache-control")).toContain("no-store");
});

it("[EDIT-1] searches the text files of either", async () => {
  expect(await search(`words=cost&versionId=${versionId}`)).toEqual({
    files: [
      { path: "src/app.tsx", lines: [{ line: 1, column: 7, text: "const cost = 1;", at: 6 }] },
      { path: "src/old.ts", lines: [{ line: 1, column: 7, text: "const Cost = 2;", at: 6 }] },
    ],
    isCut: false,
    filesSkipped: 0,
  });
  expect((await search("words=cost")).files).toEqual([]);
  expect((await search("words=price")).files).toHaveLength(1);
});

it("[EDIT-1] refuses a search for nothing, and one in a version that is not there", async () => {
  expect((await get("/source/search?words=a")).status).toBe(400);
  expect((await get(`/source/search?words=cost&versionId=ver_${"0".repeat(26)}`)).status).toBe(404);
});
