import { type AppCreatedView, idFrom, type VersionListView } from "@second/contracts";
import { auditCollection, cardsCollection, closeData, closeEvents } from "@second/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RoutePlan, routePlans } from "../guard/route-plan.ts";
import { type BuildingApp, openBuildingApp, plan, readJson } from "../testing/building-app.ts";
import { samples } from "../testing/tenancy-samples.ts";

const files = { "src/main.tsx": "export const App = () => null;" };
const records = ["runId", "turnId", "versionId", "docId"];

let opened: BuildingApp;
/** Ids of what the app has: run, turn, version and document. */
let theirs: Record<string, string> = {};
/** Another app of the same person in the same workspace. */
let sibling: AppCreatedView;
let cardHash = "";
let made = 0;

beforeAll(async () => {
  opened = await openBuildingApp([
    async (stage) => {
      await opened.build(stage, "build", files);
      await opened.callTool(stage, "present_plan", "plan", plan);
      stage.end("presented", files);
    },
  ]);
  const { fixture, ada, app, base, run, workspaceId, platform } = opened;
  const send = (method: string, path: string, body: unknown) => fixture.send(ada, method, path, { body });
  sibling = await readJson(
    send("POST", `/api/workspaces/${workspaceId}/apps`, { prompt: "Track books", runtimeId: "demo" }),
  );
  const { turnId } = await readJson<{ turnId: string }>(
    send("POST", `${run}/chat`, message(app.initialRun.messageId)),
  );
  await opened.settled();
  const { versions } = await readJson<VersionListView>(fixture.send(ada, "GET", `${base}/versions`));
  const task = { collection: "tasks", data: { title: "Call Acme" } };
  const { doc } = await readJson<{ doc: { _id: string } }>(send("POST", `${base}/data?side=draft`, task));
  cardHash = (await platform.db.first(cardsCollection, {}))?.hash ?? "";
  theirs = { runId: app.initialRun.id, turnId, versionId: versions[0]?.id ?? "", docId: doc._id };
});
afterAll(async () => {
  await opened.engine.drain();
  await closeData(opened.platform);
  await closeEvents(opened.platform);
  await opened.fixture.close();
});

const message = (id: string) => ({
  messages: [{ id, role: "user", parts: [{ type: "text", text: "Go on" }] }],
});
const newMessageId = () => {
  made += 1;
  return idFrom("message", String(made).padStart(26, "0"));
};

/** Bodies that are right for the records at hand, so that only the path can be what is refused. */
const bodies: Partial<Record<RoutePlan["name"], () => unknown>> = {
  "chat.post": () => message(newMessageId()),
  "chat.decide": () => ({ toolCallId: "plan", cardHash, decision: "approve" }),
  "chat.fix": () => ({
    ...(samples["chat.fix"].body as object),
    messageId: newMessageId(),
    versionId: theirs.versionId,
  }),
};

async function call(route: RoutePlan, params: Record<string, string>): Promise<[number, string | undefined]> {
  const sample = samples[route.name];
  const all: Record<string, string> = { workspaceId: opened.workspaceId, ...sample.params, ...params };
  const path = route.path.replace(/:([A-Za-z]+)(?:\{[^}]*\})?/g, (_, name: string) => all[name] ?? "");
  const body = bodies[route.name]?.() ?? sample.body;
  const answer = await opened.fixture.send(
    opened.ada,
    route.method,
    sample.query ? `${path}?${sample.query}` : path,
    { headers: { "if-match": '"v1"' }, ...(body === undefined ? {} : { body }) },
  );
  if (answer.headers.get("content-type") === "application/problem+json")
    return [answer.status, ((await answer.json()) as { code: string }).code];
  await answer.body?.cancel();
  return [answer.status, undefined];
}

const events = () => opened.platform.db.count(auditCollection);
const nested = routePlans.filter(
  ({ access, ids }) => access === "app" && ids.some((id) => records.includes(id)),
);

describe.each(nested.map((route) => [route.name, route] as const))("[ACC-1] [GOV-59] %s", (_, route) => {
  it("is 404 for a record of a sibling app, and changes nothing", async () => {
    const before = await events();
    const notFound = [404, "resource.not_found"];
    expect(await call(route, { ...theirs, appId: sibling.id })).toEqual(notFound);
    if (route.ids.includes("turnId"))
      expect(await call(route, { ...theirs, appId: sibling.id, runId: sibling.initialRun.id })).toEqual(
        notFound,
      );
    if (route.ids.includes("runId"))
      expect(await call(route, { ...theirs, appId: opened.app.id, runId: sibling.initialRun.id })).toEqual(
        notFound,
      );
    expect(await events()).toBe(before);
  });

  it("finds it where it belongs", async () => {
    const [status] = await call(route, { ...theirs, appId: opened.app.id });
    expect(status).not.toBe(404);
  });
});

it("[ACC-1] opens no preview of a sibling's version", async () => {
  const { fixture, ada, workspaceId, base } = opened;
  const preview = { body: { side: "draft", versionId: theirs.versionId } };
  const other = `/api/workspaces/${workspaceId}/apps/${sibling.id}/preview`;
  expect((await fixture.send(ada, "POST", other, preview)).status).toBe(404);
  expect((await fixture.send(ada, "POST", `${base}/preview`, preview)).status).toBe(200);
});

it("[GOV-59] finds no document of the other side", async () => {
  const { fixture, ada, base } = opened;
  const task = { collection: "tasks", data: { title: "Call Acme" } };
  const { doc } = await readJson<{ doc: { _id: string } }>(
    fixture.send(ada, "POST", `${base}/data?side=draft`, { body: task }),
  );
  const at = (side: string) => `${base}/data/${doc._id}?side=${side}&collection=tasks`;
  expect((await fixture.send(ada, "GET", at("published"))).status).toBe(404);
  expect((await fixture.send(ada, "DELETE", at("published"))).status).toBe(404);
  expect((await fixture.send(ada, "GET", at("draft"))).status).toBe(200);
});
