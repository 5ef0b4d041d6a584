import { expect, it } from "vitest";
import { describeBus } from "../contract/index.ts";
import { openMemoryBus } from "./index.ts";

function manual() {
  let now = 1_700_000_000_000;
  const bus = openMemoryBus({ clock: { now: () => now } });
  return {
    bus,
    async pass(ms: number) {
      now += ms;
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describeBus("in-process bus", async () => manual());

it("forgets a log that nobody closed after a day without appends", async () => {
  const { bus, pass } = manual();
  await bus.log.append("l", [{ key: "a", value: 1 }]);
  await pass(23 * 3_600_000);
  await bus.log.append("l", [{ key: "b", value: 2 }]);
  await pass(23 * 3_600_000);
  expect((await bus.log.read("l", "0"))?.entries).toHaveLength(2);
  await pass(3_600_000);
  expect(await bus.log.read("l", "0")).toBeNull();
});

it("wakes a follower before the next turn of the event loop", async () => {
  const { bus } = manual();
  await bus.log.append("l", [{ key: "a", value: 1 }]);
  const follower = bus.log.follow("l", "0", AbortSignal.timeout(5_000))[Symbol.asyncIterator]();
  await follower.next();
  const next = follower.next();
  await Promise.resolve();
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  await bus.log.append("l", [{ key: "b", value: 2 }]);
  expect((await next).value).toMatchObject({ entries: [{ value: 2 }] });
  expect(turned).toBe(false);
});
