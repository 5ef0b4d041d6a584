import { Problem } from "@second/contracts";
import type { Turn } from "./collections.ts";

type Attempt = Pick<Turn, "id" | "attempt">;

/** A running turn's output on the bus. A cursor seen by clients is `<turnId>.<attempt>.<bus cursor>`. */
export const turnLog = {
  key: (turn: Attempt) => `turn:${turn.id}:${turn.attempt}`,
  beginning: (turn: Attempt) => `${turn.id}.${turn.attempt}.0`,
  cursor: (turn: Attempt, place: string) => `${turn.id}.${turn.attempt}.${place}`,
  /** The place within this attempt's log. @throws `run.cursor_expired` for a cursor of another turn or attempt. */
  place(turn: Attempt, cursor: string): string {
    const prefix = `${turn.id}.${turn.attempt}.`;
    if (!cursor.startsWith(prefix)) throw new Problem("run.cursor_expired");
    return cursor.slice(prefix.length);
  },
  /** How long an ended turn's log stays readable. */
  keptMs: 60 * 60 * 1000,
};
