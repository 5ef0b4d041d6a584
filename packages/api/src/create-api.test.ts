import type { ProblemBody, WorkspaceId } from "@second/contracts";
import { Problem } from "@second/contracts";
import { revokeDevice } from "@second/domain";
import { StoreError } from "@second/store";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { EnteredStream, Handlers } from "./handler.ts";
import { type Fixture, type FixtureOptions, openFixture, type Person } from "./testing/fixture.ts";

let fixture: Fixture;
let person: Person;
let workspaceId: WorkspaceId;
let base: string;
const open = async (options?: FixtureOptions) => {
  fixture = await openFixture(options);
  person = await fixture.person("Ada");
  workspaceId = await fixture.workspace(person);
  base = `/api/workspaces/${workspaceId}`;
};
afterEach(() => fixture.close());

const problem = async (answer: Response) => (await answer.json()) as ProblemBody;
const outcome = async (answer: Response) => [answer.status, (await problem(answer)).code];
const throwing = (error: unknown): Partial<Handlers<"workspaces.get">> => ({
  "workspaces.get": () => Promise.reject(error),
});

describe("hosts", () => {
  it.each(["localhost:3000", "app.localhost", "127.0.0.1:8080", "[::1]:3000", "LOCALHOST"])(
    "[GOV-3] answers for %s",
    async (host) => {
      await open();
      expect((await fixture.send(null, "GET", "/api/health", { headers: { host } })).status).toBe(200);
    },
  );

  it.each(["evil.example.com", "localhost.evil.com", "127.0.0.1.evil.com", "10.0.0.1", "evil.com:3000", ""])(
    "[GOV-3] refuses %j",
    async (host) => {
      await open();
      const answer = await fixture.send(null, "GET", "/api/health", { headers: { host } });
      expect(await outcome(answer)).toEqual([421, "host.refused"]);
    },
  );

  it("[GOV-3] answers for the host of the public address", async () => {
    await open({ config: { publicUrl: "https://second.example.com" } });
    const answer = await fixture.send(null, "GET", "/api/health");
    expect(answer.status).toBe(200);
  });
});

describe("forged requests", () => {
  const rename = (headers: Record<string, string>) =>
    fixture.send(person, "PATCH", base, { body: { name: "Beta" }, headers });

  it.each(["null", "https://evil.example.com", "http://localhost:4000", "http://127.0.0.1:3000"])(
    "[GOV-26] refuses what comes from %s",
    async (origin) => {
      await open();
      expect(await outcome(await rename({ origin }))).toEqual([403, "request.origin_refused"]);
    },
  );

  it("[GOV-26] takes a request without an origin only from this site", async () => {
    await open();
    const bare = (site: string | null) =>
      fixture.api.fetch(
        new Request(`http://localhost:3000${base}/leave`, {
          method: "POST",
          headers: {
            cookie: `second_session=${person.cookie}`,
            ...(site === null ? {} : { "sec-fetch-site": site }),
          },
        }),
      );
    for (const site of [null, "cross-site", "same-site", "none"])
      expect(await outcome(await bare(site))).toEqual([403, "request.origin_refused"]);
    expect(await outcome(await bare("same-origin"))).toEqual([409, "member.last_owner"]);
  });

  it("[GOV-26] refuses a sign-in that a foreign page sends", async () => {
    await open();
    const answer = await fixture.send(null, "POST", "/api/auth/identity", {
      body: { displayName: "Mallory", email: "m@example.com" },
      headers: { origin: "null" },
    });
    expect(await outcome(answer)).toEqual([403, "request.origin_refused"]);
  });

  it("[GOV-26] serves a page that was opened under another name of this machine", async () => {
    await open();
    const headers = { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" };
    expect((await rename(headers)).status).toBe(200);
  });
});

describe("bodies", () => {
  const rename = (body: unknown, headers: Record<string, string> = {}) =>
    fixture.send(person, "PATCH", base, { body, headers });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "[GOV-27] refuses %j",
    async (type) => {
      await open();
      const answer = await rename({ name: "Beta" }, { "content-type": type });
      expect(await outcome(answer)).toEqual([415, "request.media_type"]);
    },
  );

  it("[GOV-27] changes nothing on GET and HEAD", async () => {
    await open();
    for (const method of ["GET", "HEAD"]) expect((await fixture.send(person, method, base)).status).toBe(200);
    expect(await fixture.auditNames(workspaceId)).toEqual(["workspace.created"]);
  });

  it.each([
    ['{"name":', ""],
    ["[1]", ""],
    ['{"name":"Beta","workspaceId":"ws_x"}', "/workspaceId"],
    ['{"name":"Beta","actor":{"userId":"usr_x"}}', "/actor"],
    ['{"name":7}', "/name"],
    ["{}", "/name"],
  ])("[GOV-57] refuses %s with a pointer", async (body, pointer) => {
    await open();
    const answer = await problem(await rename(body));
    expect(answer).toMatchObject({ status: 400, code: "request.invalid" });
    expect(answer.fields?.map((field) => field.pointer)).toEqual([pointer]);
  });

  it("refuses a body that is no UTF-8", async () => {
    await open();
    const request = new Request(`http://localhost:3000${base}`, {
      method: "PATCH",
      headers: {
        cookie: `second_session=${person.cookie}`,
        origin: "http://localhost:3000",
        "content-type": "application/json",
      },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    expect(await outcome(await fixture.api.fetch(request))).toEqual([400, "request.invalid"]);
  });

  it("counts bytes as they arrive, and believes a length that is too long", async () => {
    await open();
    const long = JSON.stringify({ name: "x".repeat(1024 * 1024) });
    expect(await outcome(await rename(long))).toEqual([413, "request.too_large"]);
    const declared = await rename("{}", { "content-length": String(2 * 1024 * 1024) });
    expect(await outcome(declared)).toEqual([413, "request.too_large"]);
  });

  it("reads nothing of a body before the sender may send it", async () => {
    await open();
    let isRead = false;
    const body = new ReadableStream(
      {
        pull(controller) {
          isRead = true;
          controller.enqueue(new TextEncoder().encode("{}"));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init = {
      method: "PATCH",
      body,
      duplex: "half" as const,
      headers: { "content-type": "application/json" },
    };
    const answer = await fixture.api.fetch(new Request(`http://localhost:3000${base}`, init));
    expect(await outcome(answer)).toEqual([401, "identity.required"]);
    expect(isRead).toBe(false);
  });

  it("refuses a query parameter given twice, and unknown ones", async () => {
    await open();
    for (const query of ["limit=1&limit=2", "limit=0", "everything=1", "__proto__=1"]) {
      const answer = await fixture.send(person, "GET", `${base}/apps?${query}`);
      expect(await outcome(answer)).toEqual([400, "request.invalid"]);
    }
  });
});

describe("answers", () => {
  it("[OPS-35] carries a request id everywhere and believes only what the connection's owner says", async () => {
    await open();
    for (const path of ["/api/health", "/api/nothing", base]) {
      const answer = await fixture.send(null, "GET", path, { headers: { "x-request-id": "forged" } });
      expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-z]{26}$/);
    }
    const client = { address: "192.0.2.1", requestId: "proxy-7" };
    expect((await fixture.send(null, "GET", base, { client })).headers.get("x-request-id")).toBe("proxy-7");
  });

  it("[OPS-35] carries a request id on files of previews and on their failures", async () => {
    const preview = (request: Request) =>
      request.url.endsWith("/index.html")
        ? Promise.resolve(new Response("file"))
        : Promise.reject(new Problem("resource.not_found"));
    await open({ api: { preview } });
    for (const [path, status] of [
      ["/preview/key/index.html", 200],
      ["/preview/key/other", 404],
    ] as const) {
      const answer = await fixture.send(null, "GET", path);
      expect([answer.status, answer.headers.has("x-request-id")]).toEqual([status, true]);
    }
  });

  it("[OPS-35] writes the request id into audit", async () => {
    await open();
    const { auditCollection } = await import("@second/domain");
    const answer = await fixture.send(person, "PATCH", base, { body: { name: "Beta" } });
    const event = await fixture.platform.db.first(auditCollection, {
      filter: { eventName: "workspace.renamed" },
    });
    expect(event?.source.requestId).toBe(answer.headers.get("x-request-id"));
  });

  it("tells nothing of an unexpected error but its request id, and logs it", async () => {
    await open({ handlers: throwing(new Error("secret detail of the store")) });
    const answer = await fixture.send(person, "GET", base);
    const text = await answer.clone().text();
    expect(await problem(answer)).toMatchObject({
      status: 500,
      code: "system.unexpected",
      requestId: answer.headers.get("x-request-id"),
    });
    expect(text).not.toContain("secret detail");
    expect(fixture.log).toContainEqual(
      expect.objectContaining({
        event: "request.failed",
        fields: expect.objectContaining({ route: "workspaces.get", code: "system.unexpected" }),
      }),
    );
  });

  it.each([
    [new StoreError("store.disk_full", "full"), 507, "system.disk_full"],
    [new StoreError("store.unavailable", "gone"), 503, "system.unavailable"],
    [new StoreError("store.duplicate", "twice"), 500, "system.unexpected"],
    [new Problem("turn.timed_out"), 500, "system.unexpected"],
    [new Problem("run.busy"), 409, "run.busy"],
    [Object.assign(new Error(), { code: "document.conflict", details: {} }), 409, "document.conflict"],
  ])("answers %s as it should", async (error, status, code) => {
    await open({ handlers: throwing(error) });
    expect(await outcome(await fixture.send(person, "GET", base))).toEqual([status, code]);
  });

  it("ends a request that takes too long and tells its handler", async () => {
    let isTold = false;
    await open({
      api: { requestTimeoutMs: 20 },
      handlers: {
        "workspaces.get": ({ signal }) =>
          new Promise(() => {
            signal.addEventListener("abort", () => {
              isTold = true;
            });
          }),
      },
    });
    expect(await outcome(await fixture.send(person, "GET", base))).toEqual([503, "request.timeout"]);
    expect(isTold).toBe(true);
  });

  it("names the methods that an address takes", async () => {
    await open();
    const answer = await fixture.send(person, "PUT", base);
    expect(answer.headers.get("allow")).toBe("GET, PATCH");
    expect(await outcome(answer)).toEqual([405, "request.method_not_allowed"]);
  });

  it("[GOV-60] guards HEAD like GET and ends the stream behind it", async () => {
    let isCancelled = false;
    const stream = () =>
      new Response(
        new ReadableStream({
          cancel() {
            isCancelled = true;
          },
        }),
        { headers: { "content-type": "text/event-stream" } },
      );
    await open({ handlers: { "workspaces.events": async () => stream() } });
    expect((await fixture.send(null, "HEAD", `${base}/events`)).status).toBe(401);
    const answer = await fixture.send(person, "HEAD", `${base}/events`);
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    await vi.waitFor(() => expect(isCancelled).toBe(true));
  });
});

describe("budgets", () => {
  const minuteMs = 60_000;
  const identity = (address: string) =>
    fixture.send(null, "POST", "/api/auth/identity", {
      body: { displayName: "Ada", email: "ada@example.com" },
      client: { address },
    });

  it("[GOV-28] takes 20 sign-ins in 5 minutes from one address", async () => {
    await open();
    for (let count = 0; count < 20; count += 1) expect((await identity("192.0.2.7")).status).toBe(200);
    fixture.clock.advance(2 * minuteMs);
    const answer = await identity("192.0.2.7");
    expect(answer.headers.get("retry-after")).toBe("180");
    expect(await problem(answer)).toMatchObject({
      code: "request.rate_limited",
      detail: "Too many requests. Try again in 180 seconds.",
    });
    expect((await identity("192.0.2.8")).status).toBe(200);
    fixture.clock.advance(3 * minuteMs);
    expect((await identity("192.0.2.7")).status).toBe(200);
  });

  it("[GOV-28] charges a visitor's address, never the server's own reads for pages", async () => {
    await open();
    const read = (client: { address: string; isPage?: boolean }) =>
      fixture.send(null, "GET", "/api/auth/session", { client });
    for (let count = 0; count < 1200; count += 1) await read({ address: "192.0.2.7" });
    expect((await read({ address: "192.0.2.7" })).status).toBe(429);
    expect((await read({ address: "192.0.2.7", isPage: true })).status).toBe(200);
  });

  it("[GOV-28] goes on counting while the bus is down", async () => {
    await open();
    vi.spyOn(fixture.platform.bus, "count").mockRejectedValue(new Error("down"));
    for (let count = 0; count < 20; count += 1) await identity("192.0.2.7");
    expect((await identity("192.0.2.7")).status).toBe(429);
  });

  it("[GOV-28] takes 30 looks at invitations in 5 minutes from one address", async () => {
    await open();
    const look = () => fixture.send(null, "GET", "/api/invitations/guess");
    for (let count = 0; count < 30; count += 1) expect((await look()).status).toBe(410);
    expect((await look()).status).toBe(429);
  });

  it("[GOV-28] takes 1,200 reads and 300 writes a minute from one session", async () => {
    await open();
    const read = (by: Person) => fixture.send(by, "GET", base);
    for (let count = 0; count < 1200; count += 1) await read(person);
    expect((await read(person)).status).toBe(429);
    expect((await read(await fixture.person("Ada"))).status).toBe(200);
    const write = () => fixture.send(person, "PATCH", base, { body: { name: "Acme" } });
    for (let count = 0; count < 300; count += 1) await write();
    const answer = await write();
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("60");
    fixture.clock.advance(minuteMs);
    expect((await write()).status).toBe(200);
  });

  it("[GOV-28] opens 60 streams a minute for one person, whatever their session", async () => {
    await open();
    const streams = (by: Person) => fixture.send(by, "POST", "/api/streams", { body: { channels: [] } });
    const other = await fixture.person("Ada");
    for (let count = 0; count < 30; count += 1) {
      await streams(person);
      await streams(other);
    }
    expect((await streams(person)).status).toBe(429);
  });

  it("[GOV-28] sends 50 invitations an hour for one member", async () => {
    await open();
    const invite = () =>
      fixture.send(person, "POST", `${base}/invitations`, {
        body: { email: "new@example.com", role: "member" },
      });
    for (let count = 0; count < 50; count += 1) expect((await invite()).status).toBe(201);
    expect((await invite()).status).toBe(429);
  });
});

describe("the stream hub's channels", () => {
  const entering = (path: string) => ({
    "streams.open": async (call: { enter(path: string, after?: string): Promise<EnteredStream> }) => {
      const { name, call: entered } = await call.enter(path, "position-7");
      const { access, request } = entered;
      return { name, userId: access.userId, after: request.headers.get("last-event-id") };
    },
  });
  const openHub = (by: Person) => fixture.send(by, "POST", "/api/streams", { body: { channels: [] } });

  it("[GOV-60] pass through their own guard in the caller's name", async () => {
    let path = "";
    await open({ handlers: { "streams.open": (call) => entering(path)["streams.open"](call) } });
    const appId = await fixture.app(person, workspaceId);
    path = `${base}/apps/${appId}/data/stream?side=draft`;
    expect(await (await openHub(person)).json()).toEqual({
      name: "data.stream",
      userId: person.userId,
      after: "position-7",
    });
    const stranger = await fixture.person("Mallory");
    await fixture.workspace(stranger, "Elsewhere");
    expect(await outcome(await openHub(stranger))).toEqual([404, "resource.not_found"]);
    path = `${base}/apps/${appId}/data/stream`;
    expect(await outcome(await openHub(person))).toEqual([400, "request.invalid"]);
    path = base;
    expect(await outcome(await openHub(person))).toEqual([404, "resource.not_found"]);
  });
});

describe("health", () => {
  it("[OPS-33] is alive without asking any dependency", async () => {
    await open();
    for (const part of [fixture.platform.db, fixture.platform.bus])
      vi.spyOn(part, "ping").mockRejectedValue(new Error("asked"));
    const get = vi.spyOn(fixture.platform.db, "first");
    const answer = await fixture.send(person, "GET", "/api/health");
    expect(await answer.json()).toEqual({ status: "ok", version: "0.0.0-test" });
    expect(get).not.toHaveBeenCalled();
  });

  it("[OPS-33] is ready while store and bus are, and says when no builder is there", async () => {
    await open();
    const ready = () => fixture.send(null, "GET", "/api/ready");
    const checks = { store: "ok", bus: "ok", worker: "ok", migrations: "ok" };
    expect(await (await ready()).json()).toEqual({ checks });
    for (const runtime of fixture.workers.detection.runtimes) runtime.state = "unreachable";
    const degraded = await ready();
    expect([degraded.status, await degraded.json()]).toEqual([
      200,
      { checks: { ...checks, worker: "degraded" } },
    ]);
    vi.spyOn(fixture.platform.db, "ping").mockRejectedValue(new Error("at 10.0.0.5"));
    const down = await ready();
    expect(down.status).toBe(503);
    const text = await down.text();
    expect(JSON.parse(text).checks.store).toBe("failed");
    expect(text).not.toContain("10.0.0.5");
  });
});

it("keeps reading alive when a session's last use cannot be written", async () => {
  await open();
  fixture.clock.advance(60_000);
  vi.spyOn(fixture.platform.db, "transaction").mockRejectedValue(new StoreError("store.disk_full", "full"));
  expect((await fixture.send(person, "GET", base)).status).toBe(200);
  expect(fixture.log.map((line) => line.event)).toContain("session.upkeep_failed");
});

it("[GOV-23] sees at once that a session was revoked", async () => {
  await open();
  const session = await fixture.asSession(person);
  const { renewAccess } = await import("@second/domain");
  const access = await fixture.asMember(person, workspaceId);
  expect(await renewAccess(fixture.platform, access)).toMatchObject({ workspaceId, role: "owner" });
  await revokeDevice(fixture.platform, session, session.sessionId);
  expect((await fixture.send(person, "GET", base)).status).toBe(401);
  expect(await renewAccess(fixture.platform, access)).toBeNull();
});
