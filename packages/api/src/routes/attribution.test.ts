import type { AuditEvent } from "@second/contracts";
import { auditCollection } from "@second/domain";
import { afterEach, describe, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp, plan } from "../testing/building-app.ts";
import type { Script } from "../testing/scripted-worker.ts";

const files = { "src/app.tsx": "export const App = () => null;" };
let opened: BuildingApp;
afterEach(async () => {
  await opened.engine.drain();
  await opened.fixture.close();
});

const open = async (...scripts: Script[]) => {
  opened = await openBuildingApp(scripts, { resumeAfterMs: [5, 10], unreachableMs: 40, lookAgainMs: 5 });
};
const say = async (id: string) => {
  await opened.fixture.send(opened.ada, "POST", `${opened.run}/chat`, {
    body: { messages: [{ id, role: "user", parts: [{ type: "text", text: "x" }] }] },
  });
  return opened.settled();
};
const events = async () =>
  (await opened.platform.db.list(auditCollection, { filter: { workspaceId: opened.workspaceId } })).records;
const ofName = (all: AuditEvent[], name: string) => {
  const found = all.filter(({ eventName }) => eventName === name);
  expect(found.length, name).toBeGreaterThan(0);
  return found;
};

describe("who an audit event says did it", () => {
  it("[GOV-88] is the agent, its run and the person who asked, for what the agent does", async () => {
    await open(
      async (stage) => {
        await opened.callTool(stage, "present_plan", "plan", plan);
        stage.end("presented");
      },
      async (stage) => {
        await opened.callTool(stage, "unknown_tool", "call", {});
        stage.end("stopped");
        opened.worker.crash();
      },
      async (stage) => {
        await opened.build(stage, "build", files);
        stage.end("completed", files);
      },
    );
    await say(opened.app.initialRun.messageId);
    await say(`msg_${"1".repeat(26)}`);
    await say(`msg_${"2".repeat(26)}`);
    const all = await events();
    const actor = {
      kind: "agent",
      agentId: "builder",
      userId: opened.ada.userId,
      runId: opened.app.initialRun.id,
    };
    const byTool = { kind: "builder_agent", trust: "internal_trusted", requestId: expect.any(String) };
    for (const name of ["app.renamed", "tool.denied", "app.version.created"])
      for (const event of ofName(all, name))
        expect(event, name).toMatchObject({ actor, source: byTool, appId: opened.app.id });
    for (const event of ofName(all, "builder_run.completed"))
      expect(event).toMatchObject({ actor, source: { kind: "web_server", trust: "server_trusted" } });
    for (const { relatedIds, actor: by } of all)
      if (by.kind === "agent") expect(relatedIds.turnId).toMatch(/^trn_/);
  });

  it("[GOV-88] [GOV-57] is the member of the session, whatever the request claims", async () => {
    await open((stage) => stage.end("completed"));
    const { fixture, ada, base, workspaceId, app } = opened;
    const claims = {
      actor: { kind: "system" },
      workspaceId: `ws_${"0".repeat(26)}`,
      trust: "server_trusted",
    };
    for (const [name, value] of Object.entries(claims)) {
      const answer = await fixture.send(ada, "PATCH", base, { body: { name: "Renewals", [name]: value } });
      expect([answer.status, (await answer.json()).code]).toEqual([400, "request.invalid"]);
    }
    expect((await events()).map(({ eventName }) => eventName)).not.toContain("app.renamed");
    const headers = { "x-user-id": "usr_other", "x-workspace-id": "ws_other" };
    await fixture.send(ada, "PATCH", base, { body: { name: "Renewals" }, headers });
    const [renamed] = ofName(await events(), "app.renamed");
    expect(renamed).toMatchObject({
      workspaceId,
      appId: app.id,
      actor: { kind: "user", userId: ada.userId, role: "owner" },
      source: { kind: "web_server", trust: "server_trusted", requestId: expect.any(String) },
    });
  });

  it("[GOV-88] is a user or an agent in every event of a workspace, with what is known of them", async () => {
    await open(async (stage) => {
      await opened.build(stage, "build", files);
      stage.end("completed", files);
    });
    await say(opened.app.initialRun.messageId);
    const { fixture, ada, base } = opened;
    const { versions } = await (await fixture.send(ada, "GET", `${base}/versions`)).json();
    await fixture.send(ada, "PATCH", base, { body: { name: "Renewals" } });
    expect((await fixture.send(ada, "POST", `${base}/versions/${versions[0].id}/restore`)).status).toBe(200);
    for (const event of await events()) {
      expect(event.workspaceId).toBe(opened.workspaceId);
      expect(event.actor.userId, event.eventName).toBe(ada.userId);
      if (event.actor.kind === "agent") expect(event.actor).toMatchObject({ agentId: "builder" });
    }
  });
});
