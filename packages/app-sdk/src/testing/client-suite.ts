import type { AppDocument, BridgeError } from "@second/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isSecondDataError, type LiveHandle, SecondClient, type Selection } from "../client.ts";
import { newDocumentId } from "../document-id.ts";
import type { HostPort } from "../host-port.ts";
import type { TestWrite } from "../test-documents.ts";
import { passTime } from "./pass-time.ts";

/** A host of whatever kind, and the platform behind it. */
export interface SuiteWorld {
  /** A new frame of the one person who uses the app. */
  connect(): HostPort;
  userId: string;
  /** What someone else writes. */
  write(write: TestWrite): AppDocument | null;
  documents(collection: string): readonly AppDocument[];
  /** The next writes are refused with this code, before they are stored. */
  failNext(code: string, times?: number): void;
  goOffline(): void;
  goOnline(): void;
  close(): void;
}

const soon = 1000;
const tooBroad: BridgeError = {
  code: "query.too_broad",
  title: "This search covers too much; narrow it.",
  status: 422,
  retryable: false,
};

/** What a client does against any host. Time is faked. */
export function clientSuite(name: string, open: () => SuiteWorld): void {
  describe(name, () => {
    let world: SuiteWorld;
    let client: SecondClient;
    let sent: { type: string; requestId?: string; subscriptionId?: string }[];
    /** What is posted next of this type is answered with the error and does not reach the host. */
    let refused: { type: string; error: BridgeError } | null;
    /** Says something to the client made last, as its host would. */
    let say: (message: object) => void;
    const ends: (() => void)[] = [];

    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
      world = open();
      sent = [];
      refused = null;
      client = connect();
    });
    afterEach(() => {
      for (const end of ends.splice(0)) end();
      world.close();
      vi.useRealTimers();
    });

    function connect(): SecondClient {
      const port = world.connect();
      let hear: (message: unknown) => void = () => undefined;
      const hostSays = (message: object) => hear({ source: "second-platform", ...message });
      const made = new SecondClient({
        listen(receive) {
          hear = receive;
          return port.listen(receive);
        },
        post(message) {
          const { type, requestId } = message as (typeof sent)[number]; // all of our messages have a type
          sent.push(message as (typeof sent)[number]);
          if (refused?.type !== type) return port.post(message);
          const { error } = refused;
          refused = null;
          setTimeout(() => hostSays({ type: `${type}-response`, requestId, error }));
        },
      });
      say = hostSays;
      ends.push(() => made.close());
      return made;
    }

    /** Follows a selection; `seen` is every state it showed. */
    function follow(selection: Selection, of = client) {
      const handle: LiveHandle = of.live(selection);
      const seen: (readonly AppDocument[])[] = [];
      const end = handle.subscribe(() => seen.push(handle.get().data));
      ends.push(end);
      const names = () => handle.get().data.map((doc) => doc.name);
      return { handle, seen, names, end, doc: (at = 0) => handle.get().data[at] as AppDocument };
    }

    const other = (fields: object, docId = newDocumentId()) => {
      world.write({ kind: "insert", collection: "tasks", docId, fields });
      return docId;
    };
    const insert = (fields: object) => client.write({ kind: "insert", collection: "tasks", fields });
    const update = (docId: string, fields: object, ifVersion?: number) =>
      client.write({ kind: "update", collection: "tasks", docId, fields, ifVersion });
    const remove = (docId: string) => client.write({ kind: "remove", collection: "tasks", docId });
    const caught = async (write: Promise<unknown>) => {
      const error: unknown = await write.then(
        () => null,
        (thrown) => thrown,
      );
      if (!isSecondDataError(error)) throw new Error(`not refused: ${String(error)}`);
      return error;
    };
    const byName: Selection = { collection: "tasks", orderBy: ["name"] };

    it("shows what is stored, in order, and then what others change", async () => {
      const b = other({ name: "b" });
      other({ name: "a" });
      const tasks = follow(byName);
      expect(tasks.handle.get()).toMatchObject({ loading: true, status: "loading", data: [] });
      await passTime(soon);
      expect(tasks.handle.get()).toMatchObject({
        loading: false,
        status: "live",
        hasMore: false,
        error: null,
      });
      expect(tasks.names()).toEqual(["a", "b"]);
      const c = other({ name: "c" });
      world.write({ kind: "update", collection: "tasks", docId: b, fields: { name: "z" } });
      await passTime(soon);
      expect(tasks.names()).toEqual(["a", "c", "z"]);
      world.write({ kind: "remove", collection: "tasks", docId: c });
      await passTime(soon);
      expect(tasks.names()).toEqual(["a", "z"]);
    });

    it("filters as the server does", async () => {
      for (const n of [1, 2, 3, 4]) other({ name: `n${n}`, n });
      const some = follow({ collection: "tasks", where: { n: { gte: 2 } }, orderBy: ["-n"], limit: 2 });
      await passTime(soon);
      expect(some.names()).toEqual(["n4", "n3"]);
      expect(some.handle.get().hasMore).toBe(true);
    });

    it("[SDK-2] shows a write in the same tick everywhere and settles it once", async () => {
      const one = follow(byName);
      const same = follow({ collection: "tasks", where: { name: { prefix: "n" } } });
      await passTime(soon);
      one.seen.length = 0;
      const inserted = insert({ name: "new", due: undefined, when: new Date(0) });
      expect(one.names()).toEqual(["new"]);
      expect(same.names()).toEqual(["new"]);
      await passTime(soon);
      const stored = await inserted;
      expect(stored).toMatchObject({ name: "new", when: "1970-01-01T00:00:00.000Z", _version: 1 });
      expect(one.handle.get().data).toEqual(world.documents("tasks"));
      for (const state of one.seen) expect(state.map((doc) => doc.name)).toEqual(["new"]);
      expect(one.seen.length).toBeLessThanOrEqual(2);
      await passTime(20_000);
      expect(one.seen.length).toBeLessThanOrEqual(2);
    });

    it("[SDK-2] moves a document from one list to another in the same tick, without flicker", async () => {
      const docId = other({ name: "card", lane: "a" });
      const a = follow({ collection: "tasks", where: { lane: "a" } });
      const b = follow({ collection: "tasks", where: { lane: "b" } });
      await passTime(soon);
      a.seen.length = 0;
      b.seen.length = 0;
      const moved = update(docId, { lane: "b" });
      expect([a.names(), b.names()]).toEqual([[], ["card"]]);
      await passTime(soon);
      await moved;
      expect([a.names(), b.names()]).toEqual([[], ["card"]]);
      for (const state of a.seen) expect(state).toEqual([]);
      for (const state of b.seen) expect(state).toHaveLength(1);
    });

    it("[SDK-3] takes a refused write back and keeps the others", async () => {
      const docId = other({ name: "a", n: 1, m: 1 });
      const tasks = follow(byName);
      await passTime(soon);
      world.failNext("document.invalid");
      const refused = update(docId, { n: 2 });
      const kept = update(docId, { m: 2 });
      expect(tasks.doc()).toMatchObject({ n: 2, m: 2 });
      const told = caught(refused);
      await passTime(soon);
      expect(await told).toMatchObject({ code: "document.invalid", status: 422, retryable: false });
      await kept;
      expect(tasks.doc()).toMatchObject({ n: 1, m: 2 });
      expect(world.documents("tasks")).toMatchObject([{ n: 1, m: 2 }]);
    });

    it("[SDK-3] says what is wrong with a write to something that is gone", async () => {
      const tasks = follow(byName);
      await passTime(soon);
      const told = caught(update(newDocumentId(), { n: 1 }));
      await passTime(soon);
      expect(await told).toMatchObject({ code: "resource.not_found", status: 404 });
      expect(tasks.names()).toEqual([]);
    });

    it("[SDK-4] tries passing failures again under the same name, writing once", async () => {
      const tasks = follow(byName);
      await passTime(soon);
      world.failNext("system.unavailable", 2);
      const inserted = insert({ name: "a" });
      await passTime(3000);
      expect(await inserted).toMatchObject({ name: "a" });
      const tries = sent.filter(({ type }) => type === "second:data:insert");
      expect(tries).toHaveLength(3);
      expect(new Set(tries.map(({ requestId }) => requestId)).size).toBe(1);
      expect(world.documents("tasks")).toHaveLength(1);
      expect(tasks.names()).toEqual(["a"]);
    });

    it("[SDK-4] gives up after 10 s as offline, and at once while offline", async () => {
      const tasks = follow(byName);
      await passTime(soon);
      world.failNext("system.unavailable", 1000);
      const slow = caught(insert({ name: "a" }));
      await passTime(9000);
      expect(tasks.names()).toEqual(["a"]);
      await passTime(2000);
      expect(await slow).toMatchObject({ code: "offline", retryable: true });
      expect(tasks.names()).toEqual([]);
      world.goOffline();
      await passTime(soon);
      expect(client.connection.get().status).toBe("offline");
      const quick = caught(insert({ name: "b" }));
      expect(tasks.names()).toEqual(["b"]);
      await passTime(soon);
      expect(await quick).toMatchObject({ code: "offline" });
      expect(tasks.names()).toEqual([]);
      expect(world.documents("tasks")).toEqual([]);
    });

    it("[SDK-5] changes and removes what it just inserted, before any answer", async () => {
      const tasks = follow(byName);
      await passTime(soon);
      const first = insert({ name: "a" });
      const { _id, _version } = tasks.doc();
      expect(_id).toMatch(/^[0-7][0-9a-hjkmnp-tv-z]{25}$/);
      const changed = update(_id, { name: "b" }, _version);
      const again = update(_id, { name: "c" }, _version);
      insert({ name: "gone" });
      const removed = remove(tasks.doc(1)._id);
      expect(tasks.names()).toEqual(["c"]);
      await passTime(soon);
      expect((await first)?._id).toBe(_id);
      expect([(await changed)?._version, (await again)?._version, await removed]).toEqual([2, 3, null]);
      expect(tasks.names()).toEqual(["c"]);
      expect(world.documents("tasks")).toMatchObject([{ _id, name: "c" }]);
    });

    it("[SDK-5] refuses what builds on an insert that was refused", async () => {
      const tasks = follow(byName);
      await passTime(soon);
      world.failNext("document.too_large");
      const first = caught(insert({ name: "a" }));
      const second = caught(update(tasks.doc()._id, { name: "b" }));
      await passTime(soon);
      expect([(await first).code, (await second).code]).toEqual(["document.too_large", "document.too_large"]);
      expect(tasks.names()).toEqual([]);
    });

    it("[SDK-3] leaves a refusal uncaught when only a later write looked at it", async () => {
      const docId = other({ name: "a" });
      follow(byName);
      await passTime(soon);
      world.failNext("document.invalid");
      const uncaught: unknown[] = [];
      const onUncaught = (error: unknown) => uncaught.push(error);
      process.on("unhandledRejection", onUncaught);
      void update(docId, { n: 1 });
      void update(docId, { n: 2 });
      await passTime(soon);
      await new Promise((resolve) => setImmediate(resolve));
      process.off("unhandledRejection", onUncaught);
      expect(uncaught).toMatchObject([{ code: "document.invalid" }]);
    });

    it("[DATA-69] tells a conflict with the document as it stands", async () => {
      const docId = other({ name: "a" });
      const tasks = follow(byName);
      await passTime(soon);
      world.write({ kind: "update", collection: "tasks", docId, fields: { name: "theirs" } });
      const told = caught(update(docId, { name: "mine" }, 1));
      await passTime(soon);
      expect(await told).toMatchObject({
        code: "document.conflict",
        current: { _id: docId, _version: 2, name: "theirs" },
      });
      expect(tasks.names()).toEqual(["theirs"]);
    });

    it("[SDK-2] [DATA-16] replaces a document whole when it is as it was read", async () => {
      const docId = other({ name: "a", n: 1 });
      const tasks = follow(byName);
      await passTime(soon);
      tasks.seen.length = 0;
      const replace = (fields: object, ifVersion: number) =>
        client.write({ kind: "replace", collection: "tasks", docId, fields, ifVersion });
      const replaced = replace({ name: "b" }, 1);
      expect(tasks.doc()).toMatchObject({ _id: docId, _version: 1, name: "b" });
      expect(tasks.doc()).not.toHaveProperty("n");
      await passTime(soon);
      expect(await replaced).toMatchObject({ name: "b", _version: 2 });
      for (const [shown] of tasks.seen) expect(shown).not.toHaveProperty("n");
      const told = caught(replace({ name: "c" }, 1));
      await passTime(soon);
      expect(await told).toMatchObject({ code: "document.conflict", current: { name: "b", _version: 2 } });
      expect(tasks.handle.get().data).toEqual(world.documents("tasks"));
    });

    describe("a mutation", () => {
      const sentBatches = () => sent.filter(({ type }) => type === "second:data:batch");

      it("[SDK-2] [DATA-18] shows all its changes in one tick, stores them as one and settles them once", async () => {
        const docId = other({ name: "a", n: 1 });
        const gone = other({ name: "z" });
        const tasks = follow(byName);
        const log = follow({ collection: "log" });
        await passTime(soon);
        tasks.seen.length = 0;
        log.seen.length = 0;
        const made = client.mutate((tx) => {
          tx.update("tasks", docId, { n: 2 });
          tx.remove("tasks", gone);
          tx.insert("tasks", { name: "b" });
          return tx.insert("log", { text: "moved" });
        });
        expect([tasks.names(), tasks.doc().n, log.handle.get().data.length]).toEqual([["a", "b"], 2, 1]);
        await passTime(soon);
        const id = await made;
        expect(log.doc()).toMatchObject({ _id: id, text: "moved", _version: 1 });
        expect(tasks.handle.get().data).toMatchObject([{ n: 2, _version: 2 }, { _version: 1 }]);
        for (const state of tasks.seen) expect(state.map(({ name }) => name)).toEqual(["a", "b"]);
        expect(tasks.seen.length).toBeLessThanOrEqual(2);
        expect(sentBatches()).toHaveLength(1);
        await passTime(20_000);
        expect(tasks.seen.length).toBeLessThanOrEqual(2);
        const stored = new Map(world.documents("tasks").map((doc) => [doc._id, doc]));
        expect(new Map(tasks.handle.get().data.map((doc) => [doc._id, doc]))).toEqual(stored);
      });

      it("[SDK-3] takes all back when one change is refused, and says which", async () => {
        const docId = other({ name: "a", n: 1 });
        const tasks = follow(byName);
        await passTime(soon);
        const kept = update(docId, { m: 1 });
        const told = caught(
          client.mutate((tx) => {
            tx.insert("tasks", { name: "b" });
            tx.update("tasks", docId, { n: 2 }, { ifVersion: 7 });
          }),
        );
        expect(tasks.names()).toEqual(["a", "b"]);
        expect(tasks.doc()).toMatchObject({ n: 2, m: 1 });
        await passTime(soon);
        await kept;
        expect(await told).toMatchObject({ code: "document.conflict", index: 1, current: { n: 1, m: 1 } });
        expect(tasks.handle.get().data).toMatchObject([{ name: "a", n: 1, m: 1 }]);
        expect(world.documents("tasks")).toHaveLength(1);
      });

      it("[SDK-4] is tried again under the same name, written once, and given up offline", async () => {
        const tasks = follow(byName);
        await passTime(soon);
        world.failNext("system.unavailable", 2);
        const made = client.mutate((tx) => tx.insert("tasks", { name: "a" }));
        await passTime(3000);
        expect(await made).toBe(tasks.doc()._id);
        expect(sentBatches()).toHaveLength(3);
        expect(new Set(sentBatches().map(({ requestId }) => requestId)).size).toBe(1);
        expect(world.documents("tasks")).toHaveLength(1);
        world.goOffline();
        await passTime(soon);
        const told = caught(client.mutate((tx) => tx.remove("tasks", tasks.doc()._id)));
        expect(tasks.names()).toEqual([]);
        await passTime(soon);
        expect(await told).toMatchObject({ code: "offline" });
        expect(tasks.names()).toEqual(["a"]);
      });

      it("[SDK-5] builds on what was inserted just before, and later writes build on it", async () => {
        const tasks = follow(byName);
        await passTime(soon);
        const first = insert({ name: "a", n: 0 });
        const docId = tasks.doc()._id;
        const both = client.mutate((tx) => {
          tx.update("tasks", docId, { n: 1 }, { ifVersion: 1 });
          tx.update("tasks", docId, { name: "b" }, { ifVersion: 1 });
          const id = tx.insert("tasks", { name: "c" });
          tx.update("tasks", id, { n: 5 });
          return id;
        });
        const after = update(docId, { m: 1 }, 1);
        expect(tasks.handle.get().data).toMatchObject([
          { name: "b", n: 1, m: 1 },
          { name: "c", n: 5 },
        ]);
        await passTime(soon);
        await Promise.all([first, after]);
        expect(world.documents("tasks")).toMatchObject([
          { _id: docId, name: "b", n: 1, m: 1, _version: 4 },
          { _id: await both, name: "c", n: 5, _version: 2 },
        ]);
        expect(tasks.names()).toEqual(["b", "c"]);
      });

      it("[SDK-5] is refused as a whole when it builds on an insert that was refused", async () => {
        const tasks = follow(byName);
        await passTime(soon);
        world.failNext("document.too_large");
        const first = caught(insert({ name: "a" }));
        const docId = tasks.doc()._id;
        const second = caught(
          client.mutate((tx) => {
            tx.insert("tasks", { name: "b" });
            tx.update("tasks", docId, { n: 1 });
          }),
        );
        await passTime(soon);
        expect([(await first).code, (await second).code]).toEqual([
          "document.too_large",
          "document.too_large",
        ]);
        expect([tasks.names(), sentBatches()]).toEqual([[], []]);
      });

      it("sends nothing without a change, and takes none that is named too late", async () => {
        await passTime(soon);
        expect(await client.mutate(() => "done")).toBe("done");
        let late: () => unknown = () => undefined;
        await client.mutate((tx) => {
          late = () => tx.insert("tasks", {});
        });
        expect(late).toThrow("before it returns");
        await expect(
          client.mutate((tx) => {
            tx.insert("tasks", { name: "a" });
            throw new Error("the app's own");
          }),
        ).rejects.toThrow("the app's own");
        const cycle: Record<string, unknown> = {};
        cycle.self = cycle;
        const told = caught(client.mutate((tx) => tx.insert("tasks", cycle)));
        expect(await told).toMatchObject({ code: "request.invalid" });
        await passTime(soon);
        expect(sentBatches()).toEqual([]);
      });
    });

    describe("figures", () => {
      const asked = (type: string) => sent.filter((message) => message.type === `second:data:${type}`);
      const open = { collection: "tasks", where: { isOpen: true } };
      const followCount = (of = client) => {
        const handle = of.liveCount(open);
        const seen: number[] = [];
        const end = handle.subscribe(() => seen.push(handle.get().answer?.count ?? -1));
        ends.push(end);
        return { handle, seen, end };
      };

      it("[SDK-8] are asked again when their collection changed, at most once a second", async () => {
        const docId = other({ isOpen: true });
        other({ isOpen: false });
        const figures = followCount();
        expect(figures.handle.get()).toEqual({ answer: null, loading: true, error: null });
        await passTime(soon);
        const first = { answer: { count: 1, exact: true }, loading: false, error: null };
        expect(figures.handle.get()).toEqual(first);
        for (let n = 0; n < 40; n++) {
          other({ isOpen: true });
          await passTime(50);
        }
        await passTime(3000);
        expect(figures.handle.get().answer?.count).toBe(41);
        expect(asked("count").length).toBeLessThanOrEqual(5);
        const before = asked("count").length;
        world.write({ kind: "insert", collection: "others", fields: {} });
        await passTime(3000);
        expect(asked("count")).toHaveLength(before);
        const kept = figures.handle.get();
        world.write({ kind: "update", collection: "tasks", docId, fields: { n: 1 } });
        await passTime(3000);
        expect(asked("count")).toHaveLength(before + 1);
        expect(figures.handle.get()).toBe(kept);
        const removed = remove(docId);
        await passTime(3000);
        await removed;
        expect(figures.handle.get().answer?.count).toBe(40);
      });

      it("[SDK-8] group and sum, and follow as well", async () => {
        other({ lane: "a", n: 1 });
        other({ lane: "b", n: 2 });
        const question = { collection: "tasks", groupBy: ["lane"], metrics: { sum: ["n"] } };
        const figures = client.liveAggregate(question);
        ends.push(figures.subscribe(() => undefined));
        await passTime(soon);
        const made = insert({ lane: "a", n: 4 });
        await passTime(3000);
        await made;
        expect(figures.get().answer).toMatchObject({
          rows: [
            { group: { lane: "a" }, count: 2, sum: { n: 5 } },
            { group: { lane: "b" }, count: 1, sum: { n: 2 } },
          ],
          exact: true,
        });
      });

      it("[SDK-6] are shared by equal questions, and forgotten a moment after the last viewer", async () => {
        const one = followCount();
        const two = followCount();
        await passTime(soon);
        expect(asked("count")).toHaveLength(1);
        one.end();
        one.end();
        two.end();
        await passTime(100);
        const three = followCount();
        await passTime(2000);
        expect([asked("count").length, asked("unsubscribe").length]).toEqual([1, 0]);
        three.end();
        await passTime(2000);
        expect(asked("unsubscribe")).toHaveLength(1);
        other({ isOpen: true });
        await passTime(3000);
        expect(asked("count")).toHaveLength(1);
      });

      it("keep what they have while offline, and catch up", async () => {
        const figures = followCount();
        await passTime(soon);
        world.goOffline();
        await passTime(soon);
        other({ isOpen: true });
        await passTime(soon);
        expect(figures.handle.get()).toMatchObject({ answer: { count: 0 }, error: null });
        world.goOnline();
        await passTime(20_000);
        expect(figures.handle.get()).toMatchObject({ answer: { count: 1 }, error: null });
      });

      it("try passing failures again in silence, and say others until the connection is back", async () => {
        const figures = followCount();
        await passTime(soon);
        other({ isOpen: true });
        refused = { type: "second:data:count", error: { ...tooBroad, status: 429, retryable: true } };
        await passTime(500);
        expect(figures.handle.get()).toMatchObject({ answer: { count: 0 }, error: null });
        await passTime(3000);
        expect(figures.handle.get()).toMatchObject({ answer: { count: 1 }, error: null });
        other({ isOpen: true });
        refused = { type: "second:data:count", error: tooBroad };
        await passTime(10_000);
        expect(figures.handle.get()).toMatchObject({
          answer: { count: 1 },
          error: { code: "query.too_broad" },
        });
        world.goOffline();
        await passTime(soon);
        world.goOnline();
        await passTime(20_000);
        expect(figures.handle.get()).toMatchObject({ answer: { count: 2 }, error: null });
      });

      it("say what is wrong with a question", async () => {
        const figures = client.liveCount({ collection: "tasks", where: { n: { near: 1 } } });
        ends.push(figures.subscribe(() => undefined));
        await passTime(soon);
        expect(figures.get()).toMatchObject({
          loading: false,
          error: { code: "request.invalid", fields: [{ pointer: "/where/n/near" }] },
        });
      });
    });

    it("[SDK-6] shares a subscription among equal selections and across a moment without viewers", async () => {
      other({ name: "a" });
      const one = follow({ collection: "tasks", where: { a: 1, b: undefined, c: 2 }, orderBy: ["name"] });
      follow({ collection: "tasks", orderBy: ["name"], where: { c: 2, a: 1 } });
      await passTime(soon);
      one.end();
      const tasks = follow(byName);
      tasks.end();
      await passTime(100);
      follow(byName);
      await passTime(soon);
      const asked = sent.filter(({ type }) => type === "second:data:subscribe");
      expect(asked).toHaveLength(2);
      expect(sent.some(({ type }) => type === "second:data:unsubscribe")).toBe(false);
      for (const end of ends.splice(1)) end();
      await passTime(2000);
      expect(sent.filter(({ type }) => type === "second:data:unsubscribe")).toHaveLength(2);
    });

    it("[SDK-7] keeps the identity of what did not change, and tells once", async () => {
      const first = other({ name: "a" });
      const second = other({ name: "b" });
      const tasks = follow(byName);
      await passTime(soon);
      const [a, b] = tasks.handle.get().data;
      tasks.seen.length = 0;
      world.write({ kind: "update", collection: "tasks", docId: second, fields: { n: 1 } });
      await passTime(soon);
      expect(tasks.seen).toHaveLength(1);
      expect(tasks.doc(0)).toBe(a);
      expect(tasks.doc(1)).not.toBe(b);
      const written = update(first, { n: 2 });
      await passTime(soon);
      await written;
      // The answer's document and that of the change are the same to whoever looks.
      const settled = tasks.seen.filter((state) => state[0]?._version === 2).map((state) => state[0]);
      expect(new Set(settled).size).toBe(1);
      const before = tasks.handle.get();
      await passTime(20_000);
      expect(tasks.handle.get()).toBe(before);
    });

    it("[DATA-74] fills a limited result up again, and shows more when asked", async () => {
      const ids = ["a", "b", "c", "d", "e"].map((name) => other({ name }));
      const two = follow({ ...byName, limit: 2 });
      await passTime(soon);
      expect(two.names()).toEqual(["a", "b"]);
      world.write({ kind: "remove", collection: "tasks", docId: ids[0] ?? "" });
      await passTime(soon);
      expect(two.names()).toEqual(["b", "c"]);
      other({ name: "aa" });
      await passTime(soon);
      expect(two.names()).toEqual(["aa", "b"]);
      const hidden = insert({ name: "x" });
      expect(two.names()).toEqual(["aa", "b"]);
      two.handle.loadMore();
      two.handle.loadMore();
      await passTime(soon);
      await hidden;
      expect(two.names()).toEqual(["aa", "b", "c", "d"]);
      two.handle.loadMore();
      await passTime(soon);
      expect([two.names(), two.handle.get().hasMore]).toEqual([["aa", "b", "c", "d", "e", "x"], false]);
    });

    it("follows one document through its life", async () => {
      const docId = newDocumentId();
      const one = follow({ collection: "tasks", docId });
      await passTime(soon);
      expect(one.handle.get()).toMatchObject({ data: [], loading: false });
      other({ name: "a" }, docId);
      await passTime(soon);
      expect(one.names()).toEqual(["a"]);
      const removed = remove(docId);
      expect(one.names()).toEqual([]);
      await passTime(soon);
      expect(await removed).toBeNull();
    });

    it("keeps showing what it has while offline and catches up afterwards", async () => {
      const docId = other({ name: "a" });
      const tasks = follow(byName);
      await passTime(soon);
      world.goOffline();
      await passTime(soon);
      expect(tasks.handle.get()).toMatchObject({ status: "offline", loading: false });
      expect(tasks.names()).toEqual(["a"]);
      world.write({ kind: "update", collection: "tasks", docId, fields: { name: "b" } });
      other({ name: "c" });
      await passTime(soon);
      expect(tasks.names()).toEqual(["a"]);
      world.goOnline();
      await passTime(20_000);
      expect(tasks.names()).toEqual(["b", "c"]);
      expect(tasks.handle.get().status).toBe("live");
    });

    it("keeps a list whose next page was refused, and clears the error when the connection is back", async () => {
      for (const name of ["a", "b", "c"]) other({ name });
      const tasks = follow({ ...byName, limit: 1 });
      await passTime(soon);
      refused = { type: "second:data:extend", error: tooBroad };
      tasks.handle.loadMore();
      await passTime(soon);
      expect(tasks.handle.get()).toMatchObject({ status: "live", error: { code: "query.too_broad" } });
      expect(tasks.names()).toEqual(["a"]);
      world.goOffline();
      await passTime(soon);
      world.goOnline();
      await passTime(20_000);
      expect(tasks.handle.get()).toMatchObject({ status: "live", error: null, hasMore: true });
      other({ name: "0" });
      await passTime(soon);
      expect(tasks.names()).toEqual(["0"]);
      tasks.handle.loadMore();
      await passTime(soon);
      expect(tasks.names()).toEqual(["0", "a"]);
    });

    it("asks again for a list that the host refused to read anew, though the host holds it still", async () => {
      other({ name: "a" });
      const tasks = follow(byName);
      await passTime(soon);
      const { subscriptionId } = sent.find(({ type }) => type === "second:data:subscribe") ?? {};
      const update = { subscriptionId, changes: [], status: "error", error: tooBroad };
      say({ type: "second:data:subscription", updates: [update] });
      expect(tasks.handle.get()).toMatchObject({ status: "error", error: { code: "query.too_broad" } });
      world.goOffline();
      await passTime(soon);
      world.goOnline();
      await passTime(20_000);
      expect(tasks.handle.get()).toMatchObject({ status: "live", error: null });
      other({ name: "b" });
      await passTime(soon);
      expect(tasks.names()).toEqual(["a", "b"]);
    });

    it("clears the error of a list that the host reads again by itself", async () => {
      other({ name: "a" });
      const tasks = follow(byName);
      await passTime(soon);
      const { subscriptionId } = sent.find(({ type }) => type === "second:data:subscribe") ?? {};
      const tell = (update: object) =>
        say({ type: "second:data:subscription", updates: [{ subscriptionId, changes: [], ...update }] });
      tell({ status: "error", error: tooBroad });
      expect(tasks.handle.get()).toMatchObject({ status: "error", error: { code: "query.too_broad" } });
      tell({ status: "live", docs: tasks.handle.get().data, hasMore: false });
      expect(tasks.handle.get()).toMatchObject({ status: "live", error: null });
      expect(tasks.names()).toEqual(["a"]);
    });

    it("refuses a selection that means nothing", async () => {
      const bad = follow({ collection: "tasks", where: { n: { near: 1 } } });
      expect(bad.handle.get()).toMatchObject({
        loading: false,
        status: "error",
        error: { code: "request.invalid", fields: [{ pointer: "/where/n/near" }] },
      });
    });

    it("knows who uses the app and who else may", async () => {
      expect(client.user.get()).toEqual({ user: null, loading: true });
      const listen = client.members.subscribe(() => undefined);
      await passTime(soon);
      expect(client.user.get().user?.id).toBe(world.userId);
      expect(client.members.get().loading).toBe(false);
      expect(client.members.get().members.map(({ id }) => id)).toContain(world.userId);
      expect(JSON.stringify(client.members.get().members)).not.toContain("@");
      listen();
    });
  });
}
