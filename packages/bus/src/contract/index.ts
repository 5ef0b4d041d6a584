import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bus, type LogBatch, type LogEntry, logBytesMax } from "../bus.ts";

export interface BusUnderTest {
  /** A bus of its own: no keys or topics shared with another opened one. */
  bus: Bus;
  /** Lets this much of the bus's time pass: moves its clock, or waits. */
  pass(ms: number): Promise<void>;
}

/** The suite that every bus driver passes. */
export function describeBus(name: string, open: () => Promise<BusUnderTest>): void {
  describe(name, () => {
    let bus: Bus;
    let pass: BusUnderTest["pass"];
    beforeEach(async () => {
      ({ bus, pass } = await open());
    });
    afterEach(() => bus.close());

    describe("publish and subscribe", () => {
      it("delivers messages to every subscriber of the topic, in order", async () => {
        const first: unknown[] = [];
        const second: unknown[] = [];
        await bus.subscribe("a", (message) => first.push(message));
        await bus.subscribe("a", (message) => second.push(message));
        await bus.subscribe("b", () => expect.unreachable("another topic"));
        await bus.publish("a", { n: 1 });
        await bus.publish("a", { n: 2 });
        await eventually(() => expect(first).toEqual([{ n: 1 }, { n: 2 }]));
        await eventually(() => expect(second).toEqual([{ n: 1 }, { n: 2 }]));
      });

      it("delivers nothing published before subscribing or after unsubscribing", async () => {
        const seen: unknown[] = [];
        await bus.publish("a", "before");
        const unsubscribe = await bus.subscribe("a", (message) => seen.push(message));
        await bus.publish("a", "during");
        await eventually(() => expect(seen).toEqual(["during"]));
        await unsubscribe();
        const witness: unknown[] = [];
        await bus.subscribe("a", (message) => witness.push(message));
        await bus.publish("a", "after");
        await eventually(() => expect(witness).toEqual(["after"]));
        expect(seen).toEqual(["during"]);
      });
    });

    describe("logs", () => {
      const entries = (from: number, to: number) =>
        Array.from({ length: to - from + 1 }, (_, i) => ({ key: `k${from + i}`, value: from + i }));
      const valuesOf = (batch: LogBatch | null) => batch?.entries.map((entry) => entry.value);

      it("reads entries in order from any of its cursors", async () => {
        const middle = await bus.log.append("l", entries(1, 3));
        const last = await bus.log.append("l", entries(4, 5));
        expect(valuesOf(await bus.log.read("l", "0"))).toEqual([1, 2, 3, 4, 5]);
        expect(valuesOf(await bus.log.read("l", middle))).toEqual([4, 5]);
        expect(await bus.log.read("l", last)).toEqual({ entries: [], closed: false });
      });

      it("reads on from the last entry of a limited batch", async () => {
        await bus.log.append("l", entries(1, 5));
        const first = await bus.log.read("l", "0", 2);
        expect(valuesOf(first)).toEqual([1, 2]);
        const next = await bus.log.read("l", first?.entries.at(-1)?.cursor ?? "", 2);
        expect(valuesOf(next)).toEqual([3, 4]);
      });

      it("answers null for an unknown log and for a cursor that is not its own", async () => {
        expect(await bus.log.read("none", "0")).toBeNull();
        await bus.log.append("l", entries(1, 1));
        expect(await bus.log.read("l", "no-such-cursor")).toBeNull();
      });

      it("does not take a lost log's cursor for one of its successor's", async () => {
        const lost = await bus.log.append("l", entries(1, 2));
        await bus.log.remove("l");
        await bus.log.append("l", entries(1, 3));
        expect(await bus.log.read("l", lost)).toBeNull();
      });

      it("skips entries whose key it has, also within one append", async () => {
        await bus.log.append("l", entries(1, 2));
        const cursor = await bus.log.append("l", [...entries(2, 3), ...entries(3, 3)]);
        const all = await bus.log.read("l", "0");
        expect(valuesOf(all)).toEqual([1, 2, 3]);
        expect(all?.entries.at(-1)?.cursor).toBe(cursor);
        expect(await bus.log.append("l", entries(1, 3))).toBe(cursor);
      });

      it("refuses a lower fence than the highest seen, and takes an equal one", async () => {
        await bus.log.append("l", entries(1, 1), 2);
        await expect(bus.log.append("l", entries(2, 2), 1)).rejects.toMatchObject({ code: "bus.fenced" });
        await bus.log.append("l", entries(2, 2), 2);
        await bus.log.append("l", [], 3);
        await expect(bus.log.append("l", entries(3, 3), 2)).rejects.toMatchObject({ code: "bus.fenced" });
        expect(valuesOf(await bus.log.read("l", "0"))).toEqual([1, 2]);
      });

      it("takes no new entries once closed, but repeats of known ones", async () => {
        const last = await bus.log.append("l", entries(1, 2));
        await bus.log.close("l", 60_000);
        expect(await bus.log.read("l", "0")).toMatchObject({ closed: true });
        expect(await bus.log.append("l", entries(1, 2))).toBe(last);
        await expect(bus.log.append("l", entries(3, 3))).rejects.toMatchObject({ code: "bus.fenced" });
      });

      it("expires after closing", async () => {
        await bus.log.append("l", entries(1, 1));
        await bus.log.close("l", 200);
        expect(valuesOf(await bus.log.read("l", "0"))).toEqual([1]);
        await pass(300);
        expect(await bus.log.read("l", "0")).toBeNull();
      });

      it("refuses an append that passes the limit, whole", async () => {
        const half = "x".repeat(logBytesMax / 2 - 1000);
        await bus.log.append("l", [{ key: "a", value: half }]);
        await bus.log.append("l", [{ key: "b", value: half }]);
        const tooMuch = [
          { key: "c", value: "small" },
          { key: "d", value: "x".repeat(4000) },
        ];
        await expect(bus.log.append("l", tooMuch)).rejects.toMatchObject({ code: "bus.log_full" });
        expect((await bus.log.read("l", "0"))?.entries).toHaveLength(2);
      });

      it("[REC-3] follows what is there and then live, without gap or repeat, to the end", async () => {
        await bus.log.append("l", entries(1, 10));
        const seen = collect(bus.log.follow("l", "0", AbortSignal.timeout(10_000)));
        for (let n = 11; n <= 500; n++) await bus.log.append("l", entries(n - 1, n));
        await bus.log.close("l", 60_000);
        expect((await seen).map((entry) => entry.value)).toEqual(entries(1, 500).map((entry) => entry.value));
      });

      it("hands a slow follower what piled up in few batches", async () => {
        await bus.log.append("l", entries(1, 1));
        const batches: LogBatch[] = [];
        for await (const batch of bus.log.follow("l", "0", AbortSignal.timeout(10_000))) {
          batches.push(batch);
          if (batches.length > 1) continue;
          for (let n = 2; n <= 200; n++) await bus.log.append("l", entries(n, n));
          await bus.log.close("l", 60_000);
        }
        expect(batches.flatMap((batch) => batch.entries)).toHaveLength(200);
        expect(batches.length).toBeLessThan(50);
      });

      it("ends a follower at once when there is no such log or cursor, or it is already closed", async () => {
        const signal = AbortSignal.timeout(10_000);
        expect(await collect(bus.log.follow("none", "0", signal))).toEqual([]);
        const last = await bus.log.append("l", entries(1, 2));
        await bus.log.close("l", 60_000);
        expect(await collect(bus.log.follow("l", "unknown", signal))).toEqual([]);
        const batches: LogBatch[] = [];
        for await (const batch of bus.log.follow("l", last, signal)) batches.push(batch);
        expect(batches).toEqual([{ entries: [], closed: true }]);
      });

      it("ends a waiting follower when it is aborted and when its log is removed", async () => {
        await bus.log.append("l", entries(1, 1));
        const abort = new AbortController();
        const aborted = collect(bus.log.follow("l", "0", abort.signal));
        const orphaned = collect(bus.log.follow("l", "0", AbortSignal.timeout(10_000)));
        await pass(20);
        abort.abort();
        expect(await aborted).toHaveLength(1);
        await bus.log.remove("l");
        expect(await orphaned).toHaveLength(1);
      });
    });

    describe("counters", () => {
      it("counts within a window and starts anew after it", async () => {
        expect(await bus.count("k", 300)).toBe(1);
        expect(await bus.count("k", 300)).toBe(2);
        expect(await bus.count("other", 300)).toBe(1);
        await pass(400);
        expect(await bus.count("k", 300)).toBe(1);
      });
    });

    describe("leases", () => {
      it("gives a key to one holder until it is released", async () => {
        const lease = await bus.lease("k", 60_000);
        expect(lease).not.toBeNull();
        expect(await bus.lease("k", 60_000)).toBeNull();
        expect(await bus.lease("other", 60_000)).not.toBeNull();
        await lease?.release();
        expect(await bus.lease("k", 60_000)).not.toBeNull();
      });

      it("gives it to another after it ran out, whom the former holder cannot disturb", async () => {
        const former = await bus.lease("k", 200);
        await pass(300);
        expect(await bus.lease("k", 60_000)).not.toBeNull();
        expect(await former?.renew(60_000)).toBe(false);
        await former?.release();
        expect(await bus.lease("k", 60_000)).toBeNull();
      });

      it("is held on by renewing", async () => {
        const lease = await bus.lease("k", 400);
        await pass(200);
        expect(await lease?.renew(400)).toBe(true);
        await pass(300);
        expect(await bus.lease("k", 400)).toBeNull();
      });
    });

    it("answers a ping while open and refuses everything once closed", async () => {
      await bus.ping();
      await bus.close();
      await expect(bus.ping()).rejects.toMatchObject({ code: "bus.unavailable" });
      await expect(bus.publish("a", 1)).rejects.toMatchObject({ code: "bus.unavailable" });
    });
  });
}

async function collect(batches: AsyncIterable<LogBatch>): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const batch of batches) entries.push(...batch.entries);
  return entries;
}

/** Repeats a check for up to two seconds: messages may take a moment on a remote bus. */
async function eventually(check: () => void): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return check();
    } catch (error) {
      if (attempt >= 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
