import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerEvent } from "@second/contracts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEventLog } from "./event-log.ts";
import { createSpilledLines } from "./spilled-lines.ts";
import { parseLines } from "./testing/worker-under-test.ts";

const text = (delta: string): WorkerEvent => ({ type: "text", partId: "p", delta });
const kilobytes = (count: number) => text("x".repeat(count * 1024));
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "second-events-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const newLog = (now?: () => number) => createEventLog(createSpilledLines(directory), now);

const never = new AbortController().signal;

async function readAll(stream: AsyncGenerator<string> | null): Promise<number[]> {
  if (stream === null) throw new Error("dropped");
  let all = "";
  for await (const batch of stream) all += batch;
  return parseLines(all).map((event) => event.number);
}

describe("an attempt's event log", () => {
  it("[REC-3] numbers from 1 and gives what comes after a number, then what is still to come", async () => {
    const log = newLog();
    log.append(text("a"));
    log.append(text("b"));
    const reading = readAll(log.follow(1, never));
    log.append(text("c"));
    await Promise.resolve();
    log.append(text("d"));
    log.close();
    expect(await reading).toEqual([2, 3, 4]);
  });

  it("[REC-3] drops only what was acknowledged, and says so to whoever asks for it", () => {
    const log = newLog();
    for (const delta of ["a", "b", "c"]) log.append(text(delta));
    log.acknowledge(2);
    expect(log.follow(1, never)).toBeNull();
    expect(log.follow(2, never)).not.toBeNull();
    expect(log.isDone).toBe(false);
    log.close();
    log.acknowledge(99);
    expect(log).toMatchObject({ isDone: true, bytes: 0, lastNumber: 3 });
  });

  it("ends a reading when its reader is gone, and knows since when nobody reads", async () => {
    let now = 5;
    const log = newLog(() => now);
    const reader = new AbortController();
    const reading = readAll(log.follow(0, reader.signal));
    await Promise.resolve();
    expect(log.followers).toBe(1);
    now = 9;
    reader.abort();
    expect(await reading).toEqual([]);
    expect(log).toMatchObject({ followers: 0, leftAtMs: 9 });
  });

  it("[REC-2] loses and repeats nothing for any appends, acknowledgements and re-attachments", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { maxLength: 80 }), async (steps) => {
        const log = newLog();
        const seen: number[] = [];
        let appended = 0;
        for (const step of steps) {
          if (step < 8) {
            log.append(text("x"));
            appended += 1;
          } else if (step < 11) {
            const reader = new AbortController();
            const stream = log.follow(seen.length, reader.signal);
            const { value } =
              appended > seen.length ? await (stream?.next() ?? { value: "" }) : { value: "" };
            seen.push(...parseLines(value ?? "").map((event) => event.number));
            reader.abort();
            await stream?.return(undefined);
          } else log.acknowledge(seen.length);
        }
        log.close();
        seen.push(...(await readAll(log.follow(seen.length, never))));
        expect(seen).toEqual(Array.from({ length: appended }, (_, index) => index + 1));
      }),
    );
  });

  it("[REC-3] keeps many events on disk, and loses and repeats none of them", async () => {
    const spilled = createSpilledLines(directory);
    const log = createEventLog(spilled);
    for (let index = 0; index < 2_000; index += 1) log.append(kilobytes(8));
    expect(log.bytes).toBeGreaterThan(15 * 1024 * 1024);
    expect(log.bytes - spilled.bytes).toBeLessThan(4 * 1024 * 1024 + 10_000);
    // The file has no name: a killed worker leaves nothing.
    expect(await readdir(directory)).toEqual([]);
    log.acknowledge(700);
    expect(log.follow(699, never)).toBeNull();
    log.close();
    const numbers = await readAll(log.follow(700, never));
    expect(numbers).toEqual(Array.from({ length: 1_300 }, (_, index) => index + 701));
    log.acknowledge(2_000);
    expect(log).toMatchObject({ isDone: true, bytes: 0, lastNumber: 2_000 });
  });

  it("[REC-3] gives the same whatever lies on disk and in memory", async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constant("append" as const), size: fc.constantFrom(1, 300, 1_200) }),
      fc.record({ act: fc.constant("read" as const), size: fc.nat(5) }),
      fc.record({ act: fc.constant("acknowledge" as const), size: fc.nat(5) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const log = newLog();
        const seen: number[] = [];
        let acknowledged = 0;
        for (const { act, size } of steps) {
          if (act === "append") log.append(kilobytes(size));
          else if (act === "acknowledge") {
            acknowledged = Math.min(acknowledged + size, seen.length);
            log.acknowledge(acknowledged);
          } else if (seen.length < log.lastNumber) {
            const stream = log.follow(seen.length, never);
            const { value } = (await stream?.next()) ?? { value: "" };
            seen.push(...parseLines(value ?? "").map(({ number }) => number));
            await stream?.return(undefined);
          }
        }
        log.close();
        seen.push(...(await readAll(log.follow(seen.length, never))));
        expect(seen).toEqual(Array.from({ length: log.lastNumber }, (_, index) => index + 1));
        log.discard();
        expect(log.bytes).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it("keeps everything in memory when the disk does not take it", async () => {
    const log = createEventLog(createSpilledLines(join(directory, "gone")));
    for (let index = 0; index < 700; index += 1) log.append(kilobytes(8));
    log.close();
    expect(await readAll(log.follow(0, never))).toHaveLength(700);
  });

  it("gives large backlogs in pieces", async () => {
    const log = newLog();
    for (let index = 0; index < 100; index += 1) log.append(text("x".repeat(10_000)));
    log.close();
    let pieces = 0;
    for await (const piece of log.follow(0, never) ?? []) {
      pieces += 1;
      expect(piece.length).toBeLessThan(300_000);
    }
    expect(pieces).toBeGreaterThan(2);
  });
});
