import type { NumberedEvent, WorkerEvent } from "@second/contracts";
import type { SpilledLines } from "./spilled-lines.ts";

/** An attempt's events, numbered from 1, kept until web has stored what covers them, on disk when they are many [REC-3]. */
export interface EventLog {
  append(event: WorkerEvent): number;
  /** Events up to `number` may be dropped. */
  acknowledge(number: number): void;
  /**
   * NDJSON of the events after `after`, then of those to come; ends after the last one. Null when events after
   * `after` were dropped.
   */
  follow(after: number, signal: AbortSignal): AsyncGenerator<string> | null;
  /** Nothing more will come. */
  close(): void;
  /** Forgets all events. */
  discard(): void;
  readonly lastNumber: number;
  /** Of what is kept. */
  readonly bytes: number;
  readonly isClosed: boolean;
  /** Closed, and everything acknowledged. */
  readonly isDone: boolean;
  readonly followers: number;
  /** When the last follower left, or the log was made. */
  readonly leftAtMs: number;
}

const batchBytesMax = 256 * 1024;
const memoryBytesMax = 4 * 1024 * 1024;

/** What does not fit into memory goes to `spilled`. */
export function createEventLog(spilled: SpilledLines, now: () => number = Date.now): EventLog {
  /** The lines after the spilled ones. */
  let lines: string[] = [];
  let isDiskUsable = true;
  /** Number of the event before the first kept one. */
  let dropped = 0;
  let memoryBytes = 0;
  let isClosed = false;
  let followers = 0;
  let leftAtMs = now();
  let waiting: (() => void)[] = [];

  const lastNumber = () => dropped + spilled.count + lines.length;

  /** Moves the older half to disk. Without a usable disk everything stays in memory, whose size the turn's limit bounds. */
  function spill(): void {
    if (memoryBytes <= memoryBytesMax || !isDiskUsable) return;
    const { count, bytes } = takeBatch(lines, 0, memoryBytesMax / 2);
    try {
      spilled.append(lines.slice(0, count));
    } catch {
      isDiskUsable = false;
      return;
    }
    lines = lines.slice(count);
    memoryBytes -= bytes;
  }

  function batchFrom(index: number): { text: string; count: number } {
    if (index < spilled.count) return spilled.read(index, batchBytesMax);
    return takeBatch(lines, index - spilled.count, batchBytesMax);
  }

  function drop(count: number): void {
    const fromDisk = Math.min(count, spilled.count);
    spilled.drop(fromDisk);
    for (const line of lines.slice(0, count - fromDisk)) memoryBytes -= Buffer.byteLength(line);
    lines = lines.slice(count - fromDisk);
    dropped += count;
  }

  function wake(): void {
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  }

  async function* read(after: number, signal: AbortSignal): AsyncGenerator<string> {
    let next = after;
    followers += 1;
    signal.addEventListener("abort", wake);
    try {
      while (!signal.aborted) {
        if (next < dropped) return;
        const batch = batchFrom(next - dropped);
        if (batch.count > 0) {
          next += batch.count;
          yield batch.text;
        } else if (isClosed) return;
        else await new Promise<void>((resolve) => waiting.push(resolve));
      }
    } finally {
      followers -= 1;
      leftAtMs = now();
      signal.removeEventListener("abort", wake);
    }
  }

  return {
    append(event) {
      const numbered: NumberedEvent = { number: lastNumber() + 1, event };
      const line = `${JSON.stringify(numbered)}\n`;
      lines.push(line);
      memoryBytes += Buffer.byteLength(line);
      spill();
      wake();
      return numbered.number;
    },
    acknowledge(number) {
      drop(Math.min(number, lastNumber()) - Math.min(number, dropped));
    },
    follow: (after, signal) => (after < dropped ? null : read(after, signal)),
    close() {
      isClosed = true;
      wake();
    },
    discard() {
      drop(lastNumber() - dropped);
      wake();
    },
    get lastNumber() {
      return lastNumber();
    },
    get bytes() {
      return spilled.bytes + memoryBytes;
    },
    get isClosed() {
      return isClosed;
    },
    get isDone() {
      return isClosed && lastNumber() === dropped;
    },
    get followers() {
      return followers;
    },
    get leftAtMs() {
      return leftAtMs;
    },
  };
}

function takeBatch(lines: readonly string[], from: number, bytesMax: number) {
  let text = "";
  let bytes = 0;
  let count = 0;
  for (const line of lines.slice(from)) {
    if (bytes >= bytesMax) break;
    text += line;
    bytes += Buffer.byteLength(line);
    count += 1;
  }
  return { text, bytes, count };
}
