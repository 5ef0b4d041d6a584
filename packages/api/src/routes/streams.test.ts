import type { AppId, WorkspaceId } from "@second/contracts";
import { closeData, closeEvents, insertDocument, publishHint, scopeOf } from "@second/domain";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { channelOf } from "../streams/channel.ts";
import { closeStreams } from "../streams/stream-process.ts";
import { readEvents } from "../streams/testing/read-events.ts";
import { type Fixture, openFixture, type Person } from "../testing/fixture.ts";
import { dataRoutes } from "./data.ts";
import { streamRoutes } from "./streams.ts";

let fixture: Fixture;
let ada: Person;
let bob: Person;
let workspaceId: WorkspaceId;
let appId: AppId;
let data: string;
let chat: string;
const open: { close(): Promise<void> }[] = [];

/** A chat of two events, which ends by itself. */
const routes = {
  ...dataRoutes,
  ...streamRoutes({
    "chat.stream": async () =>
      channelOf(async function* () {
        yield [{ event: "message", id: "c1", data: '{"type":"start"}' }];
        yield [{ event: "message", id: "c2", data: '{"type":"finish"}' }];
      }),
  }),
};

async function start(config = {}) {
  fixture = await openFixture({ handlers: routes, config });
  ada = await fixture.person("Ada");
  bob = await fixture.person("Bob");
  workspaceId = await fixture.workspace(ada);
  await fixture.join(ada, workspaceId, { person: bob });
  appId = await fixture.app(ada, workspaceId);
  data = `/api/workspaces/${workspaceId}/apps/${appId}/data`;
  chat = `/api/workspaces/${workspaceId}/apps/${appId}/runs/run_${"0".repeat(26)}/chat/stream`;
}

async function stop() {
  for (const one of open.splice(0)) await one.close().catch(() => undefined);
  await closeData(fixture.platform);
  await closeEvents(fixture.platform);
  await fixture.close();
}

beforeEach(() => start());
afterEach(stop);

async function stream(
  path: string,
  { as = ada, headers = {} }: { as?: Person; headers?: Record<string, string> } = {},
) {
  const response = await fixture.send(as, "GET", path, { headers });
  const events = readEvents(response);
  open.push(events);
  return { response, ...events };
}

async function hub(channels: { channel: string; path: string; after?: string }[], as = ada) {
  const response = await fixture.send(as, "POST", "/api/streams", { body: { channels } });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const events = readEvents(response);
  open.push(events);
  return events;
}

async function write(n: number, as = ada) {
  const body = { collection: "leads", data: { n } };
  const response = await fixture.send(as, "POST", `${data}?side=draft`, { body });
  expect(response.status).toBe(201);
}

const dataStream = () => `${data}/stream?side=draft`;
const events = () => `/api/workspaces/${workspaceId}/events`;
const hint = (fields = {}) =>
  publishHint(fixture.platform, { type: "app.changed", scope: "apps", workspaceId, appId, ...fields });
const collaborate = (method: "PUT" | "DELETE") =>
  fixture.send(ada, method, `/api/workspaces/${workspaceId}/apps/${appId}/collaborators/${bob.userId}`);

describe("the data stream", () => {
  it("says hello with its position and then tells of every change", async () => {
    const one = await stream(dataStream());
    expect(one.response.headers.get("content-type")).toContain("text/event-stream");
    const hello = await one.next();
    expect(hello).toMatchObject({ event: "hello", data: { heartbeatMs: 15_000 } });
    await write(1);
    const change = await one.next();
    expect(change).toMatchObject({
      event: "change",
      data: { type: "insert", collection: "leads", doc: { n: 1 }, last: true },
    });
    expect((change?.id ?? "") > hello?.data.position).toBe(true);
  });

  it("[DATA-29] continues after Last-Event-ID, which wins over `after`", async () => {
    const first = await stream(dataStream());
    await first.next();
    await write(1);
    await write(2);
    const one = await first.next();
    const two = await first.next();
    const again = await stream(`${dataStream()}&after=${two?.id}`, {
      headers: { "last-event-id": one?.id ?? "" },
    });
    expect(await again.next()).toMatchObject({ event: "hello", data: { position: one?.id } });
    expect(await again.next()).toEqual(two);
    const byQuery = await stream(`${dataStream()}&after=${one?.id}`);
    await byQuery.next();
    expect(await byQuery.next()).toEqual(two);
  });

  it("[DATA-26] resets a stream that comes with a position of an earlier epoch", async () => {
    const late = await stream(dataStream(), {
      headers: { "last-event-id": `0123456789abcdef.${"0".repeat(16)}.00000000` },
    });
    await late.next();
    expect(await late.next()).toMatchObject({ event: "reset", data: { reason: "position_expired" } });
    await write(1);
    expect(await late.next()).toMatchObject({ event: "change" });
  });

  it("[DATA-29] [DATA-33] [LOG-3] beats every 15 s with a position, from one timer for all streams", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const streams = [await stream(dataStream()), await stream(dataStream(), { as: ada })];
      for (const one of streams) await one.next();
      expect(vi.getTimerCount()).toBe(2); // the beat and the re-check of access
      await write(1);
      const change = await streams[0]?.next();
      await streams[1]?.next();
      vi.advanceTimersByTime(15_000);
      for (const one of streams)
        expect(await one.next()).toEqual({ event: "heartbeat", id: change?.id, data: {} });
    } finally {
      vi.useRealTimers();
    }
  });

  it("[DATA-36] [GOV-60] ends with access.lost when a collaborator is removed, and nothing follows", async () => {
    expect((await collaborate("PUT")).status).toBeLessThan(300);
    const bobs = await stream(dataStream(), { as: bob });
    await bobs.next();
    await write(1);
    expect(await bobs.next()).toMatchObject({ event: "change" });
    expect((await collaborate("DELETE")).status).toBeLessThan(300);
    expect(await bobs.next()).toEqual({ event: "end", data: { code: "access.lost" } });
    await write(2);
    expect(await bobs.next()).toBeNull();
  });

  it("[DATA-36] [GOV-60] resets a stream whose reader has other rights but may stay", async () => {
    await collaborate("PUT");
    const bobs = await stream(dataStream(), { as: bob });
    await bobs.next();
    const changed = await fixture.send(ada, "PATCH", `/api/workspaces/${workspaceId}/members/${bob.userId}`, {
      body: { role: "admin" },
    });
    expect(changed.status).toBe(200);
    expect(await bobs.next()).toEqual({ event: "reset", data: { reason: "access_changed" } });
    await write(1);
    expect(await bobs.next()).toMatchObject({ event: "change" });
  });

  it("[DATA-36] looks at every stream anew each minute, whatever the feed told", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const one = await stream(dataStream());
      await one.next();
      fixture.clock.advance(365 * 24 * 3_600_000);
      vi.advanceTimersByTime(60_000);
      const kinds: string[] = [];
      for (let event = await one.next(); event !== null; event = await one.next()) kinds.push(event.event);
      expect(kinds.at(-1)).toBe("end");
    } finally {
      vi.useRealTimers();
    }
  });

  it("[DATA-2] [GOV-60] is guarded like any other call", async () => {
    for (const as of [bob, await fixture.person("Eve")]) {
      const refused = await fixture.send(as, "GET", dataStream());
      expect(refused.status).toBeGreaterThanOrEqual(403);
    }
    expect((await fixture.send(ada, "GET", `${data}/stream`)).status).toBe(400);
  });

  it("refuses a user's 21st stream, and all beyond the process's limit, while requests still work", async () => {
    for (let n = 0; n < 20; n++) await stream(dataStream());
    const refused = await fixture.send(ada, "GET", dataStream());
    expect([refused.status, (await refused.json()).code]).toEqual([503, "stream.limit"]);
    expect(refused.headers.get("retry-after")).not.toBeNull();
    await write(1);
    await open.pop()?.close();
    await stream(dataStream());
    await stop();
    await start({ streamsMax: 1 });
    await stream(dataStream());
    expect((await fixture.send(bob, "GET", events())).status).toBe(503);
  });

  it("says bye to all streams when the process drains", async () => {
    const one = await stream(dataStream());
    const many = await hub([{ channel: "d", path: dataStream() }]);
    await one.next();
    await many.frameOf("d");
    closeStreams(fixture.platform);
    const bye = await one.next();
    expect(bye?.event).toBe("bye");
    expect(bye?.data.retryMs).toBeLessThan(3000);
    expect(await one.next()).toBeNull();
    expect(await many.frame()).toMatchObject({ channel: "", event: "bye" });
    expect(await many.next()).toBeNull();
  });
});

describe("workspace events", () => {
  it("[GOV-100] carries ids and states to those who may see the app, and no one else", async () => {
    const adas = await stream(events());
    const bobs = await stream(events(), { as: bob });
    await hint({ state: "building" });
    await hint({ type: "member.changed", scope: "members", appId: undefined });
    const first = await adas.next();
    expect(first?.data).toMatchObject({
      version: 1,
      type: "app.changed",
      workspaceId,
      appId,
      state: "building",
    });
    expect((await adas.next())?.data.type).toBe("member.changed");
    expect((await bobs.next())?.data.type).toBe("member.changed");
  });

  it("[GOV-100] never sends more than 1 KiB, and reading publishes nothing", async () => {
    const adas = await stream(events());
    await hint({ state: "x".repeat(2000) });
    await fixture.send(ada, "GET", `${data}?side=draft&collection=leads`);
    await hint({ state: "small" });
    expect((await adas.next())?.data.state).toBe("small");
    expect(fixture.log.map((line) => line.event)).toContain("events.hint_too_large");
  });

  it("[GOV-101] replays what was missed after Last-Event-ID, or says resync when that is not known", async () => {
    const first = await stream(events());
    await hint({ state: "one" });
    await hint({ state: "two" });
    const one = await first.next();
    const two = await first.next();
    const again = await stream(events(), { headers: { "last-event-id": one?.id ?? "" } });
    expect(await again.next()).toEqual(two);
    await hint({ state: "three" });
    expect((await again.next())?.data.state).toBe("three");
    for (const unknown of ["other.1", `${one?.id}0`, "nonsense"]) {
      const late = await stream(events(), { headers: { "last-event-id": unknown } });
      expect(await late.next()).toEqual({ event: "resync", data: {} });
    }
  });

  it("[GOV-101] forgets hints after 24 hours", async () => {
    const first = await stream(events());
    await hint({ state: "one" });
    const one = await first.next();
    await hint({ state: "two" });
    fixture.clock.advance(25 * 3_600_000);
    await hint({ state: "three" });
    const late = await stream(events(), { headers: { "last-event-id": one?.id ?? "" } });
    expect(await late.next()).toEqual({ event: "resync", data: {} });
  });

  it("[GOV-23] [GOV-60] ends when membership is lost", async () => {
    const bobs = await stream(events(), { as: bob });
    await fixture.send(ada, "DELETE", `/api/workspaces/${workspaceId}/members/${bob.userId}`);
    let last = await bobs.next();
    while (last?.event === "message") last = await bobs.next();
    expect(last).toEqual({ event: "end", data: { code: "access.lost" } });
    expect(await bobs.next()).toBeNull();
  });
});

describe("the stream hub", () => {
  it("[GOV-102] carries several streams over one connection with their own events and positions", async () => {
    const many = await hub([
      { channel: "docs", path: dataStream() },
      { channel: "ws", path: events() },
      { channel: "chat", path: chat },
    ]);
    const hello = await many.frameOf("docs");
    expect(hello).toMatchObject({ event: "hello", data: { heartbeatMs: 15_000 } });
    await write(1);
    const change = await many.frameOf("docs");
    expect(change).toMatchObject({ event: "change", data: { doc: { n: 1 } } });
    await hint({ state: "building" });
    expect(await many.frameOf("ws")).toMatchObject({ event: "message", data: { state: "building" } });
    const again = await hub([{ channel: "mine", path: dataStream(), after: hello.data.position }]);
    await again.frameOf("mine");
    expect(await again.frameOf("mine")).toEqual({ ...change, channel: "mine" });
  });

  it("[GOV-114] refuses one channel with its problem, ends another, and the others go on", async () => {
    const many = await hub(
      [
        { channel: "hidden", path: dataStream() },
        { channel: "nothing", path: "/api/workspaces/nothing" },
        { channel: "no stream", path: `${data}?side=draft` },
        { channel: "ws", path: events() },
      ],
      bob,
    );
    const refusals = [await many.frame(), await many.frame(), await many.frame()];
    expect(new Set(refusals.map((frame) => frame.channel))).toEqual(
      new Set(["hidden", "nothing", "no stream"]),
    );
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ event: "error", data: { code: "resource.not_found", status: 404 } });
    await hint({ type: "member.changed", scope: "members", appId: undefined });
    expect(await many.frame()).toMatchObject({ channel: "ws", event: "message" });
    const chats = await hub([{ channel: "chat", path: chat }]);
    expect((await chats.frame()).id).toBe("c1");
    expect((await chats.frame()).id).toBe("c2");
    expect(await chats.frame()).toEqual({ channel: "chat", event: "end", data: {} });
  });

  it("[GOV-60] [GOV-114] ends the channels whose access is lost, and the connection with the session", async () => {
    await collaborate("PUT");
    const many = await hub(
      [
        { channel: "docs", path: dataStream() },
        { channel: "ws", path: events() },
      ],
      bob,
    );
    await many.frameOf("docs");
    await collaborate("DELETE");
    expect(await many.frameOf("docs")).toEqual({
      channel: "docs",
      event: "end",
      data: { code: "access.lost" },
    });
    await hint({ type: "member.changed", scope: "members", appId: undefined });
    expect(await many.frameOf("ws")).toMatchObject({ event: "message" });
    expect((await fixture.send(bob, "POST", "/api/auth/logout", { body: {} })).status).toBeLessThan(300);
    let last = await many.next();
    while (last !== null) last = await many.next();
    expect(last).toBeNull();
  });

  it("[GOV-102] beats once for all channels, telling where each stands", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const many = await hub([
        { channel: "docs", path: dataStream() },
        { channel: "ws", path: events() },
      ]);
      const hello = await many.frameOf("docs");
      await expect.poll(() => vi.getTimerCount()).toBe(2);
      vi.advanceTimersByTime(15_000);
      const beat = await many.frame();
      expect(beat).toMatchObject({
        channel: "",
        event: "heartbeat",
        data: { positions: { docs: hello.data.position } },
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it("[GOV-114] takes at most 40 channels, with names that differ, and counts as one stream", async () => {
    const channels = Array.from({ length: 41 }, (_, n) => ({ channel: `c${n}`, path: events() }));
    expect((await fixture.send(ada, "POST", "/api/streams", { body: { channels } })).status).toBe(400);
    const twice = [channels[0], channels[0]];
    expect((await fixture.send(ada, "POST", "/api/streams", { body: { channels: twice } })).status).toBe(400);
    await hub(channels.slice(0, 40));
    for (let n = 0; n < 19; n++) await stream(events());
    expect((await fixture.send(ada, "GET", events())).status).toBe(503);
  });

  it("lets a reader that stops reading hold up no one, and bounds what waits for it", async () => {
    const scope = scopeOf(await fixture.asAppMember(ada, workspaceId, appId), "draft");
    const stalled = await hub([{ channel: "docs", path: dataStream() }]);
    await stalled.frame();
    const brisk = await stream(dataStream());
    await brisk.next();
    const fields = { a: "x".repeat(100_000) };
    const actor = await fixture.asAppMember(ada, workspaceId, appId);
    for (let n = 0; n < 60; n++) {
      await insertDocument(fixture.platform, scope, actor, { collection: "leads", fields, key: null });
      expect(await brisk.next()).toMatchObject({ event: "change" });
    }
    let frame = await stalled.frame();
    while (frame.event === "change") frame = await stalled.frame();
    expect(frame).toMatchObject({ event: "reset", data: { reason: "slow_consumer" } });
    expect(await stalled.next()).toBeNull();
  });
});
