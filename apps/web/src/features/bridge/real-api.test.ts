import { setTimeout as sleep } from "node:timers/promises";
import type { AppId } from "@second/contracts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SecondClient, type Selection } from "../../../../../packages/app-sdk/src/client.ts";
import { ada as adaAsUser, FakePage, openFrame } from "./testing/fake-page.ts";
import { openRealScope } from "./testing/real-scope.ts";

let scope: Awaited<ReturnType<typeof openRealScope>>;
beforeAll(async () => {
  scope = await openRealScope();
});
afterAll(() => scope.close());

const collection = "leads";
const selections: Selection[] = [
  { collection },
  { collection, limit: 3 },
  { collection, where: { score: { gte: 2 } }, orderBy: ["-score", "name"], limit: 2 },
];

function open(who: "ada" | "bob", appId: AppId) {
  const person = scope[who];
  const page = new FakePage();
  const path = `/api/workspaces/${scope.workspaceId}/apps/${appId}/data/stream?side=draft`;
  const { frame, host } = openFrame(page, {
    workspaceId: scope.workspaceId,
    appId,
    user: { ...adaAsUser, id: person.userId, name: person.name },
    loadKey: `${who}-${appId}`,
    api: scope.fetchAs(person),
    openStream: scope.streamOf(person, path),
  });
  const client = new SecondClient(frame);
  const views = selections.map((selection) => {
    const handle = client.live(selection);
    return { selection, handle, end: handle.subscribe(() => undefined) };
  });
  const close = () => {
    for (const { end } of views) end();
    client.close();
    host.close();
  };
  return { client, frame, views, close };
}

type Opened = ReturnType<typeof open>;

/** What the server says of a selection now. */
async function stored(appId: AppId, { where, orderBy, limit = 500 }: Selection) {
  const path = `/api/workspaces/${scope.workspaceId}/apps/${appId}/data/query?side=draft`;
  const response = await scope.fetchAs(scope.ada)(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ collection, where, orderBy, limit }),
    signal: new AbortController().signal,
  });
  const { docs } = (await response.json()) as { docs: unknown[] };
  return docs;
}

async function eventually(check: () => Promise<void> | void): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check();
    } catch (error) {
      if (tries > 250) throw error;
      await sleep(20);
    }
  }
}

const person = fc.constantFrom("ada" as const, "bob" as const);
const fields = fc.record({ name: fc.constantFrom("x", "y", "z"), score: fc.integer({ min: 0, max: 4 }) });
const which = fc.nat({ max: 5 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("insert" as const), person, fields }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("update" as const), person, which, fields }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), person, which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("drop" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(0, 2, 10) }) },
);

it("[DATA-28] [DATA-29] two people's views equal the store, over the real interface and SQLite", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const appId = await scope.app();
      const people: Record<"ada" | "bob", Opened> = { ada: open("ada", appId), bob: open("bob", appId) };
      const writes: Promise<unknown>[] = [];
      const idOf = (who: "ada" | "bob", at: number) => {
        const docs = people[who].views[0]?.handle.get().data ?? [];
        return docs[at % Math.max(docs.length, 1)]?._id ?? "00000000000000000000000000";
      };
      for (const did of steps) {
        if (did.do === "pass") await sleep(did.ms);
        else if (did.do === "drop") scope.dropStreams();
        else {
          const { client } = people[did.person];
          const write =
            did.do === "insert"
              ? client.write({ kind: "insert", collection, fields: did.fields })
              : did.do === "update"
                ? client.write({
                    kind: "update",
                    collection,
                    docId: idOf(did.person, did.which),
                    fields: did.fields,
                  })
                : client.write({ kind: "remove", collection, docId: idOf(did.person, did.which) });
          // Two people may change what the other removed; the views are what counts.
          writes.push(write.catch(() => undefined));
        }
      }
      await Promise.all(writes);
      await eventually(async () => {
        for (const selection of selections) {
          const docs = await stored(appId, selection);
          for (const { views } of Object.values(people)) {
            const view = views.find((one) => one.selection === selection);
            expect(view?.handle.get()).toMatchObject({ status: "live", error: null });
            expect(view?.handle.get().data).toEqual(docs);
          }
        }
      });
      for (const one of Object.values(people)) one.close();
    }),
    { numRuns: 25, seed: 20261124 },
  );
}, 120_000);

it("[DATA-67] [DATA-69] [SDK-10] speaks to the real interface: conflicts, refusals, absences, people", async () => {
  const appId = await scope.app();
  const { client, views, frame, close } = open("ada", appId);
  const caught = (write: Promise<unknown>) =>
    write.then(
      () => null,
      (error) => error,
    );
  const made = await client.write({ kind: "insert", collection, fields: { name: "Acme", score: 3 } });
  const docId = made?._id ?? "";
  expect(made).toMatchObject({ name: "Acme", _version: 1, _createdBy: scope.ada.userId });
  const update = (fields: object, ifVersion?: number) =>
    client.write({ kind: "update", collection, docId, fields, ifVersion });
  expect(await update({ score: 4, "site.city": "Oslo" }, 1)).toMatchObject({
    site: { city: "Oslo" },
    _version: 2,
  });
  expect(await caught(update({ score: 5 }, 1))).toMatchObject({
    code: "document.conflict",
    status: 409,
    retryable: false,
    current: { _id: docId, score: 4, _version: 2 },
  });
  expect(await caught(update({ $bad: 1 }))).toMatchObject({
    code: "document.invalid",
    fields: [{ pointer: "/data/$bad" }],
  });
  expect(
    await caught(client.write({ kind: "insert", collection, fields: { big: "x".repeat(262_144) } })),
  ).toMatchObject({ code: "document.too_large", status: 413 });
  await eventually(() => expect(views[0]?.handle.get().data).toMatchObject([{ name: "Acme", score: 4 }]));

  const end = client.members.subscribe(() => undefined);
  await eventually(() =>
    expect(client.members.get().members.map(({ id, name, avatar }) => [id, name, avatar])).toEqual(
      expect.arrayContaining([[scope.bob.userId, "Bob", null]]),
    ),
  );
  end();
  expect(JSON.stringify(client.members.get())).not.toContain("@");

  const ask = async (message: { type: string; requestId: string; [field: string]: unknown }) => {
    frame.send({ source: "second-app", ...message });
    await eventually(() =>
      expect(frame.got.some(({ requestId }) => requestId === message.requestId)).toBe(true),
    );
    return frame.got.find(({ requestId }) => requestId === message.requestId);
  };
  const id = await client.mutate((tx) => {
    tx.update(collection, docId, { score: 5 }, { ifVersion: 2 });
    tx.update(collection, docId, { score: 4 });
    tx.remove(collection, tx.insert(collection, { name: "passing" }));
    return tx.insert(collection, { name: "Beta", score: 0 });
  });
  await eventually(() =>
    expect(views[0]?.handle.get().data).toMatchObject([
      { _id: docId, score: 4, _version: 4 },
      { _id: id, name: "Beta" },
    ]),
  );
  const stale = client.mutate((tx) => {
    tx.remove(collection, id);
    tx.update(collection, docId, { score: 9 }, { ifVersion: 2 });
  });
  expect(await caught(stale)).toMatchObject({ code: "document.conflict", index: 1, current: { score: 4 } });
  const replaced = client.write({
    kind: "replace",
    collection,
    docId,
    fields: { name: "Acme" },
    ifVersion: 4,
  });
  expect(await replaced).toMatchObject({ name: "Acme", _version: 5 });
  await client.write({ kind: "remove", collection, docId: id });

  const count = client.liveCount({ collection, where: { name: "Acme" } });
  const sums = client.liveAggregate({ collection, groupBy: ["name"], metrics: { max: ["_version"] } });
  const endFigures = [count, sums].map((one) => one.subscribe(() => undefined));
  await eventually(() => expect(count.get().answer).toEqual({ count: 1, exact: true }));
  const more = await client.write({ kind: "insert", collection, fields: { name: "Acme" } });
  await eventually(() => expect(count.get().answer?.count).toBe(2));
  await eventually(() =>
    expect(sums.get().answer?.rows).toMatchObject([
      { group: { name: "Acme" }, count: 2, max: { _version: 5 } },
    ]),
  );
  for (const one of endFigures) one();
  await client.write({ kind: "remove", collection, docId: more?._id ?? "" });

  const missing = { collection, docId: "0".repeat(26) };
  expect(await ask({ type: "second:data:doc", requestId: "d1", ...missing })).toEqual({
    source: "second-platform",
    type: "second:data:doc-response",
    requestId: "d1",
    collection,
    doc: null,
  });
  expect(await ask({ type: "second:data:doc", requestId: "d2", collection, docId })).toMatchObject({
    doc: { _id: docId, _version: 5 },
  });
  const replace = { type: "second:data:replace", collection, docId, data: { only: 1 } };
  expect(await ask({ requestId: "p1", ...replace, ifVersion: 5 })).toMatchObject({
    docId,
    doc: { only: 1, _version: 6 },
  });
  expect(await ask({ requestId: "p2", ...replace, ifVersion: 2 })).toMatchObject({
    doc: null,
    error: { code: "document.conflict", current: { _version: 6 } },
  });
  expect(await ask({ type: "second:data:list", requestId: "l1", collection })).toMatchObject({
    docs: [{ _id: docId }],
  });
  const query = { type: "second:data:query", collection, where: { only: 1 }, limit: 10_000 };
  expect(await ask({ requestId: "q1", ...query })).toMatchObject({
    docs: [{ _id: docId }],
    nextCursor: null,
  });
  expect(await ask({ requestId: "q2", ...query, where: { only: { near: 1 } } })).toMatchObject({
    docs: [],
    error: { code: "request.invalid" },
  });
  close();
});

it("[DATA-36] stops when the person loses access", async () => {
  const appId = await scope.app();
  const { client, views, close } = open("bob", appId);
  await eventually(() => expect(views[0]?.handle.get().status).toBe("live"));
  const path = `/api/workspaces/${scope.workspaceId}/apps/${appId}/collaborators/${scope.bob.userId}`;
  await scope.fixture.send(scope.ada, "DELETE", path);
  await eventually(() => expect(client.connection.get().status).toBe("denied"));
  expect(views[0]?.handle.get().status).toBe("denied");
  const refused = client.write({ kind: "insert", collection, fields: {} });
  await expect(refused).rejects.toMatchObject({ code: "resource.not_found" });
  close();
});
