import type { AppId, WorkspaceId } from "@second/contracts";
import { auditCollection } from "@second/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Fixture, openFixture, type Person, type Sending } from "../testing/fixture.ts";
import { dataRoutes } from "./data.ts";

let fixture: Fixture;
let ada: Person;
let workspaceId: WorkspaceId;
let appId: AppId;
let data: string;

beforeEach(async () => {
  fixture = await openFixture({ handlers: dataRoutes });
  ada = await fixture.person("Ada");
  workspaceId = await fixture.workspace(ada);
  appId = await fixture.app(ada, workspaceId);
  data = `/api/workspaces/${workspaceId}/apps/${appId}/data`;
});
afterEach(() => fixture.close());

async function call(method: string, path: string, sending: Sending & { as?: Person | null } = {}) {
  const { as = ada, ...rest } = sending;
  const response = await fixture.send(as, method, `${data}${path}`, rest);
  // biome-ignore lint/suspicious/noExplicitAny: tests read into it and fail where it differs
  const body: any = await response.json();
  return { status: response.status, body, etag: response.headers.get("etag"), headers: response.headers };
}

const insert = (fields: Record<string, unknown>, sending: Sending = {}) =>
  call("POST", "?side=draft", { body: { collection: "leads", data: fields }, ...sending });

describe("the data interface", () => {
  it("inserts, reads, changes, replaces and deletes", async () => {
    const inserted = await insert({ name: "Acme", nested: { a: [1, "ü"] } });
    expect(inserted.status).toBe(201);
    const { _id } = inserted.body.doc;
    expect(inserted.body.doc).toMatchObject({
      name: "Acme",
      nested: { a: [1, "ü"] },
      _version: 1,
      _createdBy: ada.userId,
    });
    const read = await call("GET", `/${_id}?side=draft&collection=leads`);
    expect([read.status, read.etag, read.body]).toEqual([200, '"v1"', inserted.body]);
    const patched = await call("PATCH", `/${_id}?side=draft`, {
      body: { collection: "leads", data: { name: "Acme Ltd" }, inc: { n: 2 } },
      headers: { "if-match": '"v1"' },
    });
    expect(patched.body.doc).toMatchObject({ name: "Acme Ltd", n: 2, _version: 2 });
    const replaced = await call("PUT", `/${_id}?side=draft`, {
      body: { collection: "leads", data: { only: 1 } },
      headers: { "if-match": '"v2"' },
    });
    expect(replaced.body.doc).not.toHaveProperty("name");
    expect(replaced.etag).toBe('"v3"');
    const deleted = await call("DELETE", `/${_id}?side=draft&collection=leads`, {
      headers: { "if-match": '"v3"' },
    });
    expect([deleted.status, deleted.body]).toEqual([200, { ok: true, docId: _id }]);
    expect((await call("GET", `/${_id}?side=draft&collection=leads`)).status).toBe(404);
  });

  it("lists with filter, order and cursor in the address, the same with a body, and collections without one", async () => {
    for (const n of [1, 2, 3]) await insert({ n });
    const where = encodeURIComponent(JSON.stringify({ n: { gte: 2 } }));
    const first = await call("GET", `?side=draft&collection=leads&where=${where}&orderBy=-n&limit=1`);
    expect(first.body.docs.map((doc: { n: number }) => doc.n)).toEqual([3]);
    const second = await call("POST", "/query?side=draft", {
      body: {
        collection: "leads",
        where: { n: { gte: 2 } },
        orderBy: ["-n"],
        cursor: first.body.nextCursor,
        minPosition: first.body.position,
      },
    });
    expect(second.body).toMatchObject({ docs: [{ n: 2 }], nextCursor: null });
    expect((await call("GET", "?side=draft")).body).toEqual({
      collections: [{ name: "leads", count: 3, declared: false }],
    });
    expect((await call("GET", "?side=draft&collection=leads&where=nonsense")).body.code).toBe(
      "request.invalid",
    );
  });

  it("[DATA-23] counts and computes figures", async () => {
    for (const [lane, n] of [
      ["a", 1],
      ["b", 2],
      ["a", 4],
    ])
      await insert({ lane, n });
    const counted = await call("POST", "/count?side=draft", { body: { collection: "leads" } });
    expect([counted.status, counted.body]).toEqual([
      200,
      { count: 3, exact: true, position: expect.any(String) },
    ]);
    const asked = { collection: "leads", where: { n: { lte: 2 } } };
    expect((await call("POST", "/count?side=draft", { body: asked })).body.count).toBe(2);
    const figures = { ...asked, groupBy: ["lane"], metrics: { sum: ["n"], min: ["n"] } };
    const computed = await call("POST", "/aggregate?side=draft", { body: figures });
    expect([computed.status, computed.body]).toMatchObject([
      200,
      {
        rows: [
          { group: { lane: "a" }, count: 1, sum: { n: 1 }, min: { n: 1 } },
          { group: { lane: "b" }, count: 1, sum: { n: 2 }, min: { n: 2 } },
        ],
        exact: true,
      },
    ]);
    const bad = await call("POST", "/aggregate?side=draft", {
      body: { collection: "leads", metrics: { count: ["n"] } },
    });
    expect([bad.status, bad.body.code]).toEqual([400, "request.invalid"]);
  });

  it("writes a batch and answers each operation", async () => {
    const { body } = await insert({ n: 1 });
    const docId = body.doc._id;
    const operations = [
      { op: "insert", collection: "leads", data: { n: 2 } },
      { op: "update", collection: "leads", docId, data: { n: 5 }, ifVersion: 1 },
      { op: "delete", collection: "leads", docId },
    ];
    const { status, body: answer } = await call("POST", "/batch?side=draft", { body: { operations } });
    expect(status).toBe(200);
    expect(answer.results).toMatchObject([
      { doc: { n: 2 } },
      { doc: { n: 5, _version: 2 } },
      { ok: true, docId },
    ]);
    const refused = await call("POST", "/batch?side=draft", { body: { operations } });
    expect([refused.status, refused.body.code, refused.body.index]).toEqual([404, "resource.not_found", 1]);
    for (const operation of [
      { op: "insert", collection: "leads" },
      { op: "update", collection: "leads", docId },
      { op: "delete", collection: "leads" },
      { op: "insert", collection: "leads", data: {}, ifVersion: 1 },
    ]) {
      const bad = await call("POST", "/batch?side=draft", { body: { operations: [operation] } });
      expect([bad.status, bad.body.code]).toEqual([400, "request.invalid"]);
    }
  });

  it("[DATA-1] refuses a call that names no side or an unknown one", async () => {
    for (const side of ["", "?side=", "?side=both"]) {
      expect((await call("GET", side)).body.code).toBe("request.invalid");
      const write = await call("POST", side, { body: { collection: "leads", data: {} } });
      expect([write.status, write.body.code]).toEqual([400, "request.invalid"]);
    }
  });

  it("[DATA-2] answers the same 404 to foreign workspaces, hidden apps and unknown ids", async () => {
    const eve = await fixture.person("Eve");
    await fixture.workspace(eve, "Elsewhere");
    const bob = await fixture.person("Bob");
    await fixture.join(ada, workspaceId, { person: bob });
    const own = data;
    const answers = [await call("GET", "?side=draft&collection=leads", { as: eve })];
    answers.push(await call("GET", "?side=draft&collection=leads", { as: bob }));
    answers.push(await call("GET", "?side=published&collection=leads", { as: bob }));
    answers.push(await call("POST", "?side=draft", { as: bob, body: { collection: "leads", data: {} } }));
    data = own.replace(appId, `app_${"0".repeat(26)}`);
    answers.push(await call("GET", "?side=draft&collection=leads"));
    data = own;
    answers.push(await call("GET", `/${"0".repeat(26)}?side=draft&collection=leads`));
    for (const { status, body } of answers) expect([status, body]).toEqual([404, answers[0]?.body]);
  });

  it("[DATA-10] refuses what breaks shape or size, a reserved name at the top included", async () => {
    const proto = await call("POST", "?side=draft", {
      body: '{"collection":"leads","data":{"__proto__":{"x":1}}}',
    });
    expect([proto.status, proto.body.code, proto.body.fields]).toMatchObject([
      422,
      "document.invalid",
      [{ pointer: "/data/__proto__" }],
    ]);
    const large = await insert({ a: "x".repeat(262_144) });
    expect([large.status, large.body.code]).toEqual([413, "document.too_large"]);
    expect((await call("GET", "?side=draft")).body).toEqual({ collections: [] });
  });

  it("[DATA-12] tells who writes or reads too much when to come back", async () => {
    await fixture.close();
    fixture = await openFixture({
      handlers: dataRoutes,
      config: {
        dataRates: { userReads: { perSecond: 1, burst: 1 }, userWrites: { perSecond: 1, burst: 1 } },
      },
    });
    ada = await fixture.person("Ada");
    workspaceId = await fixture.workspace(ada);
    data = `/api/workspaces/${workspaceId}/apps/${await fixture.app(ada, workspaceId)}/data`;
    for (const act of [() => insert({}), () => call("GET", "?side=draft&collection=leads")]) {
      expect((await act()).status).toBeLessThan(300);
      const refused = await act();
      expect([refused.status, refused.body.code, refused.headers.get("retry-after")]).toEqual([
        429,
        "request.rate_limited",
        "1",
      ]);
    }
  });

  it("[DATA-15] answers a conflict with the document as it stands", async () => {
    const { body } = await insert({ n: 1 });
    const path = `/${body.doc._id}?side=draft`;
    const change = (n: number) => ({
      body: { collection: "leads", data: { n } },
      headers: { "if-match": '"v1"' },
    });
    const now = await call("PATCH", path, change(2));
    const refused = await call("PATCH", path, change(3));
    expect([refused.status, refused.body.code, refused.body.current]).toEqual([
      409,
      "document.conflict",
      now.body.doc,
    ]);
    const bad = await call("PATCH", path, { body: { collection: "leads" }, headers: { "if-match": "*" } });
    expect([bad.status, bad.body.code]).toEqual([400, "request.invalid"]);
  });

  it("[DATA-16] wants a version to replace, and a free id to insert", async () => {
    const { body } = await insert({});
    const { _id } = body.doc;
    const replaced = await call("PUT", `/${_id}?side=draft`, { body: { collection: "leads", data: {} } });
    expect([replaced.status, replaced.body.code]).toEqual([428, "document.version_required"]);
    const taken = await call("POST", "?side=draft", { body: { collection: "leads", data: {}, id: _id } });
    expect([taken.status, taken.body.code]).toEqual([409, "document.exists"]);
  });

  it("[DATA-17] answers repeats of one key alike and refuses another body", async () => {
    const headers = { "idempotency-key": "key-1" };
    const answers = await Promise.all([1, 2, 3, 4].map(() => insert({ n: 1 }, { headers })));
    for (const answer of answers) expect([answer.status, answer.body]).toEqual([201, answers[0]?.body]);
    const other = await insert({ n: 2 }, { headers });
    expect([other.status, other.body.code]).toEqual([422, "idempotency.reused"]);
    const long = await insert({}, { headers: { "idempotency-key": "k".repeat(129) } });
    expect([long.status, long.body.code]).toEqual([400, "request.invalid"]);
  });

  it("[DATA-21] refuses a foreign cursor", async () => {
    const refused = await call("GET", "?side=draft&collection=leads&cursor=abc.def");
    expect([refused.status, refused.body.code]).toEqual([400, "query.cursor_invalid"]);
  });

  it("[DATA-86] lets no value into audit events, logs or problems", async () => {
    const canary = "canary-91c4";
    const { body } = await insert({ name: canary, n: canary });
    const problems = [
      await call("PATCH", `/${body.doc._id}?side=draft`, { body: { collection: "leads", inc: { n: 1 } } }),
      await call("POST", "?side=draft", { body: { collection: "leads", data: { $x: canary } } }),
      await insert({ name: canary.repeat(30_000) }),
    ];
    for (const { status } of problems) expect(status).toBeGreaterThan(399);
    const { records } = await fixture.platform.db.list(auditCollection, { filter: { workspaceId } });
    expect(JSON.stringify([records, fixture.log, problems.map((one) => one.body)])).not.toContain("canary");
    expect(records.some((event) => event.eventName === "app_data.document.inserted")).toBe(true);
  });
});
