import type { AppDocument } from "@second/contracts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SecondClient } from "../../../../../packages/app-sdk/src/client.ts";
import { passTime } from "../../../../../packages/app-sdk/src/testing/pass-time.ts";
import { ada, FakePage, openFrame } from "./testing/fake-page.ts";
import { MemoryScope } from "./testing/memory-scope.ts";

const collection = "tasks";
let scope: MemoryScope;
let client: SecondClient;
let seen: (readonly AppDocument[])[];
let close: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  scope = new MemoryScope();
  const { frame, host } = openFrame(new FakePage(), {
    api: scope.fetchAs(ada.id),
    openStream: scope.openStream,
  });
  client = new SecondClient(frame);
  const handle = client.live({ collection, orderBy: ["name"] });
  seen = [];
  const end = handle.subscribe(() => seen.push(handle.get().data));
  close = () => {
    end();
    client.close();
    host.close();
  };
  await passTime(1000);
  seen.length = 0;
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

it("[SDK-2] [SDK-7] keeps an answered write, as one object, until its change comes much later", async () => {
  scope.streamLagMs = 3000;
  const inserted = client.write({ kind: "insert", collection, fields: { name: "a" } });
  await passTime(100);
  const doc = (await inserted) as AppDocument;
  expect(seen.at(-1)).toEqual([doc]);
  await passTime(10_000);
  // As it was written, and as it was answered.
  expect(seen.map((state) => state.map(({ name }) => name))).toEqual([["a"], ["a"]]);

  seen.length = 0;
  const changed = client.write({ kind: "update", collection, docId: doc._id, fields: { n: 1 } });
  await passTime(10_000);
  await changed;
  for (const state of seen) expect(state).toMatchObject([{ name: "a", n: 1 }]);
  expect(seen).toHaveLength(2);

  seen.length = 0;
  const removed = client.write({ kind: "remove", collection, docId: doc._id });
  await passTime(10_000);
  await removed;
  expect(seen).toEqual([[]]);
});

it("[SDK-2] lets go of an answered write that someone else undid meanwhile", async () => {
  scope.streamLagMs = 3000;
  const inserted = client.write({ kind: "insert", collection, fields: { name: "a" } });
  await passTime(100);
  const docId = (await inserted)?._id ?? "";
  scope.write({ kind: "remove", collection, docId });
  await passTime(20_000);
  expect(seen.at(-1)).toEqual([]);
});
