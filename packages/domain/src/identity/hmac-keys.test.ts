import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hmacKeys } from "./hmac-keys.ts";

describe("keys", () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];

  it("[GOV-20] sign with the first secret and verify with all of them", () => {
    const mac = hmacKeys([old]).sign("session", "text");
    const both = hmacKeys([fresh, old]);
    expect(both.verify("session", "text", mac)).toBe(true);
    expect(both.verify("session", "other", mac)).toBe(false);
    expect(both.verify("session", "text", mac.subarray(1))).toBe(false);
    expect(both.sign("session", "text").equals(hmacKeys([fresh]).sign("session", "text"))).toBe(true);
    expect(hmacKeys([fresh]).verify("session", "text", mac)).toBe(false);
  });

  it("keep their purposes apart", () => {
    const keys = hmacKeys([old]);
    expect(keys.verify("turn", "text", keys.sign("session", "text"))).toBe(false);
  });

  it("need secrets of 32 bytes", () => {
    expect(() => hmacKeys([])).toThrow();
    expect(() => hmacKeys([randomBytes(31)])).toThrow();
  });
});
