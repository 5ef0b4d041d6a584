import { text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutSecret } from "./without-secret.ts";

describe("an answer without the secret", () => {
  it("[SBX-1] lacks it wherever the chunks are cut, and nothing else", async () => {
    const part = fc.constantFrom("secret", "sec", "ret", "secsecret", "é", "data: {}\n\n");
    await fc.assert(
      fc.asyncProperty(fc.array(part), fc.array(fc.nat(60)), async (parts, cuts) => {
        const whole = Buffer.from(parts.join(""));
        const stream = withoutSecret("secret");
        const answer = text(stream);
        let from = 0;
        for (const cut of [...cuts].sort((left, right) => left - right)) {
          stream.write(whole.subarray(from, cut));
          from = Math.max(from, cut);
        }
        stream.end(whole.subarray(from));
        expect(await answer).toBe(whole.toString().replaceAll("secret", "[redacted]"));
      }),
    );
  });
});
