import { type AppCreatedView, type PreviewView, turnTokenHeader, type WorkspaceId } from "@second/contracts";
import { appsCollection, createTurnEngine, type TurnEngine } from "@second/domain";
import { afterEach, beforeEach, expect, it } from "vitest";
import { appRoutes } from "../routes/apps.ts";
import { runRoutes } from "../routes/runs.ts";
import { type Fixture, openFixture, type Person } from "../testing/fixture.ts";
import { type ScriptedWorker, scriptedWorker } from "../testing/scripted-worker.ts";
import { createPreviewServer } from "./serve-preview.ts";

const artifact = {
  "index.html": '<html><head><script type="module" src="./assets/app-B1c2D3e4.js"></script></head></html>',
  "assets/app-B1c2D3e4.js": "console.log(1)",
  "robots.txt": "hello",
};

let fixture: Fixture;
let worker: ScriptedWorker;
let engine: TurnEngine;
let ada: Person;
let workspaceId: WorkspaceId;
let app: AppCreatedView;
let preview: PreviewView;

const get = (path: string, headers: Record<string, string> = {}) =>
  fixture.send(null, "GET", path, { headers });

beforeEach(async () => {
  worker = scriptedWorker(async (stage) => {
    const build = {
      status: "built",
      source: worker.manifestOf({ "src/app.tsx": "1" }),
      artifact: worker.manifestOf(artifact),
      warning: null,
      durationMs: 1,
    };
    await fixture.send(null, "POST", `/api/internal/turns/${stage.body.turnId}/tools/done_building`, {
      headers: { [turnTokenHeader]: stage.body.turnToken },
      body: { callId: "a", attempt: 1, input: { summary: "x" }, build },
    });
    stage.end("completed", { "src/app.tsx": "1" });
  });
  fixture = await openFixture({
    worker,
    handlersOn: (on) => {
      engine = createTurnEngine(on);
      return { ...appRoutes, ...runRoutes(engine) };
    },
    previewOn: createPreviewServer,
  });
  ada = await fixture.person("Ada");
  workspaceId = await fixture.workspace(ada);
  const base = `/api/workspaces/${workspaceId}/apps`;
  app = (await (
    await fixture.send(ada, "POST", base, { body: { prompt: "Track it" } })
  ).json()) as AppCreatedView;
  const chat = `${base}/${app.id}/runs/${app.initialRun.id}/chat`;
  const message = { id: app.initialRun.messageId, role: "user", parts: [] };
  await fixture.send(ada, "POST", chat, { body: { messages: [message] } });
  for (let tries = 0; tries < 400 && engine.size() > 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const answer = await fixture.send(ada, "POST", `${base}/${app.id}/preview`, { body: { side: "draft" } });
  preview = (await answer.json()) as PreviewView;
});
afterEach(async () => {
  await engine.drain();
  await fixture.close();
});

it("[PRE-1] opens with its address alone, whatever cookie comes along", async () => {
  const page = await get(preview.url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain(`http://localhost:3000${preview.url}assets/app-B1c2D3e4.js`);
  expect((await get(preview.url, { cookie: "second_session=forged" })).status).toBe(200);
  expect(page.headers.get("set-cookie")).toBeNull();
});

it("[PRE-1] keeps its address for hours, so that browsers can keep the files", async () => {
  fixture.clock.advance(60_000);
  const path = `/api/workspaces/${workspaceId}/apps/${app.id}/preview`;
  const again = (await (
    await fixture.send(ada, "POST", path, { body: { side: "draft" } })
  ).json()) as PreviewView;
  expect(again.url).toBe(preview.url);
});

it("[PRE-1] is not found when forged, expired or revoked", async () => {
  const [text = "", mac = ""] = preview.url.split("/")[2]?.split(".") ?? [];
  const forged = Buffer.from(Buffer.from(text, "base64url").toString().replace("draft", "published"));
  for (const path of [
    `/preview/${forged.toString("base64url")}.${mac}/`,
    `/preview/${text}.${mac.slice(0, -2)}aa/`,
    "/preview/nonsense/",
    "/preview/e30.e30/",
  ])
    expect((await get(path)).status).toBe(404);
  await fixture.platform.db.transaction((tx) =>
    tx.update(appsCollection, app.id, { inc: { accessEpoch: 1 } }),
  );
  expect((await get(preview.url)).status).toBe(404);
  await fixture.platform.db.transaction((tx) =>
    tx.update(appsCollection, app.id, { inc: { accessEpoch: -1 } }),
  );
  expect((await get(preview.url)).status).toBe(200);
  fixture.clock.advance(25 * 60 * 60 * 1000);
  expect((await get(preview.url)).status).toBe(404);
});

it("[PRE-2] marks files of a version as immutable, and lets no one guess their type", async () => {
  const file = await get(`${preview.url}assets/app-B1c2D3e4.js`);
  expect(file.headers.get("cache-control")).toContain("immutable");
  expect(file.headers.get("content-type")).toContain("text/javascript");
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  expect(file.headers.get("access-control-allow-origin")).toBe("*");
  expect((await get(`${preview.url}robots.txt`)).headers.get("cache-control")).toContain("no-cache");
});

it("[PRE-3] shuts the page into an opaque origin that reaches nothing but its own files", async () => {
  const policy = (await get(preview.url)).headers.get("content-security-policy") ?? "";
  expect(policy).toContain("sandbox allow-scripts allow-forms allow-modals allow-downloads;");
  expect(policy).not.toContain("allow-same-origin");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).toContain("form-action 'none'");
  expect(policy).toContain(`script-src http://localhost:3000${preview.url} 'sha256-`);
  expect(policy).toContain("frame-ancestors http://localhost:3000");
});

it("[PRE-5] answers pages of the app's own router, and nothing for files that are not there", async () => {
  expect((await get(`${preview.url}contracts/12`)).headers.get("content-type")).toContain("text/html");
  expect((await get(`${preview.url}assets/gone.js`)).status).toBe(404);
  expect((await get(`${preview.url}..%2f..%2fetc%2fpasswd`)).status).not.toBe(500);
  expect((await get(`${preview.url}%E0%A4%A`)).status).toBe(404);
});
