import { describe, expect, it } from "vitest";
import {
  type AppLog,
  emptyLog,
  errorsOf,
  type LogEntry,
  type ToldMessage,
  withLoad,
  withMessage,
  withOnly,
  withoutEntries,
} from "./app-log.ts";

const startMs = Date.parse("2030-01-01T09:00:00.000Z");
const source = "second-app" as const;
const line = (text: string, level: "log" | "error" = "log"): ToldMessage => ({
  source,
  type: "second:preview:console",
  level,
  text,
});
const failure = (message: string, kind = "TypeError"): ToldMessage => ({
  source,
  type: "second:preview:error",
  kind,
  message,
  stack: "    at Chart (src/chart.tsx:41:7)",
  route: "/spend",
});

const started = withLoad(emptyLog, "a", { versionId: "ver_1", atMs: startMs });
const hear = (log: AppLog, message: ToldMessage, afterMs = 0, isTurnRunning = false) =>
  withMessage(log, "a", { message, atMs: startMs + afterMs, isTurnRunning });
const entries = (log: AppLog): readonly LogEntry[] => log.loads.a?.entries ?? [];

describe("the console", () => {
  it("[HEAL-1] keeps the newest 500 entries", () => {
    let log = started;
    for (let count = 0; count < 600; count += 1) log = hear(log, line(`line ${count}`));
    expect(entries(log)).toHaveLength(500);
    expect(entries(log)[0]).toMatchObject({ level: "message", text: "line 100" });
    expect(new Set(entries(log).map(({ key }) => key)).size).toBe(500);
  });

  it("[HEAL-1] tells of blocked resources as notices, and of failed writes as warnings, never as errors", () => {
    const log = hear(
      hear(started, failure("https://example.com/a.png", "blocked:img-src")),
      failure("Someone changed this row.", "data:document.conflict"),
    );
    expect(entries(log)).toMatchObject([
      {
        level: "notice",
        text: "Blocked: an image from https://example.com/a.png. An app reaches nothing outside.",
      },
      { level: "warning", text: "Someone changed this row." },
    ]);
    expect(errorsOf(log.loads.a)).toEqual([]);
  });

  it("is emptied when asked, and knows nothing of loads that are gone", () => {
    const log = hear(hear(started, line("x")), failure("No cost"));
    expect(entries(withoutEntries(log, "a"))).toEqual([]);
    const gone = withOnly(log, ["b"]);
    expect(gone.loads).toEqual({});
    expect(hear(gone, line("late"))).toBe(gone);
  });
});

describe("errors", () => {
  it("[HEAL-2] of one signature are one entry that counts, moved to the end", () => {
    const log = hear(
      hear(hear(started, failure("Row 1 has no cost")), line("x")),
      failure("Row 2 has no cost"),
      900,
    );
    expect(entries(log).map(({ kind }) => kind)).toEqual(["line", "error"]);
    expect(errorsOf(log.loads.a)).toMatchObject([
      { count: 2, message: "Row 2 has no cost", versionId: "ver_1", lastAt: "2030-01-01T09:00:00.900Z" },
    ]);
  });

  const first = hear(started, failure("No cost"));
  const [signature = ""] = errorsOf(first.loads.a).map((error) => error.signature);

  it("[HEAL-4] that come back at once or within a minute forgive nothing", () => {
    expect(first.forgiven).toEqual({});
    expect(hear(first, failure("No cost"), 60_000).forgiven).toEqual({});
  });

  it("[HEAL-4] that the app ran free of for a minute begin to count anew", () => {
    const later = hear(first, failure("No cost"), 60_001);
    expect(later.forgiven).toEqual({ [signature]: "2030-01-01T09:01:00.001Z" });
    const fresh = withLoad(emptyLog, "a", { versionId: "ver_2", atMs: startMs });
    expect(hear(fresh, failure("No cost"), 61_000).forgiven).toHaveProperty([signature]);
  });

  it("[HEAL-4] forgive nothing while the agent works: the app that shows is the old one", () => {
    expect(hear(first, failure("No cost"), 300_000, true).forgiven).toEqual({});
  });
});
