import type { NumberedEvent, WorkerEvent } from "@second/contracts";

/** An attempt's events, numbered from 1, kept until web has stored what covers them [REC-3]. */
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
  readonly lastNumber: number;
  readonly bytes: number;
  readonly isClosed: boolean;
  /** Closed, and everything acknowledged. */
  readonly isDone: boolean;
  readonly followers: number;
  /** When the last follower left, or the log was made. */
  readonly leftAtMs: number;
}

const batchCharactersMax = 256 * 1024;

export function createEventLog(now: () => number = Date.now): EventLog {
  let lines: string[] = [];
  /** Number of the event before the first kept one. */
  let dropped = 0;
  let bytes = 0;
  let isClosed = false;
  let followers = 0;
  let leftAtMs = now();
  let waiting: (() => void)[] = [];

  const lastNumber = () => dropped + lines.length;
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
        const batch = takeBatch(lines, next - dropped);
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
      bytes += line.length;
      wake();
      return numbered.number;
    },
    acknowledge(number) {
      const count = Math.min(Math.max(0, number - dropped), lines.length);
      for (const line of lines.slice(0, count)) bytes -= line.length;
      lines = lines.slice(count);
      dropped += count;
    },
    follow: (after, signal) => (after < dropped ? null : read(after, signal)),
    close() {
      isClosed = true;
      wake();
    },
    get lastNumber() {
      return lastNumber();
    },
    get bytes() {
      return bytes;
    },
    get isClosed() {
      return isClosed;
    },
    get isDone() {
      return isClosed && lines.length === 0;
    },
    get followers() {
      return followers;
    },
    get leftAtMs() {
      return leftAtMs;
    },
  };
}

function takeBatch(lines: readonly string[], from: number): { text: string; count: number } {
  let text = "";
  let count = 0;
  for (let at = from; at < lines.length && text.length < batchCharactersMax; at += 1) {
    text += lines[at];
    count += 1;
  }
  return { text, count };
}
