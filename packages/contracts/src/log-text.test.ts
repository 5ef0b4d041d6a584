import { describe, expect, it } from "vitest";
import { logText } from "./log-text.ts";

describe("logText", () => {
  it.each([
    ["GET /preview/pv_abc.def-123/assets/index.js 404", "GET /preview/[redacted]/assets/index.js 404"],
    ["/preview/pv_abc?x=1", "/preview/[redacted]?x=1"],
    [
      "cannot reach mongodb://ana:secret@db.example:27017/x",
      "cannot reach mongodb://[redacted]@db.example:27017/x",
    ],
    ["authorization: Bearer sk-ant-1", "authorization: Bearer [redacted]"],
    ["no user ana.lopez+test@acme.example here", "no user [address] here"],
  ])("[OPS-34] cuts what must not stand in a log: %s", (text, expected) => {
    expect(logText(text)).toBe(expected);
  });

  it("[OPS-34] keeps a credential out wherever the text is cut", () => {
    const address = "mongodb://ana:secret@db.example:27017/x";
    for (let kept = 1; kept <= address.length; kept++) {
      const logged = logText(`${"-".repeat(2_000 - kept)}${address}${"-".repeat(100)}`);
      expect(logged.slice(1_999 - kept)).not.toMatch(/ana|:s/);
      expect(logged.length).toBeLessThanOrEqual(2_000);
    }
    expect(logText(`${"-".repeat(1_900)} https://ana:secret@${"h".repeat(200)}`)).toMatch(
      / https:\/\/\[cut\]$/,
    );
    expect(logText("see https://db.example")).toBe("see https://db.example");
  });

  it("leaves ordinary text as it is, and cuts what is too long", () => {
    const text = "POST /api/workspaces/ws_1/apps answered 201 in 3.2 ms";
    expect(logText(text)).toBe(text);
    expect(logText("x".repeat(5_000))).toHaveLength(2_000);
  });
});
