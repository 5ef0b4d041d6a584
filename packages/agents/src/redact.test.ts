import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactProviderText } from "./redact.ts";

describe("redactProviderText", () => {
  it.each([
    ["sk-ant-api03-abcdefghijkl", "API Error: 401 invalid x-api-key sk-ant-api03-abcdefghijkl"],
    ["abc.def.ghi", "Authorization: Bearer abc.def.ghi was refused"],
    ["hunter2hunter2", '{"api_key":"hunter2hunter2"}'],
    ["eyJhbGciOi.eyJzdWIi.c2lnbmF0", "token eyJhbGciOi.eyJzdWIi.c2lnbmF0 expired"],
    ["ada:pass", "could not reach https://ada:pass@example.com/"],
    ["a".repeat(64), `digest ${"a".repeat(64)}`],
  ])("[ERR-1] hides %s", (secret, text) => {
    expect(redactProviderText(text)).not.toContain(secret);
    expect(redactProviderText(text)).toContain("[redacted]");
  });

  it("[ERR-1] keeps ordinary words and puts them on one line", () => {
    expect(redactProviderText("API Error: 529\n  Overloaded")).toBe("API Error: 529 Overloaded");
  });

  it("[ERR-1] is at most 240 characters and never shows a key, whatever surrounds it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.string({ maxLength: 400 }), (before, after) => {
        const text = redactProviderText(`${before} sk-ant-canary-0123456789 ${after}`);
        expect(text.length).toBeLessThanOrEqual(240);
        expect(text).not.toContain("canary-0123");
      }),
    );
  });
});
