import { describe, expect, it } from "vitest";
import { createLog } from "./log.ts";

function logged(level: string, write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = [];
  write(createLog(level, { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("createLog", () => {
  it("[OPS-34] writes JSON lines with time, level, event and ids", () => {
    const [line] = logged("info", (log) =>
      log.warn("turn.fenced", {
        turnId: "trn_1",
        workspaceId: "ws_1",
        durationMs: 12.5,
        code: "version.conflict",
      }),
    );
    expect(line).toEqual({
      level: "warn",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      process: "web",
      event: "turn.fenced",
      turnId: "trn_1",
      workspaceId: "ws_1",
      durationMs: 12.5,
      code: "version.conflict",
    });
  });

  it("[OPS-34] redacts what known keys hold, at any depth and in any spelling", () => {
    const canary = "canary-5f2e";
    const lines = logged("info", (log) =>
      log.error("request.failed", {
        token: canary,
        Cookie: canary,
        request: { headers: { "x-any": canary }, api_key: canary, parts: [{ prompt: canary }] },
        turnToken: canary,
        "set-cookie": canary,
        body: { name: canary },
        email: canary,
      }),
    );
    expect(JSON.stringify(lines)).not.toContain(canary);
    expect(lines[0]).toMatchObject({ token: "[redacted]", request: { headers: "[redacted]" } });
  });

  it("[OPS-34] keeps what helps of an error, without capabilities, credentials and addresses", () => {
    const error = new TypeError("no /preview/pv_canary/x for ana@acme.example at mongodb://canary@db");
    const lines = logged("info", (log) => log.error("request.failed", { requestId: "req_1", error }));
    expect(JSON.stringify(lines)).not.toMatch(/canary|ana@/);
    expect(lines[0]).toMatchObject({
      requestId: "req_1",
      error: {
        name: "TypeError",
        message: "no /preview/[redacted]/x for [address] at mongodb://[redacted]@db",
      },
    });
  });

  it("leaves out what is less important than its level", () => {
    const lines = logged("warn", (log) => {
      log.info("a");
      log.warn("b");
    });
    expect(lines.map(({ event }) => event)).toEqual(["b"]);
  });
});
