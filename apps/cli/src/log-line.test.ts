import { describe, expect, it } from "vitest";
import { logLine } from "./log-line.ts";

const now = new Date("2026-01-02T03:04:05.678Z");

describe("logLine", () => {
  it("keeps a line that is JSON", () => {
    const line = '{"level":"info","event":"worker.ready"}';
    expect(logLine("worker", line, now)).toBe(line);
  });

  it("[OPS-34] makes an event of any other, without what must not stand in a log", () => {
    expect(JSON.parse(logLine("web", "Error: GET /preview/pv_canary/index.html failed", now))).toEqual({
      level: "error",
      time: "2026-01-02T03:04:05.678Z",
      process: "web",
      event: "process.said",
      text: "Error: GET /preview/[redacted]/index.html failed",
    });
    expect(JSON.parse(logLine("web", "✓ Ready", now))).toMatchObject({ level: "info", text: "✓ Ready" });
  });
});
