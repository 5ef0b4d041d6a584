import { closeData, closeEvents } from "@second/domain";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dataRoutes } from "../routes/data.ts";
import { streamRoutes } from "../routes/streams.ts";
import { channelOf } from "../streams/channel.ts";
import { readEvents } from "../streams/testing/read-events.ts";
import { type Fixture, openFixture } from "../testing/fixture.ts";

let fixture: Fixture;

beforeEach(async () => {
  const noChats = { "chat.stream": async () => channelOf(async function* () {}) };
  fixture = await openFixture({ handlers: { ...dataRoutes, ...streamRoutes(noChats) } });
});
afterEach(async () => {
  await closeData(fixture.platform);
  await closeEvents(fixture.platform);
  await fixture.close();
});

describe("the session of a request", () => {
  it("is proven once for a hub and all its channels, and its cookie comes with the answer", async () => {
    const ada = await fixture.person("Ada");
    const workspaceId = await fixture.workspace(ada);
    const appId = await fixture.app(ada, workspaceId);
    const former = ada.cookie;
    fixture.clock.advance(25 * 60 * 60 * 1000);
    const first = vi.spyOn(fixture.platform.db, "first");

    const channels = [
      { channel: "draft", path: `/api/workspaces/${workspaceId}/apps/${appId}/data/stream?side=draft` },
      { channel: "again", path: `/api/workspaces/${workspaceId}/apps/${appId}/data/stream?side=draft` },
      { channel: "events", path: `/api/workspaces/${workspaceId}/events` },
      { channel: "nowhere", path: "/api/workspaces/none" },
    ];
    const response = await fixture.send(ada, "POST", "/api/streams", { body: { channels } });
    const events = readEvents(response);
    const told = new Set<string>();
    while (told.size < 3) told.add((await events.frame()).channel);
    await events.close();

    expect(first.mock.calls.filter(([of]) => of.name === "sessions")).toHaveLength(1);
    expect(ada.cookie).not.toBe(former);
  });
});
