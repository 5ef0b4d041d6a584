import { compare, matches, parseQuery } from "@second/query";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SecondClient, type Selection } from "./client.ts";
import type { HostPort } from "./host-port.ts";
import { createTestHost } from "./test-host.ts";
import { passTime } from "./testing/pass-time.ts";

const collection = "tasks";
const selections: Selection[] = [
  { collection },
  { collection, limit: 2 },
  { collection, where: { lane: "a" }, orderBy: ["-rank"], limit: 3 },
  { collection, where: { lane: "b" }, orderBy: ["rank", "name"] },
];

/** A line on which every message travels for another time, in order on each way or, for answers, not even that. */
function rough(port: HostPort, travelMs: () => number): HostPort {
  let outUntilMs = 0;
  let inUntilMs = 0;
  return {
    post(message) {
      outUntilMs = Math.max(outUntilMs, Date.now() + travelMs());
      setTimeout(() => port.post(message), outUntilMs - Date.now());
    },
    listen(receive) {
      return port.listen((message) => {
        const isWriteAnswer = /:(insert|update|replace|delete|batch)-response$/.test(
          (message as { type: string }).type,
        );
        const at = Date.now() + travelMs();
        // An answer of a write may overtake its change, and be overtaken by it.
        if (!isWriteAnswer) inUntilMs = Math.max(inUntilMs, at);
        setTimeout(() => receive(message), (isWriteAnswer ? at : inUntilMs) - Date.now());
      });
    },
  };
}

const who = fc.constantFrom(0 as const, 1 as const);
const fields = fc.record({
  name: fc.constantFrom("x", "y"),
  lane: fc.constantFrom("a", "b"),
  rank: fc.integer({ min: 0, max: 3 }),
});
const at = fc.nat({ max: 5 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("insert" as const), who, fields }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("update" as const), who, at, fields, isChecked: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), who, at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("replace" as const), who, at, fields }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("mutate" as const), who, at, fields }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("fail" as const), retryable: fc.boolean(), times: fc.nat(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("offline" as const), ms: fc.constantFrom(5, 500, 12_000) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(1, 10, 300) }) },
);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("[SDK-2] [SDK-3] [SDK-4] views equal the server after any writes, failures, reorderings and drops", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.array(fc.nat({ max: 25 }), { minLength: 4, maxLength: 16 }),
      async (steps, travels) => {
        const host = createTestHost();
        let travel = 0;
        const travelMs = () => travels[travel++ % travels.length] ?? 0;
        const clients = [0, 1].map(() => new SecondClient(rough(host.connect(), travelMs)));
        const views = clients.flatMap((client) =>
          selections.map((selection) => {
            const handle = client.live(selection);
            const end = handle.subscribe(() => {
              const ids = handle.get().data.map((doc) => doc._id);
              expect(new Set(ids).size).toBe(ids.length);
            });
            return { selection, handle, end };
          }),
        );
        const counts = clients.map((client) => client.liveCount({ collection, where: { lane: "a" } }));
        const endCounts = counts.map((count) => count.subscribe(() => undefined));
        const ended: Promise<unknown>[] = [];
        for (const did of steps) {
          if (did.do === "pass") await passTime(did.ms);
          else if (did.do === "fail") {
            host.failNext({ code: "some.reason", retryable: did.retryable }, did.times);
          } else if (did.do === "offline") {
            host.goOffline();
            await passTime(did.ms);
            host.goOnline();
          } else {
            const client = clients[did.who];
            const docs = client?.live({ collection }).get().data ?? [];
            const doc = did.do === "insert" ? undefined : docs[did.at % Math.max(1, docs.length)];
            if (!client || (did.do !== "insert" && !doc)) continue;
            const docId = doc?._id ?? "";
            const named = { collection, docId };
            const { _version: version = 0 } = doc ?? {};
            const write = () => {
              switch (did.do) {
                case "insert":
                  return client.write({ kind: "insert", collection, fields: did.fields });
                case "remove":
                  return client.write({ kind: "remove", ...named });
                case "replace":
                  return client.write({ kind: "replace", ...named, fields: did.fields, ifVersion: version });
                case "update": {
                  const ifVersion = did.isChecked ? version : undefined;
                  return client.write({ kind: "update", ...named, fields: did.fields, ifVersion });
                }
                case "mutate":
                  return client.mutate((tx) => {
                    tx.update(collection, docId, did.fields);
                    tx.insert(collection, did.fields);
                    tx.update(collection, docId, { name: "z" }, { ifVersion: version });
                  });
              }
            };
            // What comes of it does not matter here, only that something does.
            ended.push(write().catch(() => undefined));
          }
        }
        await passTime(60_000);
        for (const { selection, handle } of views) {
          const parsed = parseQuery(selection);
          if (parsed.kind === "invalid") throw new Error("invalid selection");
          const all = host.documents(collection).filter((doc) => matches(parsed.query, doc));
          const rows = [...all].sort(compare(parsed.query.orderBy)).slice(0, selection.limit);
          expect(handle.get()).toMatchObject({ status: "live", error: null });
          expect(handle.get().data).toEqual(rows);
        }
        const counted = host.documents(collection).filter(({ lane }) => lane === "a").length;
        for (const count of counts) {
          expect(count.get()).toMatchObject({ answer: { count: counted, exact: true }, error: null });
        }
        await Promise.all(ended);
        for (const end of endCounts) end();
        for (const { end } of views) end();
        for (const client of clients) client.close();
      },
    ),
    { numRuns: 300, seed: 20261124 },
  );
}, 120_000);
