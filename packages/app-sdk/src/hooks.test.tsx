// @vitest-environment happy-dom
import { setImmediate as nextTurn } from "node:timers/promises";
import { act, cleanup, render, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { SecondClient, setCurrentClient } from "./client.ts";
import {
  type Doc,
  isSecondDataError,
  type SecondDataError,
  useCollection,
  useConnection,
  useCount,
  useCurrentUser,
  useDoc,
  useMembers,
  useMutation,
  useQuery,
  type Where,
} from "./index.ts";
import { createTestHost, type TestHost } from "./test-host.ts";
import { passTime } from "./testing/pass-time.ts";

interface Task {
  name: string;
  lane?: string;
  n?: number;
  place?: { city: string };
}

const collection = "tasks";
let host: TestHost;
let sent: { type: string; [field: string]: unknown }[];
let end: () => void;

/** Makes the hooks talk to a test host and keeps what they send. */
function install(options: Parameters<typeof createTestHost>[0] = {}) {
  host = createTestHost(options);
  sent = [];
  const port = host.connect();
  const client = new SecondClient({
    listen: (receive) => port.listen(receive),
    post(message) {
      sent.push(message as { type: string }); // all of our messages have one
      port.post(message);
    },
  });
  const former = setCurrentClient(client);
  end = () => {
    setCurrentClient(former);
    client.close();
  };
}

/** A list with a button that adds to it. */
function Tasks() {
  const { data, insert } = useCollection<Task>(collection, { where: { lane: "x" }, orderBy: ["name"] });
  return (
    <button type="button" onClick={() => void insert({ name: "c", lane: "x" })}>
      {data.map(({ name }) => name).join()}
    </button>
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  install({ collections: { [collection]: [{ name: "a" }, { name: "b", lane: "x" }] } });
});
afterEach(() => {
  cleanup();
  end();
  vi.useRealTimers();
});

const pass = (ms = 50) => act(() => passTime(ms));
const count = (type: string) => sent.filter((message) => message.type === type).length;

describe("useCollection", () => {
  it("goes from loading to live and follows changes", async () => {
    const { result } = renderHook(() => useCollection<Task>(collection, { orderBy: ["name"] }));
    expect(result.current).toMatchObject({
      data: [],
      loading: true,
      error: null,
      status: "loading",
      hasMore: false,
    });
    await pass();
    expect(result.current).toMatchObject({ loading: false, status: "live" });
    expect(result.current.data.map(({ name }) => name)).toEqual(["a", "b"]);
    host.write({ kind: "insert", collection, fields: { name: "c" } });
    await pass();
    expect(result.current.data).toHaveLength(3);
  });

  it("[SDK-2] [SDK-5] shows an insert in the same tick, under its final id", async () => {
    const { result } = renderHook(() => useCollection<Task>(collection));
    await pass();
    let stored: Promise<Doc<Task>> | undefined;
    act(() => {
      stored = result.current.insert({ name: "new" });
    });
    expect(result.current.data.map(({ name }) => name)).toEqual(["new", "b", "a"]);
    const id = result.current.data[0]?._id;
    await pass();
    expect((await stored)?._id).toBe(id);
    expect(result.current.data).toEqual([...host.documents(collection)].reverse());
  });

  it("[SDK-3] rolls back a refused write, rejects, and says so as error until the next write", async () => {
    const { result } = renderHook(() => useCollection<Task>(collection, { orderBy: ["name"] }));
    await pass();
    host.failNext({ code: "document.invalid", title: "Some fields need attention." });
    const { data } = result.current;
    let refused: Promise<unknown> = Promise.resolve();
    act(() => {
      refused = result.current.update(data[0]?._id ?? "", { name: "z" }).catch((error: unknown) => error);
    });
    expect(result.current.data.map(({ name }) => name)).toEqual(["b", "z"]);
    await pass();
    const error = await refused;
    expect(isSecondDataError(error)).toBe(true);
    expect(result.current.data).toEqual(data);
    expect(result.current.error).toBe(error);
    act(() => void result.current.remove(data[0]?._id ?? ""));
    expect(result.current.error).toBeNull();
    await pass();
    expect(result.current.data).toHaveLength(1);
  });

  it("[SDK-3] says a refusal in the collection that refused it only", async () => {
    const { result, rerender } = renderHook(({ name }) => useCollection<Task>(name), {
      initialProps: { name: collection },
    });
    await pass();
    host.failNext({ code: "document.invalid" });
    act(() => void result.current.insert({ name: "z" }).catch(() => undefined));
    await pass();
    expect(result.current.error).toMatchObject({ code: "document.invalid" });
    rerender({ name: "others" });
    await pass();
    expect(result.current.error).toBeNull();
  });

  it("[SDK-6] under StrictMode has one subscription, no repeated write and no leaked listener", async () => {
    const page = () => (
      <StrictMode>
        <Tasks />
      </StrictMode>
    );
    const first = render(page());
    first.unmount();
    await pass(80);
    const { container } = render(page());
    await pass();
    expect(container.textContent).toBe("b");
    expect([count("second:data:subscribe"), count("second:data:unsubscribe")]).toEqual([1, 0]);
    act(() => container.querySelector("button")?.click());
    await pass();
    expect(container.textContent).toBe("b,c");
    expect([count("second:data:insert"), host.documents(collection).length]).toEqual([1, 3]);
    cleanup();
    await pass(2000);
    expect(count("second:data:unsubscribe")).toBe(1);
    host.write({ kind: "insert", collection, fields: { name: "d", lane: "x" } });
    await pass();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("[SDK-6] compares options by value", async () => {
    const { rerender } = renderHook(
      ({ lane }) => useCollection<Task>(collection, { where: { lane }, orderBy: ["name"] }),
      { initialProps: { lane: "x" } },
    );
    await pass();
    rerender({ lane: "x" });
    rerender({ lane: "x" });
    await pass();
    expect(count("second:data:subscribe")).toBe(1);
    rerender({ lane: "y" });
    await pass();
    expect(count("second:data:subscribe")).toBe(2);
  });

  it("[SDK-7] renders once for a post, and not at all when nothing of it changed", async () => {
    let renders = 0;
    const { result } = renderHook(() => {
      renders += 1;
      const all = useCollection<Task>(collection);
      const lane = useCollection<Task>(collection, { where: { lane: "x" } });
      return { all, lane };
    });
    await pass();
    renders = 0;
    const before = result.current;
    host.write({ kind: "update", collection, docId: before.lane.data[0]?._id ?? "", fields: { n: 1 } });
    await pass();
    expect(renders).toBe(1);
    expect(result.current.all.data[1]).toBe(before.all.data[1]);
    expect(result.current.all.data[0]).not.toBe(before.all.data[0]);
    host.write({ kind: "insert", collection: "others", fields: { name: "c" } });
    await pass();
    expect(renders).toBe(1);
    const { lane } = result.current;
    host.write({ kind: "insert", collection, fields: { name: "c" } });
    await pass();
    expect(renders).toBe(2);
    expect(result.current.lane.data).toBe(lane.data);
  });

  it("shows more when asked", async () => {
    const { result } = renderHook(() => useCollection<Task>(collection, { limit: 1 }));
    await pass();
    expect([result.current.data.length, result.current.hasMore]).toEqual([1, true]);
    act(() => result.current.loadMore());
    await pass();
    expect([result.current.data.length, result.current.hasMore]).toEqual([2, false]);
  });

  it("filters by who made a document, and by what lies inside a field", async () => {
    host.write({ kind: "insert", collection, fields: { name: "c", place: { city: "Oslo" } } }, "usr_grace");
    const where: Where<Task> = { _createdBy: "usr_grace", or: [{ "place.city": { prefix: "Os" } }] };
    const { result } = renderHook(() => useCollection<Task>(collection, { where }));
    await pass();
    expect(result.current.data.map(({ name }) => name)).toEqual(["c"]);
  });

  it("says what is wrong with its options", () => {
    // @ts-expect-error an operator that does not exist
    const { result } = renderHook(() => useCollection<Task>(collection, { where: { name: { near: 1 } } }));
    expect(result.current).toMatchObject({
      loading: false,
      status: "error",
      error: { code: "request.invalid" },
    });
  });
});

describe("useDoc", () => {
  it("follows one document, changes and removes it", async () => {
    const [doc] = host.documents(collection);
    const { result } = renderHook(() => useDoc<Task>(collection, doc?._id ?? ""));
    expect(result.current).toMatchObject({ data: null, loading: true });
    await pass();
    expect(result.current).toMatchObject({ data: { name: "a" }, loading: false, status: "live" });
    act(() => void result.current.update({ n: 1 }, { ifVersion: 1 }));
    expect(result.current.data).toMatchObject({ name: "a", n: 1 });
    await pass();
    const conflict = result.current.update({ n: 2 }, { ifVersion: 1 }).catch((error: unknown) => error);
    await pass();
    expect(await conflict).toMatchObject({ code: "document.conflict", current: { n: 1, _version: 2 } });
    act(() => void result.current.remove());
    expect(result.current.data).toBeNull();
    await pass();
    expect(host.documents(collection)).toHaveLength(1);
  });

  it("[SDK-3] says a refusal of one document on that document only", async () => {
    const [first, second] = host.documents(collection).map(({ _id }) => _id);
    const { result, rerender } = renderHook(({ id }) => useDoc<Task>(collection, id ?? ""), {
      initialProps: { id: first },
    });
    await pass();
    host.failNext({ code: "document.invalid" });
    act(() => void result.current.update({ n: 1 }).catch(() => undefined));
    await pass();
    expect(result.current.error).toMatchObject({ code: "document.invalid" });
    rerender({ id: second });
    expect(result.current.error).toBeNull();
    await pass();
    expect(result.current).toMatchObject({ data: { name: "b" }, error: null });
    rerender({ id: first });
    host.failNext({ code: "document.too_large" });
    act(() => void result.current.update({ n: 1 }).catch(() => undefined));
    rerender({ id: second });
    await pass();
    expect(result.current).toMatchObject({ data: { name: "b" }, error: null });
  });

  it("asks for nothing without an id", async () => {
    const { result } = renderHook(() => useDoc<Task>(collection, null));
    await pass();
    expect(result.current).toMatchObject({ data: null, loading: false, error: null });
    expect(count("second:data:subscribe")).toBe(0);
    await expect(result.current.update({ n: 1 })).rejects.toMatchObject({ code: "request.invalid" });
    await expect(result.current.remove()).rejects.toMatchObject({ code: "request.invalid" });
  });
});

describe("figures", () => {
  it("[SDK-8] count, and follow what is written", async () => {
    const { result } = renderHook(() => useCount<Task>(collection, { where: { lane: "x" } }));
    expect(result.current).toEqual({ count: 0, exact: false, loading: true, error: null });
    await pass();
    expect(result.current).toEqual({ count: 1, exact: true, loading: false, error: null });
    host.write({ kind: "insert", collection, fields: { name: "c", lane: "x" } });
    await pass(1200);
    expect(result.current.count).toBe(2);
  });

  it("[SDK-8] group, sum and bound", async () => {
    const { result } = renderHook(() =>
      useQuery<Task>(collection, { groupBy: ["lane"], metrics: { sum: ["n"], max: ["name"] } }),
    );
    expect(result.current).toMatchObject({ rows: [], exact: false, loading: true });
    await pass();
    host.write({ kind: "insert", collection, fields: { name: "c", lane: "x", n: 5 } });
    await pass(1200);
    expect(result.current).toMatchObject({
      rows: [
        { group: {}, count: 1, sum: { n: 0 }, max: { name: "a" } },
        { group: { lane: "x" }, count: 2, sum: { n: 5 }, max: { name: "c" } },
      ],
      exact: true,
      loading: false,
      error: null,
    });
  });

  it("[SDK-6] compare options by value, and render nothing when the answer is the same", async () => {
    let renders = 0;
    const { rerender } = renderHook(() => {
      renders += 1;
      return useQuery<Task>(collection, { groupBy: ["lane"] });
    });
    await pass();
    rerender();
    renders = 0;
    host.write({
      kind: "update",
      collection,
      docId: host.documents(collection)[0]?._id ?? "",
      fields: { n: 1 },
    });
    await pass(1200);
    expect([renders, count("second:data:aggregate")]).toEqual([0, 2]);
  });

  it("say what is wrong with their options", async () => {
    // @ts-expect-error an operator that does not exist
    const { result } = renderHook(() => useQuery<Task>(collection, { metrics: { median: ["n"] } }));
    await pass();
    expect(result.current).toMatchObject({ loading: false, error: { code: "request.invalid" } });
  });
});

describe("useMutation", () => {
  const ids = () => host.documents(collection).map(({ _id }) => _id);
  const open = () =>
    renderHook(() => {
      const tasks = useCollection<Task>(collection, { orderBy: ["name"] });
      const swap = useMutation((tx, { first, second }: { first: string; second: string }) => {
        tx.update<Task>(collection, first, { lane: "x" });
        tx.update<Task>(collection, second, { lane: "y" });
        return tx.insert<Task>(collection, { name: "c" });
      });
      return { tasks, swap };
    });

  it("[SDK-2] shows all changes in the same tick and resolves to what the recipe answers", async () => {
    const { result } = open();
    await pass();
    const [first = "", second = ""] = ids();
    let made: Promise<string> | undefined;
    act(() => {
      made = result.current.swap.mutateAsync({ first, second });
    });
    expect(result.current.tasks.data).toMatchObject([{ lane: "x" }, { lane: "y" }, { name: "c" }]);
    expect(result.current.swap).toMatchObject({ pending: true, error: null });
    await pass();
    expect(result.current.swap.pending).toBe(false);
    expect(result.current.tasks.data[2]?._id).toBe(await made);
    expect([count("second:data:batch"), ids().length]).toEqual([1, 3]);
  });

  it("[SDK-3] rolls back, rejects, and says why until the next mutation or a reset", async () => {
    const { result } = open();
    await pass();
    const { data } = result.current.tasks;
    const [first = ""] = ids();
    let refused: Promise<unknown> = Promise.resolve();
    act(() => {
      const gone = { first, second: "00000000000000000000000000" };
      refused = result.current.swap.mutateAsync(gone).catch((error: unknown) => error);
    });
    await pass();
    expect(await refused).toMatchObject({ code: "resource.not_found", index: 1 });
    expect(result.current.swap).toMatchObject({ pending: false, error: await refused });
    expect(result.current.tasks.data).toEqual(data);
    act(() => result.current.swap.reset());
    expect(result.current.swap.error).toBeNull();
    const { mutate } = result.current.swap;
    act(() => mutate({ first, second: first }));
    await pass();
    expect([result.current.swap.error, result.current.swap.mutate]).toEqual([null, mutate]);
    expect(ids()).toHaveLength(3);
  });

  it("[SDK-3] leaves a refusal that nothing waits for to the shell", async () => {
    const { result } = renderHook(() => useMutation((tx) => tx.remove(collection, ids()[0] ?? "")));
    await pass();
    host.failNext({ code: "document.invalid" });
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown) => uncaught.push(error);
    process.on("unhandledRejection", onUncaught);
    act(() => result.current.mutate());
    await pass();
    await nextTurn();
    process.off("unhandledRejection", onUncaught);
    expect(uncaught).toMatchObject([{ code: "document.invalid" }]);
    expect(result.current.error).toMatchObject({ code: "document.invalid" });
  });

  it("goes by the recipe of the latest render", async () => {
    const { result, rerender } = renderHook(
      ({ name }) => useMutation((tx) => tx.insert<Task>(collection, { name })),
      { initialProps: { name: "c" } },
    );
    rerender({ name: "d" });
    act(() => result.current.mutate());
    await pass();
    expect(host.documents(collection).at(-1)).toMatchObject({ name: "d" });
  });
});

describe("people and connection", () => {
  it("[SDK-12] know who uses the app, also when that changes", async () => {
    const { result } = renderHook(() => useCurrentUser());
    expect(result.current).toEqual({ user: null, loading: true });
    await pass();
    expect(result.current).toMatchObject({ user: { name: "Ada Moreno" }, loading: false });
    host.actAs({ id: "usr_grace", name: "Grace" });
    await pass();
    expect(result.current.user?.name).toBe("Grace");
  });

  it("know who may open it", async () => {
    const { result } = renderHook(() => useMembers());
    expect(result.current).toEqual({ members: [], loading: true });
    await pass();
    expect(result.current).toMatchObject({ members: [{ name: "Ada Moreno", avatar: null }], loading: false });
  });

  it("[SDK-12] know how the connection stands, and since when", async () => {
    const { result } = renderHook(() => useConnection());
    expect(result.current.status).toBe("loading");
    await pass();
    expect(result.current.status).toBe("live");
    host.goOffline();
    await pass();
    expect(result.current.status).toBe("offline");
    expect(Date.parse(result.current.since)).toBeLessThanOrEqual(Date.now());
    host.goOnline();
    await pass();
    expect(result.current.status).toBe("live");
  });

  it("[SDK-12] wait as long as the test host takes", async () => {
    host.delay(500);
    const { result } = renderHook(() => useCollection<Task>(collection));
    await pass(400);
    expect(result.current.loading).toBe(true);
    await pass(700);
    expect(result.current.loading).toBe(false);
  });
});

describe("types", () => {
  it("are those of the app's documents", () => {
    const { result } = renderHook(() => useCollection<Task>(collection));
    expectTypeOf(result.current.data[0]).toEqualTypeOf<Doc<Task> | undefined>();
    // @ts-expect-error a field that no task has
    expect(result.current.data[0]?.colour).toBeUndefined();
    expectTypeOf<Doc<Task>["_version"]>().toEqualTypeOf<number>();
    expectTypeOf(result.current.insert).parameter(0).toExtend<{ name: string }>();
    expectTypeOf(result.current.error).toEqualTypeOf<SecondDataError | null>();
    // @ts-expect-error a field that no task has
    renderHook(() => useCollection<Task>(collection, { where: { colour: "red" } }));
    // @ts-expect-error what lies inside a field that no task has
    renderHook(() => useCollection<Task>(collection, { where: { "colour.shade": "red" } }));
    // @ts-expect-error an operator that does not exist, inside a field
    renderHook(() => useCollection<Task>(collection, { where: { "place.city": { near: 1 } } }));
  });
});
