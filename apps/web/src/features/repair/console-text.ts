import type { LogEntry } from "./app-log.ts";

export type Filter = "all" | "errors" | "warnings";

const isError = (entry: LogEntry) => entry.kind === "error" || entry.level === "error";

export function passes(entry: LogEntry, filter: Filter): boolean {
  if (filter === "all") return true;
  if (filter === "errors") return isError(entry);
  return entry.kind === "line" && (entry.level === "warning" || entry.level === "notice");
}

export const countErrors = (entries: readonly LogEntry[]): number => entries.filter(isError).length;

/** "1 error, 3 messages". */
export function summaryOf(entries: readonly LogEntry[]): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const errors = countErrors(entries);
  return `${count(errors, "error")}, ${count(entries.length - errors, "message")}`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** "09:41:07" in the reader's time zone. */
export const clockTime = (at: string): string => clock.format(Date.parse(at));

/** Entries as one text, to be pasted elsewhere. */
export function consoleText(entries: readonly LogEntry[]): string {
  return entries
    .map((entry) => {
      if (entry.kind === "line") return `${clockTime(entry.at)} ${entry.level}: ${entry.text}`;
      const { kind, message, stack, route, count } = entry.error;
      const head = `${clockTime(entry.at)} error: ${kind}: ${message} (on ${route}, ${count} times)`;
      return stack ? `${head}\n${stack}` : head;
    })
    .join("\n");
}
