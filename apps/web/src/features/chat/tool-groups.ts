import type { ToolRow } from "./tool-row.ts";

/** A line of the list: one call, or several finished reads in a row as one. */
export type ToolLine =
  | { kind: "call"; row: ToolRow }
  | { kind: "reads"; key: string; rows: readonly ToolRow[] };

const isRead = (row: ToolRow) => row.icon === "read" && row.state === "done";

/** Reads that follow one another collapse into one line. */
export function toLines(rows: readonly ToolRow[]): ToolLine[] {
  const lines: ToolLine[] = [];
  let reads: ToolRow[] = [];
  const closeReads = () => {
    const [first, ...more] = reads;
    if (first)
      lines.push(
        more.length > 0 ? { kind: "reads", key: first.callId, rows: reads } : { kind: "call", row: first },
      );
    reads = [];
  };
  for (const row of rows) {
    if (isRead(row)) {
      reads.push(row);
      continue;
    }
    closeReads();
    lines.push({ kind: "call", row });
  }
  closeReads();
  return lines;
}

/** How long they took together; null when none is known. */
export function totalMs(rows: readonly ToolRow[]): number | null {
  const known = rows.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  return known.length > 0 ? known.reduce((sum, ms) => sum + ms, 0) : null;
}
