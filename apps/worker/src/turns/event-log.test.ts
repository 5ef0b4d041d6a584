import type { WorkerEvent } from "@second/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventLog } from "./event-log.ts";
import { parseLines } from "./testing/worker-under-test.ts";

const text = (delta: string): WorkerEvent => ({ type: "text", partId: "p", delta });
const never = new AbortController().signal;

async function readAll(stream: AsyncGenerator<string> | null): Promise<number[]> {
  if (stream === null) throw new Error("dropped");
  let all = "";
  for await (const batch of stream) all += batch;
  return parseLines(all).map((event) => event.number);
}

describe("an attempt's event log", () => {
  it("[REC-3] numbers from 1 and gives what comes after a number, then what is still to come", async () => {
    const log = createEventLog();
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
    const log = createEventLog();
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
    const log = createEventLog(() => now);
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
        const log = createEventLog();
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

  it("gives large backlogs in pieces", async () => {
    const log = createEventLog();
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
