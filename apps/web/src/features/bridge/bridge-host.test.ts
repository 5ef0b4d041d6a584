import type { AppDocument, SubscriptionUpdate } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { passTime } from "../../../../../packages/app-sdk/src/testing/pass-time.ts";
import type { BridgeHost, BridgeHostOptions } from "./bridge-host.ts";
import { ada, type FakeFrame, FakePage, openFrame } from "./testing/fake-page.ts";
import { MemoryScope } from "./testing/memory-scope.ts";

const collection = "tasks";
let scope: MemoryScope;
let page: FakePage;
let frame: FakeFrame;
let host: BridgeHost;
let requests = 0;

function start(given: Partial<BridgeHostOptions> = {}) {
  const opened = openFrame(page, { api: scope.fetchAs(ada.id), openStream: scope.openStream, ...given });
  frame = opened.frame;
  host = opened.host;
  return opened;
}

beforeEach(() => {
  vi.useFakeTimers();
  scope = new MemoryScope();
  page = new FakePage();
  start();
});
afterEach(() => {
  host.close();
  vi.useRealTimers();
});

/** Sends a request and answers its id. */
function send(type: string, fields: object = {}): string {
  requests += 1;
  const requestId = `q${requests}`;
  frame.send({ source: "second-app", type: `second:${type}`, requestId, ...fields });
  return requestId;
}
const answerTo = (requestId: string) => frame.got.find((message) => message.requestId === requestId);
async function ask(type: string, fields: object = {}) {
  const requestId = send(type, fields);
  await passTime(100);
  return answerTo(requestId);
}
const subscribe = (subscriptionId: string, fields: object = {}) =>
  ask("data:subscribe", { subscriptionId, collection, ...fields });
const posts = () => frame.got.filter(({ type }) => type === "second:data:subscription");
const changesOf = (post: { updates: SubscriptionUpdate[] }, id: string) =>
  post.updates.filter(({ subscriptionId }) => subscriptionId === id).flatMap(({ changes }) => changes);
const statuses = () =>
  frame.got.filter(({ type }) => type === "second:data:status").map(({ status }) => status);
const insert = (fields: object) => scope.write({ kind: "insert", collection, fields }) as AppDocument;

describe("the greeting", () => {
  it("names side, person, limits and theme", async () => {
    expect(await ask("hello", { protocol: 2, sdkVersion: "0.1.0" })).toMatchObject({
      type: "second:hello-response",
      protocol: 2,
      side: "draft",
      user: ada,
      limits: { documentBytesMax: 262_144 },
      theme: "light",
    });
    expect(await ask("hello", { protocol: 3, sdkVersion: "9" })).toMatchObject({
      error: { code: "request.invalid" },
    });
  });

  it("waits for who the person is", async () => {
    host.close();
    start({ user: null });
    const first = send("hello", { protocol: 2, sdkVersion: "0.1.0" });
    const second = send("hello", { protocol: 2, sdkVersion: "0.1.0" });
    await passTime(100);
    expect(answerTo(first)).toMatchObject({ error: { retryable: true } });
    expect(answerTo(second)).toBeUndefined();
    host.setUser(ada);
    expect(answerTo(second)).toMatchObject({ user: ada });
  });

  it("tells of another theme", () => {
    host.setTheme("light");
    host.setTheme("dark");
    expect(frame.got).toEqual([{ source: "second-platform", type: "second:preview:theme", theme: "dark" }]);
  });
});

describe("requests", () => {
  it("[DATA-68] names app, side and load itself, and posts to the frame's window only", async () => {
    expect(await ask("data:insert", { collection, data: { name: "a" } })).toMatchObject({
      doc: { name: "a" },
    });
    const [request] = scope.requests;
    expect(request?.path).toBe("/api/workspaces/ws_1/apps/app_1/data?side=draft");
    expect(request?.key).toMatch(/^load:q\d+$/);
    for (const field of ["workspaceId", "appId", "side", "userId"]) {
      const refused = await ask("data:insert", { collection, data: {}, [field]: "other" });
      expect(refused.error.code).toBe("request.invalid");
    }
    expect(scope.requests).toHaveLength(1);
  });

  it("[DATA-69] sends a repeated request id under the same key, writing once", async () => {
    const message = {
      source: "second-app",
      type: "second:data:insert",
      requestId: "same",
      collection,
      data: {},
    };
    frame.send(message);
    frame.send(message);
    await passTime(100);
    expect(scope.documents.all(collection)).toHaveLength(1);
    const [one, two] = frame.got.filter(({ requestId }) => requestId === "same");
    expect(one.doc).toEqual(two.doc);
  });

  it("[DATA-69] answers a failure with its reason and empty results", async () => {
    scope.isDown = true;
    const offline = { code: "offline", status: 0, retryable: true };
    expect(await ask("data:list", { collection })).toMatchObject({ collection, docs: [], error: offline });
    expect(await ask("data:doc", { collection, docId: "x" })).toMatchObject({ doc: null, error: offline });
    expect(await ask("data:delete", { collection, docId: "x" })).toMatchObject({
      docId: "x",
      error: offline,
    });
    expect(await ask("members:list")).toMatchObject({ members: [], error: offline });
    scope.isDown = false;
    scope.faults.push({ kind: "refused", code: "request.rate_limited" });
    expect(await ask("data:insert", { collection, data: {} })).toMatchObject({
      doc: null,
      error: { code: "request.rate_limited", status: 429, retryable: true },
    });
  });

  it("[DATA-69] reads what is missing as null without an error, and a whole collection over its pages", async () => {
    expect(await ask("data:doc", { collection, docId: "nothing" })).toEqual({
      source: "second-platform",
      type: "second:data:doc-response",
      requestId: `q${requests}`,
      collection,
      doc: null,
    });
    scope.pageMax = 2;
    for (const name of ["a", "b", "c", "d", "e"]) insert({ name });
    expect((await ask("data:list", { collection })).docs).toHaveLength(5);
  });

  it("refuses subscriptions that clash, are unknown or too many", async () => {
    await subscribe("one");
    expect((await subscribe("one")).error.fields[0].pointer).toBe("/subscriptionId");
    expect((await ask("data:extend", { subscriptionId: "other", limit: 5 })).error.code).toBe(
      "request.invalid",
    );
    expect((await subscribe("bad", { where: { a: { near: 1 } } })).error.fields[0].pointer).toBe(
      "/where/a/near",
    );
    let taken = 1;
    for (; taken < 500; taken++) {
      send("data:subscribe", { subscriptionId: `n${taken}`, collection, docId: "x" });
      if (taken % 50 === 0) await passTime(100);
    }
    await passTime(100);
    expect(frame.got.filter(({ docs, error }) => docs && !error)).toHaveLength(500);
    expect((await subscribe("more")).error.code).toBe("limit.reached");
  });

  it("answers the subscription that the server refuses, and forgets it", async () => {
    host.close();
    start({
      api: async () => {
        const body = { code: "query.too_broad", title: "Too much.", status: 422, retry: "never" };
        const parts = { status: 422, ok: false, headers: new Headers(), json: async () => body };
        return parts as unknown as Response; // what the bridge reads of it
      },
    });
    expect(await subscribe("wide")).toMatchObject({
      docs: [],
      hasMore: false,
      error: { code: "query.too_broad" },
    });
    expect((await subscribe("wide")).error.code).toBe("query.too_broad");
  });
});

describe("changes", () => {
  it("[DATA-72] posts what finds it idle at once, and a burst with the next frame", async () => {
    await subscribe("all");
    scope.travelMs = () => 0;
    insert({ n: 1 });
    await passTime(0);
    expect(posts()).toHaveLength(1);
    for (const n of [2, 3, 4]) {
      insert({ n });
      await passTime(2);
    }
    expect(posts()).toHaveLength(1);
    await passTime(16);
    expect(posts()).toHaveLength(2);
    expect(changesOf(posts()[1], "all").map(({ doc }) => doc?.n)).toEqual([2, 3, 4]);
    await passTime(100);
    insert({ n: 5 });
    await passTime(0);
    expect(posts()).toHaveLength(3);
  });

  it("[DATA-72] [DATA-92] never parts a transaction, nor the subscriptions it touches", async () => {
    const [a, b] = [insert({ lane: "a" }), insert({ lane: "b" })];
    await subscribe("a", { where: { lane: "a" } });
    await subscribe("b", { where: { lane: "b" } });
    // Every event of the stream by itself, far apart.
    let travel = 0;
    scope.travelMs = () => (travel += 50);
    scope.transaction([
      { kind: "update", collection, docId: a._id, fields: { lane: "b" } },
      { kind: "update", collection, docId: b._id, fields: { lane: "a" } },
    ]);
    await passTime(1000);
    expect(posts()).toHaveLength(1);
    for (const id of ["a", "b"]) {
      expect(
        changesOf(posts()[0], id)
          .map(({ type }) => type)
          .sort(),
      ).toEqual(["delete", "insert"]);
    }
  });

  it("[DATA-72] posts a write's answer before its change, and says when it has settled", async () => {
    await subscribe("all");
    const docId = "0".repeat(26);
    // The stream is much faster than the answer.
    let calls = 0;
    scope.travelMs = () => (++calls % 2 === 0 ? 1 : 300);
    const request = send("data:insert", { collection, data: { name: "a" }, id: docId });
    await passTime(2000);
    const order = frame.got
      .filter(({ requestId, type }) => requestId === request || type === "second:data:subscription")
      .map(({ type, settled }) => [type, settled]);
    expect(order).toEqual([
      ["second:data:insert-response", undefined],
      ["second:data:subscription", [request]],
    ]);
  });

  it("[DATA-72] [DATA-18] posts a batch's answer before its changes, and those in one post", async () => {
    const gone = insert({ name: "gone" });
    await subscribe("s1");
    await subscribe("s2", { collection: "log" });
    frame.got.length = 0;
    const operations = [
      { op: "insert", collection: "log", docId: "b".repeat(26), data: {} },
      { op: "delete", collection, docId: gone._id },
    ];
    const requestId = send("data:batch", { operations });
    await passTime(200);
    expect(answerTo(requestId)).toMatchObject({
      results: [{ doc: { _version: 1 } }, { ok: true, docId: gone._id }],
    });
    expect(frame.got.map(({ type }) => type).indexOf("second:data:batch-response")).toBe(0);
    expect(posts().filter(({ updates }) => updates.length > 0)).toHaveLength(1);
    expect(posts().flatMap(({ settled = [] }) => settled)).toEqual([requestId]);
    const refused = await ask("data:batch", { operations });
    expect(refused).toMatchObject({ results: [], error: { code: "document.exists", index: 0 } });
  });

  it("[DATA-74] sends nothing old after the whole result of a longer one", async () => {
    const [a, b] = [insert({ name: "a" }), insert({ name: "b" })];
    await subscribe("some", { orderBy: ["name"], limit: 2 });
    scope.travelMs = () => 0;
    scope.write({ kind: "update", collection, docId: a._id, fields: { n: 1 } });
    await passTime(1);
    expect(posts()).toHaveLength(1);
    // Waits for the next frame: it pushes b out of the first two.
    insert({ name: "aa" });
    const extend = send("data:extend", { subscriptionId: "some", limit: 4 });
    await passTime(100);
    expect(answerTo(extend).docs.map((doc: AppDocument) => doc.name)).toEqual(["a", "aa", "b"]);
    const late = frame.got
      .slice(frame.got.indexOf(answerTo(extend)) + 1)
      .flatMap((post) => changesOf(post, "some"));
    expect(late).toEqual([]);
    scope.write({ kind: "remove", collection, docId: b._id });
    await passTime(100);
    expect(changesOf(posts().at(-1), "some")).toMatchObject([{ type: "delete", docId: b._id }]);
  });

  it("does not let changes wait for an answer that does not come", async () => {
    const fetchWithout = scope.fetchAs(ada.id);
    host.close();
    start({
      api: async (path, init) => {
        const response = await fetchWithout(path, init);
        return init.method === "POST" && !path.includes("query") ? new Promise(() => undefined) : response;
      },
    });
    await subscribe("all");
    send("data:insert", { collection, data: { name: "a" }, id: "0".repeat(26) });
    await passTime(1000);
    expect(posts()).toHaveLength(0);
    await passTime(1500);
    expect(changesOf(posts()[0], "all")).toHaveLength(1);
  });

  it("[SDK-1] gives 500 at once and the rest in pages, up to 10,000", async () => {
    scope.transaction(
      Array.from({ length: 10_300 }, (_, n) => ({ kind: "insert" as const, collection, fields: { n } })),
    );
    const answer = await subscribe("all");
    expect([answer.docs.length, answer.hasMore]).toEqual([500, true]);
    await passTime(1000);
    const updates: SubscriptionUpdate[] = posts().flatMap((post) => post.updates);
    const got = new Set(answer.docs.map((doc: AppDocument) => doc.n));
    for (const update of updates) for (const { doc } of update.changes) got.add(doc?.n);
    expect(got.size).toBe(10_000);
    expect(updates.slice(0, -1).every(({ status }) => status === "partial")).toBe(true);
    expect(updates.at(-1)).toMatchObject({ status: "live", hasMore: true });
  });

  it("[DATA-31] keeps old rows on reset until the new ones replace them at once", async () => {
    const docs = [insert({ n: 1 }), insert({ n: 2 })];
    await subscribe("all");
    await subscribe("one", { where: { n: 1 } });
    scope.dropStreams(1000);
    scope.write({ kind: "remove", collection, docId: docs[0]?._id ?? "" });
    insert({ n: 3 });
    scope.forgetLog();
    await passTime(3000);
    expect(posts()).toHaveLength(1);
    const [post] = posts();
    expect(post.updates.map(({ subscriptionId }: SubscriptionUpdate) => subscriptionId)).toEqual([
      "all",
      "one",
    ]);
    expect(post.updates[0].docs.map((doc: AppDocument) => doc.n)).toEqual([3, 2]);
    expect(post.updates[1].docs).toEqual([]);
    insert({ n: 4 });
    await passTime(100);
    expect(changesOf(posts()[1], "all").map(({ doc }) => doc?.n)).toEqual([4]);
  });

  it("reads nothing while nothing is looked at, and one stream for everything that is", async () => {
    expect(scope.openStreams).toBe(0);
    send("data:subscribe", { subscriptionId: "a", collection });
    send("data:subscribe", { subscriptionId: "b", collection, limit: 2 });
    await subscribe("c", { docId: "x" });
    expect(scope.openStreams).toBe(1);
    for (const subscriptionId of ["a", "b", "c"]) await ask("data:unsubscribe", { subscriptionId });
    expect(scope.openStreams).toBe(0);
  });
});

describe("the connection", () => {
  it("tells when the stream is interrupted, when nothing answers, and when it is back", async () => {
    await subscribe("all");
    scope.isDown = true;
    scope.dropStreams(500);
    await passTime(1000);
    expect(statuses()).toEqual(["reconnecting"]);
    await passTime(10_000);
    expect(statuses()).toEqual(["reconnecting", "offline"]);
    scope.isDown = false;
    await passTime(1000);
    expect(statuses()).toEqual(["reconnecting", "offline", "live"]);
  });

  it("stays with reconnecting while requests are answered", async () => {
    await subscribe("all");
    scope.dropStreams(60_000);
    for (let n = 0; n < 5; n++) {
      await passTime(5000);
      await ask("data:doc", { collection, docId: "x" });
    }
    expect(statuses()).toEqual(["reconnecting"]);
  });

  it("believes the device that it is offline", async () => {
    page.setOnline(false);
    page.setOnline(true);
    expect(statuses()).toEqual(["offline", "live"]);
  });

  it("[DATA-36] says that access is lost, and greets nobody as live afterwards", async () => {
    await subscribe("all");
    scope.loseAccess();
    await passTime(100);
    expect(statuses()).toEqual(["denied"]);
    insert({ n: 1 });
    await passTime(1000);
    expect(posts()).toHaveLength(0);
    await ask("hello", { protocol: 2, sdkVersion: "0.1.0" });
    expect(statuses()).toEqual(["denied", "denied"]);
  });
});

describe("a frame that means no good", () => {
  it("[DATA-67] is heard from its own window and of an opaque origin only", async () => {
    const message = { source: "second-app", type: "second:data:list", requestId: "x", collection };
    frame.send(message, { source: { postMessage: () => undefined } });
    frame.send(message, { origin: "https://evil.example" });
    frame.send(message, { origin: "" });
    await passTime(100);
    expect(frame.got).toEqual([]);
    expect(host.ignored()).toEqual({ foreign: 1, origin: 2 });
  });

  it("[DATA-67] gets request.invalid for a bad message that names its request; others are counted", async () => {
    const bad = [
      { type: "second:data:list" },
      { type: "second:data:list", collection: "no name!" },
      { type: "second:data:nonsense" },
      { type: "second:data:insert", collection, data: [] },
      { type: "second:data:insert", collection, data: new Map() },
      { type: "second:data:update", collection, docId: "x", data: {}, ifVersion: -1 },
      { type: "second:data:subscribe", subscriptionId: "s", collection, limit: 1e9 },
      { type: "second:data:insert", collection, data: { text: "x".repeat(2 * 1024 * 1024) } },
    ];
    for (const message of bad) frame.send({ source: "second-app", requestId: "bad", ...message });
    expect(frame.got.map(({ error }) => error.code)).toEqual(bad.map(() => "request.invalid"));
    frame.got.length = 0;
    const cyclic: Record<string, unknown> = { source: "second-app", type: "second:data:insert" };
    cyclic.requestId = "cyclic";
    cyclic.data = cyclic;
    frame.send(cyclic);
    expect(frame.got[0].error.code).toBe("request.invalid");
    for (const message of [
      null,
      5,
      "text",
      [],
      {},
      { source: "second-app" },
      { source: "other", type: "x" },
    ]) {
      frame.send(message);
    }
    for (const requestId of [undefined, "", "x".repeat(65), 7]) {
      frame.send({ source: "second-app", type: "second:data:list", requestId, collection });
    }
    expect(host.ignored()).toEqual({ shape: 7, unnamed: 4 });
    expect(scope.requests).toEqual([]);
  });

  it("[DATA-69] has at most 100 requests under way", async () => {
    scope.travelMs = () => 1000;
    for (let n = 0; n < 150; n++) send("data:doc", { collection, docId: `${n}` });
    const refused = frame.got.filter(({ error }) => error?.code === "request.rate_limited");
    expect(refused).toHaveLength(50);
    expect(refused[0].error.retryable).toBe(true);
    await passTime(3000);
    expect(frame.got).toHaveLength(150);
    expect(await ask("data:doc", { collection, docId: "x" })).toBeUndefined();
    await passTime(3000);
    expect(frame.got).toHaveLength(151);
  });

  it("[PRE-6] cannot flood the page: beyond the rate nothing is answered or passed on", async () => {
    host.close();
    const { previews } = start();
    const route = { source: "second-app", type: "second:preview:route" };
    for (let n = 0; n < 1000; n++) frame.send({ ...route, route: `/${n}` });
    expect(previews).toHaveLength(50);
    await passTime(1000);
    for (let n = 0; n < 1000; n++) frame.send({ ...route, route: `/${n}` });
    expect(previews).toHaveLength(100);
    await passTime(1000);
    frame.send({ ...route, route: "x".repeat(70_000) });
    frame.send({ ...route, route: 5 });
    frame.send({ ...route, type: "second:preview:unheard-of" });
    expect(previews).toHaveLength(100);
    for (let n = 0; n < 10_000; n++) frame.send({ source: "second-app", type: "second:x", requestId: "x" });
    expect(frame.got.length).toBeLessThanOrEqual(4000);
    expect(host.ignored()).toMatchObject({ shape: 3 });
    expect(host.ignored().flood).toBeGreaterThan(7000);
  });

  it("passes checked preview messages on, without what does not belong", () => {
    host.close();
    const { previews } = start();
    frame.send({ source: "second-app", type: "second:preview:ready", route: "/a", extra: 1 });
    frame.send({ source: "second-app", type: "second:preview:open-link", href: "https://example.com" });
    expect(previews).toEqual([
      { source: "second-app", type: "second:preview:ready", route: "/a" },
      { source: "second-app", type: "second:preview:open-link", href: "https://example.com" },
    ]);
  });

  it("[DATA-68] gets nothing any more once its bridge is closed, whatever was under way", async () => {
    await subscribe("all");
    send("data:insert", { collection, data: {} });
    send("data:list", { collection });
    send("data:extend", { subscriptionId: "all", limit: 5000 });
    const before = frame.got.length;
    host.close();
    insert({ n: 1 });
    send("data:list", { collection });
    await passTime(60_000);
    expect(frame.got).toHaveLength(before);
    expect([scope.openStreams, page.receivers, vi.getTimerCount()]).toEqual([0, 0, 0]);
  });
});
