import { expect, it } from "vitest";
import type { AppError, LogEntry } from "./app-log.ts";
import { clockTime, consoleText, countErrors, type Filter, passes, summaryOf } from "./console-text.ts";

const at = "2030-01-01T09:41:07.000Z";
const line = (level: "error" | "warning" | "message" | "notice", text: string): LogEntry => ({
  kind: "line",
  key: 0,
  at,
  level,
  text,
});
const error: AppError = {
  signature: "s",
  kind: "TypeError",
  message: "No cost",
  stack: "    at Chart (src/chart.tsx:41:7)",
  route: "/spend",
  versionId: "ver_1",
  count: 2,
  lastAt: at,
};
const entries: LogEntry[] = [
  line("message", "63 documents"),
  line("warning", "slow"),
  line("notice", "Blocked"),
  line("error", "logged"),
  { kind: "error", key: 1, at, error },
];

it.each<[Filter, number]>([
  ["all", 5],
  ["errors", 2],
  ["warnings", 2],
])("[HEAL-1] filters by level: %s", (filter, count) => {
  expect(entries.filter((entry) => passes(entry, filter))).toHaveLength(count);
});

it("[HEAL-1] is counted and copied as plain text", () => {
  expect(countErrors(entries)).toBe(2);
  expect(summaryOf(entries)).toBe("2 errors, 3 messages");
  expect(summaryOf([])).toBe("0 errors, 0 messages");
  expect(consoleText(entries.slice(3))).toBe(
    `${clockTime(at)} error: logged\n` +
      `${clockTime(at)} error: TypeError: No cost (on /spend, 2 times)\n    at Chart (src/chart.tsx:41:7)`,
  );
});
