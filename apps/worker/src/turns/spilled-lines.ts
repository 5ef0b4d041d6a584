import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";

/** The oldest lines of a log, in a file that goes with its process. Indexes count from the first one that is kept. */
export interface SpilledLines {
  readonly count: number;
  readonly bytes: number;
  /** All or none of them. Throws what the disk says. */
  append(lines: readonly string[]): void;
  /** Whole lines from an index on: about `bytesMax` of them, and at least one. */
  read(from: number, bytesMax: number): { text: string; count: number };
  /** Forgets so many of the first lines. The file goes with the last one. */
  drop(count: number): void;
}

interface Spill {
  descriptor: number;
  /** Where each line begins, those dropped too. */
  starts: number[];
  end: number;
  dropped: number;
}

/** Reads and writes wait for the disk: they are rare, a few milliseconds long, and numbers must not overtake lines. */
export function createSpilledLines(directory: string): SpilledLines {
  let spill: Spill | null = null;

  function open(): Spill {
    const path = join(directory, randomUUID());
    const descriptor = openSync(path, "wx+", 0o600);
    // It needs no name, and without one nothing is left of it when this process is killed.
    unlinkSync(path);
    return { descriptor, starts: [], end: 0, dropped: 0 };
  }
  const startOf = (at: Spill, index: number) => at.starts[at.dropped + index] ?? at.end;
  const countOf = (at: Spill) => at.starts.length - at.dropped;

  return {
    get count() {
      return spill ? countOf(spill) : 0;
    },
    get bytes() {
      return spill ? spill.end - startOf(spill, 0) : 0;
    },
    append(lines) {
      spill ??= open();
      const starts: number[] = [];
      let { end } = spill;
      for (const line of lines) {
        starts.push(end);
        end += Buffer.byteLength(line);
      }
      writeWhole(spill.descriptor, Buffer.from(lines.join("")), spill.end);
      spill.starts.push(...starts);
      spill.end = end;
    },
    read(from, bytesMax) {
      if (!spill || from >= countOf(spill)) return { text: "", count: 0 };
      const start = startOf(spill, from);
      let to = from + 1;
      while (to < countOf(spill) && startOf(spill, to + 1) - start <= bytesMax) to += 1;
      const bytes = Buffer.alloc(startOf(spill, to) - start);
      readSync(spill.descriptor, bytes, 0, bytes.length, start);
      return { text: bytes.toString(), count: to - from };
    },
    drop(count) {
      if (!spill || count === 0) return;
      spill.dropped += count;
      if (countOf(spill) > 0) return;
      closeSync(spill.descriptor);
      spill = null;
    },
  };
}

function writeWhole(descriptor: number, bytes: Buffer, at: number): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(descriptor, bytes, written, bytes.length - written, at + written);
}
