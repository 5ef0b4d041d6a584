import type { AppView } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BuildingApp, openBuildingApp, plan, readJson } from "../testing/building-app.ts";
import type { Script } from "../testing/scripted-worker.ts";

let opened: BuildingApp;
let present: Script;
let presented = 0;

beforeEach(async () => {
  presented = 0;
  present = async (stage) => {
    presented += 1;
    await opened.callTool(stage, "present_plan", `plan-${presented}`, {
      ...plan,
      title: titles[presented - 1],
    });
    stage.end("presented");
  };
  opened = await openBuildingApp([present]);
});
afterEach(async () => {
  await opened.engine.drain();
  await opened.fixture.close();
});

let titles: string[] = [];
const apps = () => `/api/workspaces/${opened.workspaceId}/apps`;
const create = async (body: object) =>
  (
    await readJson<{ name: string }>(
      opened.fixture.send(opened.ada, "POST", apps(), { body: { prompt: "Track vendor renewals", ...body } }),
    )
  ).name;
const name = async () => (await readJson<AppView>(opened.fixture.send(opened.ada, "GET", opened.base))).name;
const rename = (to: string) => opened.fixture.send(opened.ada, "PATCH", opened.base, { body: { name: to } });
async function say(id = opened.app.initialRun.messageId): Promise<void> {
  await opened.fixture.send(opened.ada, "POST", `${opened.run}/chat`, {
    body: { messages: [{ id, role: "user", parts: [{ type: "text", text: "x" }] }] },
  });
  await opened.settled();
}
const secondMessage = `msg_${"2".repeat(26)}`;

describe("an app's name", () => {
  it("[APP-3] is derived from the prompt, with a suffix when another app has it", async () => {
    expect(await name()).toBe("Track vendor renewals");
    expect(await create({})).toBe("Track vendor renewals 2");
    expect(await create({})).toBe("Track vendor renewals 3");
    expect(await create({ appName: "Track vendor renewals" })).toBe("Track vendor renewals");
  });

  it("[APP-3] becomes the first plan's title, once", async () => {
    titles = ["Vendor desk", "Something else"];
    await say();
    expect(await name()).toBe("Vendor desk");
    await say(secondMessage);
    expect(presented).toBe(2);
    expect(await name()).toBe("Vendor desk");
  });

  it("[APP-3] becomes the title with a suffix when another app has that", async () => {
    titles = ["Vendor desk"];
    await create({ appName: "Vendor desk" });
    await say();
    expect(await name()).toBe("Vendor desk 2");
  });

  it("[APP-3] stays what a person typed, whatever a plan says afterwards", async () => {
    titles = ["Vendor desk"];
    await rename("Ours");
    await say();
    expect(presented).toBe(1);
    expect(await name()).toBe("Ours");
  });
});
