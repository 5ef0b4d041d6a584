import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StreamEvent } from "./leader.ts";
import { StreamHub } from "./stream-hub.ts";
import { FakeBrowser, FakeClock, FakeServer, type FakeTab } from "./testing/fake-browser.ts";

const start = "000000";

interface Listener {
  path: string;
  from: string;
  events: StreamEvent[];
  stop: () => void;
}

class World {
  readonly clock = new FakeClock();
  readonly server: FakeServer;
  readonly browser: FakeBrowser;
  readonly hubs = new Map<FakeTab, StreamHub>();
  readonly listeners = new Map<FakeTab, Listener[]>();

  constructor(travelMs: () => number = () => 5) {
    this.server = new FakeServer(this.clock, travelMs);
    this.browser = new FakeBrowser(this.clock, this.server, travelMs);
  }

  open(options: { isVisible?: boolean; isShared?: boolean } = {}): FakeTab {
    const tab = this.browser.openTab({ isVisible: true, ...options });
    const hub = new StreamHub(tab.environment, "usr_1");
    this.hubs.set(tab, hub);
    this.listeners.set(tab, []);
    hub.start();
    return tab;
  }

  hub(tab: FakeTab): StreamHub {
    const hub = this.hubs.get(tab);
    if (!hub) throw new Error("unknown tab");
    return hub;
  }

  listen(tab: FakeTab, path: string, from: string | null = start): Listener {
    const events: StreamEvent[] = [];
    const stop = this.hub(tab).subscribe({ path, after: from, onEvent: (event) => events.push(event) });
    const listener = { path, from: from ?? start, events, stop };
    this.listeners.get(tab)?.push(listener);
    return listener;
  }

  idsSince({ path, from }: Listener): string[] {
    return (this.server.logs.get(path) ?? []).map(({ id }) => id).filter((id) => id > from);
  }
}

const idsOf = (listener: Listener) => listener.events.flatMap(({ id }) => (id === undefined ? [] : [id]));

describe("one connection for all tabs", () => {
  it("[GOV-102] serves every tab over the leader's connection, equal streams once", () => {
    const world = new World();
    const [one, two, three] = [world.open(), world.open(), world.open()];
    const listeners = [world.listen(one, "/a"), world.listen(two, "/a"), world.listen(three, "/b")];
    world.clock.advance(1_000);
    world.server.append("/a");
    world.server.append("/b");
    world.clock.advance(6_000);
    expect(world.server.open).toHaveLength(1);
    expect(world.server.open[0]?.requests.map(({ path }) => path)).toEqual(["/a", "/b"]);
    expect(listeners.map(idsOf)).toEqual([["000001"], ["000001"], ["000001"]]);
  });

  it.each([
    ["closes", (world: World, tab: FakeTab) => world.hub(tab).stop()],
    ["is killed", (_: World, tab: FakeTab) => tab.kill()],
    ["is hidden", (_: World, tab: FakeTab) => tab.show(false)],
  ])("[GOV-102] hands over to a visible tab within 2 s when the holder %s", (_, leave) => {
    const world = new World();
    const [one, two] = [world.open(), world.open()];
    const listener = world.listen(two, "/a");
    world.clock.advance(1_000);
    const first = world.server.open[0];
    leave(world, one);
    world.clock.advance(2_000);
    world.server.append("/a");
    world.clock.advance(100);
    expect(world.server.open.at(-1)).not.toBe(first);
    expect(idsOf(listener)).toEqual(["000001"]);
  });

  it("[GOV-102] keeps the connection of a hidden holder while no other tab is visible", () => {
    const world = new World();
    const [one, two] = [world.open(), world.open({ isVisible: false })];
    const listener = world.listen(two, "/a");
    world.clock.advance(1_000);
    one.show(false);
    world.clock.advance(5_000);
    expect(world.server.open).toHaveLength(1);
    world.server.append("/a");
    world.clock.advance(100);
    expect(idsOf(listener)).toEqual(["000001"]);
  });

  it("[GOV-102] is its own hub where the browser lacks locks", () => {
    const world = new World();
    const tabs = [world.open({ isShared: false }), world.open({ isShared: false })];
    const listeners = tabs.map((tab) => world.listen(tab, "/a"));
    world.clock.advance(500);
    world.server.append("/a");
    world.clock.advance(100);
    expect(world.server.open).toHaveLength(2);
    expect(listeners.map(idsOf)).toEqual([["000001"], ["000001"]]);
  });

  it("goes on after the page comes back from the browser's page cache", () => {
    const world = new World();
    const tab = world.open();
    const listener = world.listen(tab, "/a");
    world.clock.advance(500);
    world.hub(tab).stop();
    world.server.append("/a");
    world.clock.advance(500);
    expect(world.server.open).toHaveLength(0);
    world.hub(tab).start();
    world.clock.advance(500);
    expect(idsOf(listener)).toEqual(["000001"]);
  });
});

describe("channels of the connection", () => {
  it("[GOV-114] opens a connection with the new list at once, then closes the old one", () => {
    const world = new World();
    const tab = world.open();
    const first = world.listen(tab, "/a");
    world.clock.advance(500);
    world.listen(tab, "/b");
    world.clock.advance(60);
    expect(world.server.open.map(({ requests }) => requests.map(({ path }) => path))).toEqual([["/a", "/b"]]);
    expect(world.server.tried).toHaveLength(2);
    world.server.append("/a");
    world.clock.advance(20);
    expect(idsOf(first)).toEqual(["000001"]);
  });

  it("[GOV-114] drops a channel 5 s after nobody listens, or with the next change", () => {
    const world = new World();
    const tab = world.open();
    const gone = world.listen(tab, "/a");
    world.listen(tab, "/b");
    world.clock.advance(500);
    gone.stop();
    world.clock.advance(4_000);
    expect(world.server.tried).toHaveLength(1);
    world.clock.advance(1_500);
    expect(world.server.tried.at(-1)?.map(({ path }) => path)).toEqual(["/b"]);
  });

  it("[GOV-114] asks for at most 40 channels and for the others once there is room", () => {
    const world = new World();
    const tab = world.open();
    const listeners = Array.from({ length: 42 }, (_, n) => world.listen(tab, `/${n}`));
    world.clock.advance(500);
    expect(world.server.open[0]?.requests).toHaveLength(40);
    listeners[0]?.stop();
    world.clock.advance(500);
    expect(world.server.open[0]?.requests.map(({ path }) => path)).toContain("/40");
  });

  it("[GOV-114] ends a refused channel with its problem while the others go on", () => {
    const world = new World();
    const tab = world.open();
    world.server.refused.set("/secret", { code: "resource.not_found", retry: "never" });
    const [refused, other] = [world.listen(tab, "/secret"), world.listen(tab, "/a")];
    world.clock.advance(500);
    world.server.append("/a");
    world.clock.advance(7_000);
    expect(refused.events).toEqual([
      { event: "error", data: { code: "resource.not_found", retry: "never" } },
    ]);
    expect(idsOf(other)).toEqual(["000001"]);
    world.listen(tab, "/b");
    world.clock.advance(500);
    expect(world.server.open[0]?.requests.map(({ path }) => path)).toEqual(["/a", "/b"]);
  });

  it("asks again for a channel that was refused for a moment only", () => {
    const world = new World();
    const tab = world.open();
    world.server.refused.set("/a", { code: "data.behind", retry: "later" });
    const listener = world.listen(tab, "/a");
    world.clock.advance(500);
    world.server.refused.clear();
    world.server.append("/a");
    world.clock.advance(3_000);
    expect(listener.events.map(({ event }) => event)).toEqual(["item"]);
  });

  it("joins two subscribers of one stream once the later one has caught up", () => {
    const world = new World();
    const [one, two] = [world.open(), world.open()];
    for (let n = 0; n < 5; n += 1) world.server.append("/a");
    const ahead = world.listen(one, "/a", "000005");
    world.clock.advance(500);
    const behind = world.listen(two, "/a", "000002");
    world.clock.advance(10_000);
    world.server.append("/a");
    world.clock.advance(100);
    expect(idsOf(ahead)).toEqual(["000006"]);
    expect(idsOf(behind)).toEqual(["000003", "000004", "000005", "000006"]);
    expect(world.server.open[0]?.requests).toHaveLength(1);
  });

  it("says resync to those who joined without a position, whenever something may be missed", () => {
    const world = new World();
    const tab = world.open();
    const listener = world.listen(tab, "/events", null);
    world.clock.advance(500);
    expect(listener.events).toEqual([{ event: "resync", data: {} }]);
    world.server.breakAll();
    world.clock.advance(2_000);
    expect(listener.events).toHaveLength(2);
    world.server.append("/events");
    world.clock.advance(100);
    world.server.breakAll();
    world.server.append("/events");
    world.clock.advance(2_000);
    expect(idsOf(listener)).toEqual(["000001", "000002"]);
    expect(listener.events).toHaveLength(4);
  });

  it("keeps what the old connection brought when the new one does not open", () => {
    const world = new World();
    const tab = world.open();
    const listener = world.listen(tab, "/a");
    world.clock.advance(500);
    world.server.isDown = true;
    world.listen(tab, "/b");
    world.clock.advance(22);
    world.server.append("/a");
    world.clock.advance(100);
    world.server.append("/a");
    world.clock.advance(100);
    expect(world.server.tried).toHaveLength(2);
    expect(idsOf(listener)).toEqual(["000001", "000002"]);
    expect(world.server.open).toHaveLength(1);
  });

  it("ignores what a former holder said too late", () => {
    let travelMs = 1;
    const world = new World(() => travelMs);
    const [one, two, three] = [world.open(), world.open(), world.open()];
    const listener = world.listen(three, "/a");
    world.clock.advance(500);
    world.server.append("/a");
    world.clock.advance(1);
    travelMs = 300;
    world.server.append("/a");
    travelMs = 1;
    world.clock.advance(300 - 1);
    travelMs = 400;
    world.clock.advance(1);
    travelMs = 1;
    one.kill();
    world.clock.advance(2_000);
    expect(world.hub(two).state).toBe("open");
    expect(idsOf(listener)).toEqual(["000001", "000002"]);
  });
});

describe("the connection's own frames", () => {
  it("moves positions on with the heartbeat, without telling the subscribers", () => {
    const world = new World();
    const tab = world.open();
    const listener = world.listen(tab, "/events", null);
    world.server.append("/events");
    world.clock.advance(500);
    world.server.beat();
    world.clock.advance(100);
    world.server.breakAll();
    world.server.append("/events");
    world.clock.advance(2_000);
    expect(listener.events.map(({ event, id }) => [event, id])).toEqual([
      ["resync", undefined],
      ["item", "000002"],
    ]);
  });

  it("connects anew when the server says goodbye, before the old connection ends", () => {
    const world = new World();
    const tab = world.open();
    const listener = world.listen(tab, "/a");
    world.clock.advance(500);
    world.server.sayBye(200);
    world.clock.advance(250);
    expect(world.server.tried).toHaveLength(2);
    expect(world.server.open).toHaveLength(1);
    world.server.append("/a");
    world.clock.advance(50);
    expect(idsOf(listener)).toEqual(["000001"]);
  });
});

describe("reconnecting", () => {
  it("[LOG-3] waits longer each time, at most 10 s, and tries at once on focus", () => {
    const world = new World();
    const tab = world.open();
    world.server.isDown = true;
    const listener = world.listen(tab, "/a");
    world.clock.advance(60_000);
    const tries = world.server.tried.length;
    expect(tries).toBeGreaterThan(7);
    expect(tries).toBeLessThan(16);
    expect(world.hub(tab).state).toBe("waiting");
    world.server.isDown = false;
    world.server.append("/a");
    tab.focus();
    world.clock.advance(50);
    expect(idsOf(listener)).toEqual(["000001"]);
  });

  it("[LOG-3] a following tab's focus wakes the holder", () => {
    const world = new World();
    const [one, two] = [world.open(), world.open()];
    const listener = world.listen(two, "/a");
    world.clock.advance(500);
    world.server.isDown = true;
    world.server.breakAll();
    world.clock.advance(30_000);
    world.server.isDown = false;
    world.server.append("/a");
    two.focus();
    world.clock.advance(50);
    expect(idsOf(listener)).toEqual(["000001"]);
    expect([world.hub(one).state, world.hub(two).state]).toEqual(["open", "open"]);
  });

  it("[GOV-102] ignores what still travels to a tab that left and came back", () => {
    let travelMs = 1;
    const world = new World(() => travelMs);
    world.open();
    const two = world.open();
    const listener = world.listen(two, "/a");
    world.clock.advance(500);
    world.server.append("/a");
    world.clock.advance(1);
    world.server.append("/a");
    world.hub(two).stop();
    travelMs = 30;
    world.clock.advance(1);
    travelMs = 1;
    world.hub(two).start();
    world.clock.advance(1_000);
    expect(idsOf(listener)).toEqual(["000001", "000002"]);
  });

  it("[GOV-102] follows the present holder though a former one's word comes later", () => {
    let sent = 0;
    const world = new World(() => {
      sent += 1;
      return sent % 4 === 1 ? 18 : 0;
    });
    const [one, two] = [world.open(), world.open({ isVisible: false })];
    world.clock.advance(1);
    const listener = world.listen(two, "/a");
    const three = world.open();
    world.server.append("/a");
    world.clock.advance(17);
    world.listen(one, "/a", "000001");
    world.hub(three).stop();
    three.kill();
    for (const tab of [one, two]) tab.show(true);
    world.clock.advance(1_000);
    expect(idsOf(listener)).toEqual(["000001"]);
  });

  it("[GOV-114] stops when the session is over and says so to every tab", () => {
    const world = new World();
    const [one, two] = [world.open(), world.open()];
    world.listen(two, "/a");
    world.clock.advance(500);
    world.server.isSignedOut = true;
    world.server.breakAll();
    world.clock.advance(2_000);
    const tries = world.server.tried.length;
    world.clock.advance(60_000);
    expect(world.server.tried).toHaveLength(tries);
    expect([world.hub(one).state, world.hub(two).state]).toEqual(["signed_out", "signed_out"]);
  });
});

describe("hidden tabs", () => {
  it("[GOV-115] gives up its channels after 30 s and takes them up by position when shown", () => {
    const world = new World();
    const [one, two] = [world.open(), world.open()];
    world.listen(one, "/a");
    const listener = world.listen(two, "/b");
    world.clock.advance(500);
    two.show(false);
    world.clock.advance(36_000);
    expect(world.server.open[0]?.requests.map(({ path }) => path)).toEqual(["/a"]);
    world.server.append("/b");
    world.clock.advance(1_000);
    expect(idsOf(listener)).toEqual([]);
    two.show(true);
    world.clock.advance(200);
    expect(idsOf(listener)).toEqual(["000001"]);
  });

  it("[GOV-115] leaves no connection when all tabs stay hidden", () => {
    const world = new World();
    const tabs = [world.open(), world.open()];
    for (const tab of tabs) world.listen(tab, "/a");
    world.clock.advance(500);
    for (const tab of tabs) tab.show(false);
    world.clock.advance(40_000);
    expect(world.server.open).toHaveLength(0);
  });
});

const paths = ["/a", "/b", "/c"];
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("append" as const), path: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("open" as const), isVisible: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("kill", "stop", "restart"), tab: fc.nat(7) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("show", "hide"), tab: fc.nat(7) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("listen" as const),
      tab: fc.nat(7),
      path: fc.nat(2),
      back: fc.nat(12),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("unlisten" as const), tab: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("break", "down", "up", "beat", "bye") }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("advance" as const),
      ms: fc.oneof(fc.nat(60), fc.nat(3_000), fc.nat(40_000)),
    }),
  },
);

interface Step {
  kind: string;
  path?: number;
  tab?: number;
  back?: number;
  ms?: number;
  isVisible?: boolean;
}

function run(world: World, step: Step) {
  const living = world.browser.tabs.filter((tab) => !tab.isClosed);
  const tab = living.length > 0 ? living[(step.tab ?? 0) % living.length] : undefined;
  const path = paths[step.path ?? 0] ?? "/a";
  if (step.kind === "append") world.server.append(path);
  else if (step.kind === "advance") world.clock.advance(step.ms ?? 0);
  else if (step.kind === "break") world.server.breakAll();
  else if (step.kind === "down") world.server.isDown = true;
  else if (step.kind === "up") world.server.isDown = false;
  else if (step.kind === "beat") world.server.beat();
  else if (step.kind === "bye") world.server.sayBye(100);
  else if (step.kind === "open" && living.length < 8) world.open({ isVisible: step.isVisible ?? true });
  else if (!tab) return;
  else if (step.kind === "kill") tab.kill();
  else if (step.kind === "stop") {
    world.hub(tab).stop();
    tab.kill();
  } else if (step.kind === "restart") {
    world.hub(tab).stop();
    world.hub(tab).start();
  } else if (step.kind === "show" || step.kind === "hide") tab.show(step.kind === "show");
  else if (step.kind === "listen") {
    const count = world.server.logs.get(path)?.length ?? 0;
    world.listen(tab, path, String(Math.max(0, count - (step.back ?? 0))).padStart(6, "0"));
  } else if (step.kind === "unlisten") {
    const listeners = world.listeners.get(tab) ?? [];
    listeners.shift()?.stop();
  }
}

describe("whatever happens", () => {
  it("[GOV-102] loses and repeats nothing across hand-overs, breaks and hidden tabs", () => {
    fc.assert(
      fc.property(
        fc.array(command, { minLength: 5, maxLength: 70 }),
        fc.array(fc.oneof(fc.nat(5), fc.nat(250)), { minLength: 1, maxLength: 30 }),
        (steps, travels) => {
          let sent = 0;
          const world = new World(() => {
            sent += 1;
            return travels[sent % travels.length] ?? 1;
          });
          world.open();
          for (const step of steps) {
            run(world, step);
            for (const listeners of world.listeners.values()) {
              for (const listener of listeners) {
                const expected = world.idsSince(listener);
                expect(idsOf(listener)).toEqual(expected.slice(0, idsOf(listener).length));
              }
            }
          }
          world.server.isDown = false;
          const living = world.browser.tabs.filter((tab) => !tab.isClosed);
          for (const tab of living) tab.show(true);
          world.clock.advance(60_000);
          for (const tab of living) {
            for (const listener of world.listeners.get(tab) ?? []) {
              expect(idsOf(listener)).toEqual(world.idsSince(listener));
            }
            expect(tab.reported).toEqual([]);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
