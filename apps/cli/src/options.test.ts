import { describe, expect, it } from "vitest";
import { parseOptions, UsageError } from "./options.ts";

describe("parseOptions", () => {
  it("takes what holds without options", () => {
    expect(parseOptions("start", [])).toEqual({
      port: null,
      host: null,
      open: true,
      json: false,
      timeoutSeconds: 40,
    });
  });

  it("reads the options of each command", () => {
    expect(parseOptions("dev", ["--port", "4000", "--host=::1", "--no-open"])).toMatchObject({
      port: 4000,
      host: "::1",
      open: false,
    });
    expect(parseOptions("stop", ["--timeout", "5"]).timeoutSeconds).toBe(5);
    expect(parseOptions("doctor", ["--json"]).json).toBe(true);
  });

  it.each([
    ["start", ["--json"]],
    ["doctor", ["--port", "1"]],
    ["start", ["now"]],
    ["start", ["--port"]],
    ["start", ["--port", "0"]],
    ["start", ["--port", "65536"]],
    ["start", ["--port", "80.5"]],
    ["stop", ["--timeout", "soon"]],
  ] as const)("[OPS-9] calls `%s %s` wrong usage", (command, args) => {
    expect(() => parseOptions(command, [...args])).toThrow(UsageError);
  });
});
