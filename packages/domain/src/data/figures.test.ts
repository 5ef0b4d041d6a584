import { problemOf } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Scope } from "../access/access.ts";
import type { DataActor } from "./actor.ts";
import { aggregateDocuments, type DocumentAggregate } from "./aggregate-documents.ts";
import { countDocuments, type DocumentCount } from "./count-documents.ts";
import { fillCollection } from "./testing/fill-collection.ts";
import { openWorld, type World } from "./testing/world.ts";
import { insertDocument } from "./write.ts";

let world: World;
let scope: Scope;
let ada: DataActor;

beforeEach(async () => {
  world = await openWorld();
  scope = world.scope();
  ada = world.person();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

const insert = (fields: Record<string, unknown>) =>
  insertDocument(world.platform, scope, ada, { collection: "leads", fields, key: null });
const count = (asked: Partial<DocumentCount> = {}) =>
  countDocuments(world.platform, scope, ada, { collection: "leads", ...asked });
const aggregate = (asked: Partial<DocumentAggregate> = {}) =>
  aggregateDocuments(world.platform, scope, ada, { collection: "leads", ...asked });
const code = async (work: Promise<unknown>) =>
  problemOf(await work.then(() => null).catch((error: unknown) => error))?.code;

describe("a count", () => {
  it("is of what the query finds, in this scope and collection alone", async () => {
    for (const n of [1, 2, 3]) await insert({ n });
    const position = { position: expect.any(String) };
    expect(await count()).toEqual({ count: 3, exact: true, ...position });
    expect(await count({ where: { n: { gte: 2 } } })).toEqual({ count: 2, exact: true, ...position });
    expect(await count({ collection: "others" })).toMatchObject({ count: 0 });
    scope = world.scope();
    expect(await count()).toMatchObject({ count: 0 });
  });

  it("[DATA-23] looks at nothing without a filter, and with one at no more than 10,000 documents", async () => {
    await fillCollection(world, scope, { count: 10_001, body: '{"n":1}' });
    expect(await count()).toMatchObject({ count: 10_001, exact: true });
    expect(await code(count({ where: { n: 1 } }))).toBe("query.too_broad");
    expect(await count({ where: { n: 1, _id: { in: ["unknown"] } } })).toMatchObject({ count: 0 });
  });

  it("[DATA-25] counts every change up to a wanted position", async () => {
    await insert({});
    const { position } = await count();
    expect(await count({ minPosition: position })).toMatchObject({ count: 1 });
    expect(await code(count({ minPosition: "nonsense" }))).toBe("request.invalid");
    expect(await code(aggregate({ minPosition: `other${position}` }))).toBe("data.behind");
  });
});

describe("an aggregate", () => {
  it("groups and sums what the query finds", async () => {
    for (const [lane, n] of [
      ["a", 1],
      ["b", 5],
      ["a", 3],
      ["b", -1],
    ])
      await insert({ lane, n });
    const asked = { where: { n: { gt: 0 } }, groupBy: ["lane"], metrics: { sum: ["n"], max: ["n"] } };
    expect(await aggregate(asked)).toEqual({
      rows: [
        { group: { lane: "a" }, count: 2, sum: { n: 4 }, avg: {}, min: {}, max: { n: 3 } },
        { group: { lane: "b" }, count: 1, sum: { n: 5 }, avg: {}, min: {}, max: { n: 5 } },
      ],
      exact: true,
      position: expect.any(String),
    });
  });

  it("[DATA-23] looks at no more than 10,000 documents and answers at most 100 groups", async () => {
    // On a machine of any speed the time is not what ends it.
    vi.useFakeTimers({ toFake: ["performance"] });
    for (let n = 0; n < 101; n++) await insert({ n });
    const many = await aggregate({ groupBy: ["n"] });
    expect([many.rows.length, many.exact]).toEqual([100, false]);
    await fillCollection(world, scope, { count: 9_899, body: '{"n":0}' });
    expect((await aggregate({ groupBy: ["n"] })).rows[0]).toMatchObject({ group: { n: 0 }, count: 9_900 });
    await insert({});
    expect(await code(aggregate())).toBe("query.too_broad");
  });

  it("answers at most 4 MiB of groups", async () => {
    for (let n = 0; n < 20; n++) await insert({ a: `${n}${"x".repeat(250_000)}` });
    const { rows, exact } = await aggregate({ groupBy: ["a"] });
    expect([rows.length, exact]).toEqual([16, false]);
  });

  it("tells what is wrong with what was asked", async () => {
    expect(await code(aggregate({ groupBy: ["a..b"] }))).toBe("request.invalid");
    expect(await code(aggregate({ metrics: { median: ["a"] } }))).toBe("request.invalid");
    expect(await code(count({ where: { a: { near: 1 } } }))).toBe("request.invalid");
  });

  it("[DATA-12] spends the budget of reads", async () => {
    await world.close();
    world = await openWorld({ dataRates: { userReads: { perSecond: 1, burst: 2 } } });
    scope = world.scope();
    await count();
    await aggregate();
    expect(await code(count())).toBe("request.rate_limited");
    expect(await code(aggregate())).toBe("request.rate_limited");
  });
});
